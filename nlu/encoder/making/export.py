"""Writes the folder `@xenova/transformers` loads: three int8 ONNX files, tokenizer, configuration.

`words` turns ids into the states below the first layer, which no training moves; `labels` (trained) and `likeness`
(weights between the base model's and the trained ones) each turn those into the mean of their last states. The graphs are written by hand (opset
13, IR 8, which the runtime inside that package reads), for one text a run: nothing is padded, so nothing is masked.
`reduce_range` keeps 8-bit products from saturating on processors without VNNI.
"""
import argparse
import json
import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

import package as packages
from batches import HEAD, TAIL
from vocab import MARK, SPECIAL, tokenizer

LAYERS, HEADS, HIDDEN, INNER = 12, 12, 384, 1536
POSITIONS = HEAD + TAIL
EPSILON = 1e-12
# How much of what training moved the network for comparing takes over: see EXPERIMENTS.md.
LENT = 0.3
STATES = ('states', TensorProto.FLOAT, [1, 'length', HIDDEN])


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], {}

    def constant(self, name, value):
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def number(self, value):
        return self.constant(f'number {value}', np.array(value, np.float32))

    def shape(self, *values):
        return self.constant(f'shape {values}', np.array(values, np.int64))

    def op(self, kind, *inputs, out=None, **attributes):
        out = out or f'{kind}_{len(self.nodes)}'
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=out, **attributes))
        return out

    def norm(self, x, weight, bias):
        centred = self.op('Sub', x, self.op('ReduceMean', x, axes=[-1]))
        spread = self.op('ReduceMean', self.op('Mul', centred, centred), axes=[-1])
        root = self.op('Sqrt', self.op('Add', spread, self.number(EPSILON)))
        return self.op('Add', self.op('Mul', self.op('Div', centred, root), weight), bias)


