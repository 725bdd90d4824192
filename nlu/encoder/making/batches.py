"""Texts as tensors: ids, and the states below the layers that train, computed once and kept."""
import numpy as np
import torch

PAD = 1
END = 2
HEAD, TAIL = 128, 64


def shorten(ids):
    """A long message is read by its beginning and its end, as `nlu/encoder.ts` does."""
    return ids if len(ids) <= HEAD + TAIL else ids[:HEAD] + ids[-TAIL:]


def ids_of(tokenizer, texts):
    return [shorten(one.ids) for one in tokenizer.encode_batch(texts)]


def padded(ids):
    length = max(map(len, ids))
    table = np.full((len(ids), length), PAD, np.int64)
    mask = np.zeros((len(ids), length), np.float32)
    for i, one in enumerate(ids):
        table[i, :len(one)], mask[i, :len(one)] = one, 1
    return torch.from_numpy(table), torch.from_numpy(mask)


def states(encoder, ids, size=32):
    """Half-precision states of each text after the frozen layers."""
    result = [None] * len(ids)
    order = np.argsort([len(one) for one in ids])
    for start in range(0, len(order), size):
        part = order[start:start + size]
        table, mask = padded([ids[i] for i in part])
        for i, x in zip(part, encoder.lower(table, mask)):
            result[i] = x[:len(ids[i])].half()
    return result


def stacked(states):
    length = max(len(one) for one in states)
    x = torch.zeros(len(states), length, states[0].shape[1])
    mask = torch.zeros(len(states), length)
    for i, one in enumerate(states):
        x[i, :len(one)], mask[i, :len(one)] = one.float(), 1
    return x, mask


def by_length(lengths, size, draw):
    """Batches of about equal length in random order: padding is wasted time."""
    order = np.argsort(np.asarray(lengths) * draw.uniform(0.85, 1.15, len(lengths)))
    parts = [order[i:i + size] for i in range(0, len(order), size)]
    draw.shuffle(parts)
    return parts


@torch.no_grad()
def vectors(encoder, states, size=32):
    encoder.eval()
    result = np.zeros((len(states), states[0].shape[1]), np.float32)
    order = np.argsort([len(one) for one in states])
    for start in range(0, len(order), size):
        part = order[start:start + size]
        result[part] = encoder.upper(*stacked([states[i] for i in part])).numpy()
    return result
