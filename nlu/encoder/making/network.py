"""The encoder: BERT with layer norm after each sum, mean pooling over all tokens."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

EPSILON = 1e-12


class Layer(nn.Module):
    def __init__(self, hidden, heads, inner):
        super().__init__()
        self.heads = heads
        self.qkv, self.ao = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.fi, self.fo = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, EPSILON), nn.LayerNorm(hidden, EPSILON)

    def forward(self, x, bias, rate):
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).reshape(batch, length, hidden)
        x = self.aln(x + F.dropout(self.ao(mixed), rate, self.training))
        return self.oln(x + F.dropout(self.fo(F.gelu(self.fi(x))), rate, self.training))


class Encoder(nn.Module):
    """`lower` ends where training begins: the word table and the first `frozen` layers keep the base's weights."""

    def __init__(self, package, kept, frozen):
        super().__init__()
        tensors = {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in package.tensors.items()}
        hidden, inner = package.hidden, tensors['l0.fi.b'].numel()
        self.word = nn.Parameter(tensors['emb.word'][torch.as_tensor(kept)], requires_grad=False)
        self.pos = nn.Parameter(tensors['emb.pos'], requires_grad=False)
        self.kind = nn.Parameter(tensors['emb.type'], requires_grad=False)
        self.norm = nn.LayerNorm(hidden, EPSILON)
        self.norm.weight.data, self.norm.bias.data = tensors['emb.ln.w'], tensors['emb.ln.b']
        self.norm.requires_grad_(False)
        self.layers = nn.ModuleList(Layer(hidden, package.heads, inner) for _ in range(package.layers))
        for i, layer in enumerate(self.layers):
            part = lambda name: tensors[f'l{i}.{name}']
            layer.qkv.weight.data = torch.cat([part(f'{n}.w') for n in 'qkv'])
            layer.qkv.bias.data = torch.cat([part(f'{n}.b') for n in 'qkv'])
            for own, name in ((layer.ao, 'ao'), (layer.fi, 'fi'), (layer.fo, 'fo'), (layer.aln, 'aln'), (layer.oln, 'oln')):
                own.weight.data, own.bias.data = part(f'{name}.w'), part(f'{name}.b')
            layer.requires_grad_(i >= frozen)
        self.frozen = frozen

    @torch.no_grad()
    def lower(self, ids, mask):
        x = self.norm(self.word[ids] + self.pos[:ids.shape[1]] + self.kind[0])
        for layer in self.layers[:self.frozen]:
            x = layer(x, _bias(mask), 0)
        return x

    def upper(self, x, mask, rate=0.0):
        for layer in self.layers[self.frozen:]:
            x = layer(x, _bias(mask), rate)
        return pool(x, mask)

    def tensors(self):
        """The weights under the names of the package, as float32 arrays."""
        result = {'emb.word': self.word, 'emb.pos': self.pos, 'emb.type': self.kind,
                  'emb.ln.w': self.norm.weight, 'emb.ln.b': self.norm.bias}
        for i, layer in enumerate(self.layers):
            for n, weight, bias in zip('qkv', layer.qkv.weight.chunk(3), layer.qkv.bias.chunk(3)):
                result[f'l{i}.{n}.w'], result[f'l{i}.{n}.b'] = weight, bias
            for own, name in ((layer.ao, 'ao'), (layer.fi, 'fi'), (layer.fo, 'fo'), (layer.aln, 'aln'), (layer.oln, 'oln')):
                result[f'l{i}.{name}.w'], result[f'l{i}.{name}.b'] = own.weight, own.bias
        return {name: value.detach().numpy() for name, value in result.items()}


def _bias(mask):
    return (1 - mask[:, None, None, :]) * -1e4


def pool(x, mask):
    return (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