def sealed(graph, name, given, out):
    """`given` and `out`: name, type and shape of the one input and the one output."""
    inputs, outputs = ([helper.make_tensor_value_info(*one)] for one in (given, out))
    body = helper.make_graph(graph.nodes, name, inputs, outputs, list(graph.constants.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid('', 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def words(tensors):
    """`input_ids` [1, length] to `states` [1, length, HIDDEN]; a text is of one kind, so its row is added to the places."""
    graph = Graph()
    length = graph.op('Gather', graph.op('Shape', 'input_ids'), graph.shape(1))
    placed = graph.constant('places', tensors['emb.pos'][:POSITIONS] + tensors['emb.type'][0])
    place = graph.op('Slice', placed, graph.shape(0), length, graph.shape(0))
    word = graph.op('Gather', graph.constant('emb.word', tensors['emb.word']), 'input_ids')
    own = [graph.constant(f'emb.ln.{part}', tensors[f'emb.ln.{part}']) for part in 'wb']
    graph.op('Identity', graph.norm(graph.op('Add', word, place), *own), out='states')
    return sealed(graph, 'words', ('input_ids', TensorProto.INT64, [1, 'length']), STATES)


def layers(tensors, name):
    """`states` [1, length, HIDDEN] to `sentence_embedding` [1, HIDDEN]."""
    graph = Graph()
    op, number, shape = graph.op, graph.number, graph.shape
    own = lambda name: graph.constant(name, tensors[name])
    turned = lambda name: graph.constant(name, tensors[name].T)
    linear = lambda x, name: op('Add', op('MatMul', x, turned(f'{name}.w')), own(f'{name}.b'))
    normed = lambda x, name: graph.norm(x, own(f'{name}.w'), own(f'{name}.b'))

    x = 'states'
    for i in range(LAYERS):
        at = f'l{i}'
        split = lambda name: op('Reshape', linear(x, f'{at}.{name}'), shape(0, 0, HEADS, HIDDEN // HEADS))
        q, v = (op('Transpose', split(name), perm=[0, 2, 1, 3]) for name in 'qv')
        k = op('Transpose', split('k'), perm=[0, 2, 3, 1])
        scores = op('Div', op('MatMul', q, k), number(math.sqrt(HIDDEN / HEADS)))
        mixed = op('Transpose', op('MatMul', op('Softmax', scores, axis=3), v), perm=[0, 2, 1, 3])
        x = normed(op('Add', linear(op('Reshape', mixed, shape(0, 0, HIDDEN)), f'{at}.ao'), x), f'{at}.aln')
        y = linear(x, f'{at}.fi')
        half = op('Mul', op('Add', op('Erf', op('Div', y, number(math.sqrt(2)))), number(1)), number(0.5))
        x = normed(op('Add', linear(op('Mul', y, half), f'{at}.fo'), x), f'{at}.oln')
    op('ReduceMean', x, axes=[1], keepdims=0, out='sentence_embedding')
    return sealed(graph, name, STATES, ('sentence_embedding', TensorProto.FLOAT, [1, HIDDEN]))


def tokenizer_file(pieces, scores):
    """One file for both worlds: JavaScript applies its own NFKC under `Precompiled`."""
    card = json.loads(tokenizer(pieces, scores).to_str())
    card['normalizer'] = {'type': 'Sequence', 'normalizers': [
        {'type': 'Precompiled', 'precompiled_charsmap': ''},
        {'type': 'Replace', 'pattern': {'Regex': ' {2,}'}, 'content': ' '}]}
    card['pre_tokenizer'] = {'type': 'Metaspace', 'replacement': MARK, 'add_prefix_space': True, 'prepend_scheme': 'always'}
    card['decoder'] = dict(card['pre_tokenizer'])
    card['added_tokens'] = [
        {'id': i, 'content': piece, 'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': True}
        for i, piece in enumerate(pieces) if piece in SPECIAL]
    card['model']['vocab'] = [[piece, round(float(score), 4)] for piece, score in zip(pieces, scores)]
    return card


def configurations(words):
    return {
        'config.json': {
            'model_type': 'bert', 'architectures': ['BertModel'], 'hidden_size': HIDDEN, 'num_hidden_layers': LAYERS,
            'num_attention_heads': HEADS, 'intermediate_size': INNER, 'hidden_act': 'gelu', 'layer_norm_eps': EPSILON,
            'max_position_embeddings': POSITIONS, 'type_vocab_size': 2, 'vocab_size': words, 'pad_token_id': 1},
        'tokenizer_config.json': {
            'tokenizer_class': 'XLMRobertaTokenizer', 'bos_token': '<s>', 'eos_token': '</s>', 'cls_token': '<s>',
            'sep_token': '</s>', 'pad_token': '<pad>', 'unk_token': '<unk>', 'model_max_length': POSITIONS},
    }


def write(folder, package, kept, graphs, work):
    """`graphs`: name to float model. Those stay in `work`."""
    folder, work = Path(folder), Path(work)
    (folder / 'onnx').mkdir(parents=True, exist_ok=True)
    for name, graph in graphs.items():
        onnx.save(graph, work / f'{name}.onnx')
        quantize_dynamic(
            work / f'{name}.onnx', folder / 'onnx' / f'{name}_quantized.onnx', weight_type=QuantType.QInt8, per_channel=True,
            reduce_range=True, op_types_to_quantize=['MatMul', 'Gather'], extra_options={'MatMulConstBOnly': True})
    pieces, scores = [package.pieces[i] for i in kept], package.scores[kept]
    files = {'tokenizer.json': tokenizer_file(pieces, scores), **configurations(len(kept))}
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, separators=(',', ':')) + '\n', 'utf8')


FIXED = (
    '小区停水三天了没人管', '我要举报村书记收钱办事', '孩子上学在哪报名', '有人打架快来', '公积金怎么提取', '你好', '暖气不热，打了五次电话都说在路上',
    '老板拖欠我们十二个人的工资，从去年十月到现在一分没给，电话也不接了', '超市卖过期牛奶', '请公开某某路改造工程的招标文件', '楼下烧烤店油烟太大',
    '草场被占了', '蒙速办登录不上', '高铁站打车不打表', '法院判了他就是不执行，你们能不能催催法官',
)
LEAST = 0.98


def check(folder, work, package, kept):
    """Cosine of the 8-bit files to the float ones over FIXED: mean and least. Raises where a mean is under LEAST."""
    tok = tokenizer([package.pieces[i] for i in kept], package.scores[kept])
    opened = lambda path: onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])
    for network in ('labels', 'likeness'):
        ways = [[opened(Path(work) / f'{name}.onnx') for name in ('words', network)],
                [opened(Path(folder) / 'onnx' / f'{name}_quantized.onnx') for name in ('words', network)]]
        cosines = []
        for text in FIXED:
            ids = np.array([tok.encode(text).ids], np.int64)
            one, two = (below.run(None, {'input_ids': ids}) for below, _ in ways)
            one, two = (above.run(None, {'states': x[0]})[0][0] for (_, above), x in zip(ways, (one, two)))
            cosines.append(float(one @ two / np.linalg.norm(one) / np.linalg.norm(two)))
        print(f'{network}, 8-bit against float: cosine mean {np.mean(cosines):.4f}, least {min(cosines):.4f}', flush=True)
        if np.mean(cosines) < LEAST:
            raise ValueError(f'{network}: the 8-bit file strays from the float one')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--package', required=True)
    parser.add_argument('--weights', required=True, help='what train.py wrote')
    parser.add_argument('--work', required=True, help='where the float model may lie')
    parser.add_argument('--out', required=True)
    given = parser.parse_args()
    found = dict(np.load(given.weights))
    kept = found.pop('kept')
    package = packages.read(given.package)
    base = {**package.tensors, 'emb.word': package.tensors['emb.word'][kept]}
    if any(not np.array_equal(found[name], base[name]) for name in base if name.startswith('emb.')):
        raise ValueError('training moved what both networks share')
    between = {name: (1 - LENT) * base[name] + LENT * found[name] for name in base}
    graphs = {'words': words(base), 'labels': layers(found, 'labels'), 'likeness': layers(between, 'likeness')}
    write(given.out, package, kept, graphs, given.work)
    check(given.out, given.work, package, kept)


if __name__ == '__main__':
    main()
