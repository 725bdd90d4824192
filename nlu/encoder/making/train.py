"""Fine-tunes the encoder on labelled messages (several heads at once) and on questions of one knowledge item.

Only rows marked `train` are learned from; rows marked `held` are scored after each epoch, to watch. The heads
trained here are thrown away: `npm run nlu:train` fits new ones on the vectors of the file that ships.
"""
import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import package as packages
from batches import by_length, ids_of, stacked, states, vectors
from blemish import blemish
from network import Encoder
from vocab import keep, tokenizer

HEADS = ('gate', 'reason', 'type', 'category', 'hotline', 'urgency')
WEIGHTS = {'gate': 1.5, 'reason': 1.0, 'type': 0.8, 'category': 1.2, 'hotline': 1.2, 'urgency': 0.8}
SMOOTHING = 0.05
TEMPERATURE = 0.05
PAIRS = 32


def read_lines(path):
    return [json.loads(line) for line in Path(path).read_text('utf8').splitlines() if line.strip()]


class Heads(nn.Module):
    """Linear heads on the vector, standardised as the base model spreads it: its raw values hardly differ between texts."""

    def __init__(self, sizes, base):
        super().__init__()
        self.register_buffer('mean', torch.from_numpy(base.mean(0)))
        self.register_buffer('spread', torch.from_numpy(base.std(0)))
        # No plain names: a module may not be called `type`.
        self.linear = nn.ModuleDict({f'{head} head': nn.Linear(base.shape[1], size) for head, size in sizes.items()})

    def forward(self, head, vector):
        return self.linear[f'{head} head'](F.dropout((vector - self.mean) / self.spread, 0.1, self.training))


class Labels:
    """Per head: the names, each row's class or -1, and class weights (inverse root of frequency)."""

    def __init__(self, rows, train):
        self.names, self.of, self.weight = {}, {}, {}
        for head in HEADS:
            names = sorted({row[head] for row in rows if row.get(head)})
            self.names[head] = names
            self.of[head] = np.array([names.index(row[head]) if row.get(head) else -1 for row in rows])
            counts = np.bincount(self.of[head][train][self.of[head][train] >= 0], minlength=len(names)) + 1.0
            weight = counts ** -0.5
            self.weight[head] = torch.tensor(weight / weight.mean(), dtype=torch.float32)


def message_loss(vector, heads, labels, part):
    total = 0.0
    for head in HEADS:
        gold = torch.from_numpy(labels.of[head][part])
        used = gold >= 0
        if not used.any():
            continue
        loss = F.cross_entropy(heads(head, vector[used]), gold[used], labels.weight[head], label_smoothing=SMOOTHING)
        total = total + WEIGHTS[head] * loss
    return total


def pair_loss(one, two):
    """Each text must find its partner among all of the batch, from both sides."""
    scores = F.normalize(one) @ F.normalize(two).T / TEMPERATURE
    own = torch.arange(len(scores))
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores.T, own)) / 2


def macro_f1(gold, said):
    found = []
    for label in set(gold) | set(said):
        hit = np.sum((gold == label) & (said == label))
        found.append(2 * hit / max(1, np.sum(gold == label) + np.sum(said == label)))
    return float(np.mean(found))


def watch(encoder, heads, held_states, labels, held):
    heads.eval()
    own = torch.from_numpy(vectors(encoder, held_states))
    result = {}
    for head in HEADS:
        gold = labels.of[head][held]
        used = gold >= 0
        with torch.no_grad():
            said = heads(head, own[torch.from_numpy(used)]).argmax(1).numpy()
        result[head] = round(macro_f1(gold[used], said), 3)
    return result


def draw_pairs(items, draw):
    """A pair of texts for each of PAIRS items: two of its questions, or in every third batch a question and its passage."""
    passages = draw.random() < 0.33
    one, two = [], []
    for i in draw.choice(len(items), PAIRS, replace=False):
        asked, passage = items[i]
        a, b = draw.choice(len(asked), 2, replace=False)
        one.append(asked[a])
        two.append(passage if passages else asked[b])
    return one, two


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--package', required=True)
    parser.add_argument('--rows', required=True)
    parser.add_argument('--items', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--epochs', type=int, default=6)
    parser.add_argument('--frozen', type=int, default=0, help='layers below these keep the base weights')
    parser.add_argument('--blemished', type=int, default=1)
    parser.add_argument('--rate', type=float, default=1e-4)
    parser.add_argument('--pairs', type=int, default=2, help='a step of pairs after every N-th step; 0 for none')
    parser.add_argument('--size', type=int, default=32)
    parser.add_argument('--steady', action='store_true', help='keep the rate up to the end: a later stage brings it down')
    parser.add_argument('--smooth', type=float, default=0, help='how much of the running mean of the weights stays at each step; 0 for the last weights')
    parser.add_argument('--resume', help='weights of an earlier stage')
    given = parser.parse_args()
    torch.manual_seed(1)
    draw = np.random.default_rng(1)

    rows, items = read_lines(given.rows), read_lines(given.items)
    base = packages.read(given.package)
    texts = [row['text'] for row in rows]
    asked = [[item['title'], *item['similar']] for item in items]
    before = dict(np.load(given.resume)) if given.resume else None
    kept = before.pop('kept').tolist() if before else keep(base, texts + [q for one in asked for q in one] + [item['answer'] for item in items])
    tok = tokenizer([base.pieces[i] for i in kept], base.scores[kept])
    if before:
        base.tensors = {**before, 'emb.word': base.tensors['emb.word']}
    encoder = Encoder(base, kept, given.frozen)
    train = np.array([i for i, row in enumerate(rows) if row['part'] == 'train'])
    held = np.array([i for i, row in enumerate(rows) if row['part'] == 'held'])
    labels = Labels(rows, train)

    start = time.time()
    encoder.eval()
    versions = [[texts[i] for i in train]]
    versions += [[blemish(texts[i], draw) for i in train] for _ in range(given.blemished)]
    lower = [states(encoder, ids_of(tok, version)) for version in versions]
    held_states = states(encoder, ids_of(tok, [texts[i] for i in held]))
    flat = [q for one in asked for q in one] + [f"{item['title']}。{item['answer']}"[:64] for item in items]
    flat_states = states(encoder, ids_of(tok, flat))
    at = np.cumsum([0, *map(len, asked)])
    known = [(range(at[i], at[i + 1]), at[-1] + i) for i in range(len(items))]
    heads = Heads({head: len(names) for head, names in labels.names.items()}, vectors(encoder, held_states))
    print(f'{len(train)} rows, {len(held)} held, {len(items)} items, {len(kept)} pieces, states in {time.time() - start:.0f} s', flush=True)

    def read(x, mask):
        """Products in 16 bits where the processor has them: twice as fast; the weights stay in 32."""
        with torch.autocast('cpu', dtype=torch.bfloat16):
            return encoder.upper(x, mask, 0.1).float()

    grown = [p for p in encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(fused=True, params=[{'params': grown, 'lr': given.rate, 'weight_decay': 0.01},
                                   {'params': heads.parameters(), 'lr': 1e-3, 'weight_decay': 0.0}])
    steps = given.epochs * -(-len(train) // given.size)
    down = lambda n: 1.0 if given.steady else max(0.02, 1 - n / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min((n + 1) / (0.06 * steps), down(n)))
    calm = torch.optim.swa_utils.AveragedModel(encoder, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(given.smooth)) if given.smooth else None
    step = 0
    for epoch in range(given.epochs):
        encoder.train()
        heads.train()
        losses = []
        lengths = [len(one) for one in lower[0]]
        for part in by_length(lengths, given.size, draw):
            chosen = draw.integers(0, len(lower), len(part))
            vector = read(*stacked([lower[v][i] for v, i in zip(chosen, part)]))
            loss = message_loss(vector, heads, labels, train[part])
            losses.append(loss.item())
            if given.pairs and step % given.pairs == 0:
                one, two = draw_pairs(known, draw)
                sides = [read(*stacked([flat_states[i] for i in side])) for side in (one, two)]
                loss = loss + pair_loss(*sides)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(grown, 1.0)
            optimiser.step()
            schedule.step()
            if calm:
                calm.update_parameters(encoder)
            step += 1
            if step % 100 == 0:
                print(f'  step {step} of {steps}, {time.time() - start:.0f} s', flush=True)
        best = calm.module if calm else encoder
        print(f'epoch {epoch + 1} {time.time() - start:.0f} s loss {np.mean(losses):.3f}', watch(best, heads, held_states, labels, held), flush=True)
        np.savez(given.out, kept=np.array(kept), **best.tensors())


if __name__ == '__main__':
    main()
