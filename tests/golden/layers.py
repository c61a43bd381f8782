"""Writes layers.json: values and gradients of the layers of lib/model in float64, from PyTorch's own modules. See README.md.

Parameter i of a layer, in the order in which `cases` lists them, is noise(shape, i) in the shape that this project has: dense weights are
[input, output] and those of convolutions [height, width, input, output]. Then come the inputs. The loss is the sum of the output times
noise(shape, 100). Of each result the file holds at most 24 evenly spaced values and the projection on noise(shape, 200).
"""
import json, math, pathlib, torch
import torch.nn.functional as F
from torch import nn
from diffusers.models.embeddings import get_timestep_embedding
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.attention import BasicTransformerBlock
from diffusers.models.transformers.transformer_2d import Transformer2DModel

torch.manual_seed(0)  # Nothing is drawn; every parameter is set.

def noise(shape, seed):
    state, values = (seed * 7919 + 12345) % 2**32, []
    for _ in range(math.prod(shape)):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**31 - 1)
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)

def first(x): return x.movedim(-1, 1)
def last(x): return x.movedim(1, -1)

def call(module, parameters, *inputs, **options):
    """Calls a module with these parameters in the place of its own, so that gradients reach them."""
    state = {name: p.T if p.dim() == 2 else p.permute(3, 2, 0, 1) if p.dim() == 4 else p for name, p in parameters.items()}
    assert set(state) == set(dict(module.named_parameters())), set(state) ^ set(dict(module.named_parameters()))
    out = torch.func.functional_call(module.double(), state, inputs, options)
    return out[0] if isinstance(out, tuple) else out.sample if hasattr(out, "sample") else out

def named(names, tensors): return dict(zip(names, tensors))

dense_names = lambda name: [f"{name}.weight", f"{name}.bias"]
norm_names = dense_names

def mha(x, context, tensors, heads):
    """PyTorch's MultiheadAttention, whose three projections stand in one matrix."""
    q, k, v, out, bias = tensors
    module = nn.MultiheadAttention(x.shape[-1], heads, bias=True, batch_first=True, kdim=context.shape[-1], vdim=context.shape[-1]).double()
    one = context.shape[-1] == x.shape[-1]
    state = {"in_proj_weight": torch.cat([q.T, k.T, v.T])} if one else {"q_proj_weight": q.T, "k_proj_weight": k.T, "v_proj_weight": v.T}
    state |= {"in_proj_bias": torch.zeros(3 * x.shape[-1]).double(), "out_proj.weight": out.T, "out_proj.bias": bias}
    return torch.func.functional_call(module, state, (x, context, context))[0]

def resnet(x, time, tensors, inputs, outputs):
    names = [*norm_names("norm1"), *dense_names("conv1"), *dense_names("time_emb_proj"), *norm_names("norm2"), *dense_names("conv2")]
    if inputs != outputs: names += dense_names("conv_shortcut")
    module = ResnetBlock2D(in_channels=inputs, out_channels=outputs, temb_channels=6, groups=4, eps=1e-5, skip_time_act=True)
    return last(call(module, named(names, tensors), first(x), time))

def basic_names(prefix):
    attention = lambda name: [f"{name}.to_q.weight", f"{name}.to_k.weight", f"{name}.to_v.weight", *dense_names(f"{name}.to_out.0")]
    return [prefix + name for name in [*norm_names("norm1"), *attention("attn1"), *norm_names("norm2"), *attention("attn2"),
            *norm_names("norm3"), *dense_names("ff.net.0.proj"), *dense_names("ff.net.2")]]

def spatial(x, context, tensors):
    names = [*norm_names("norm"), *dense_names("proj_in"), *basic_names("transformer_blocks.0."), *dense_names("proj_out")]
    module = Transformer2DModel(num_attention_heads=2, attention_head_dim=4, in_channels=8, norm_num_groups=4, cross_attention_dim=5, use_linear_projection=True)
    return last(call(module, named(names, tensors), first(x), encoder_hidden_states=context))

def geglu(x, tensors):
    w, b, u, d = tensors
    values, gates = (x @ w + b).chunk(2, -1)
    return (values * F.gelu(gates)) @ u + d

def rotated(x, positions, base=10_000.0):
    """Su et al. 2021, with neighbouring numbers as the pairs: each is a complex number that is turned by its angle."""
    half = x.shape[-1] // 2
    rates = base ** (-torch.arange(half).double() / half)
    turns = torch.polar(torch.ones(len(positions), half).double(), positions.double()[:, None] * rates)
    return torch.view_as_real(torch.view_as_complex(x.reshape(*x.shape[:-1], half, 2)) * turns).flatten(-2)

ids = torch.tensor([2, 0, 2, 5])
A = [(8, 8), (8, 8), (8, 8), (8, 8), (8,)]  # q, k, v, out of 8 channels
C = [(8, 8), (5, 8), (5, 8), (8, 8), (8,)]  # with a context of 5 channels
N = [(8,), (8,)]
R = lambda i, o: [(i,), (i,), (3, 3, i, o), (o,), (6, o), (o,), (o,), (o,), (3, 3, o, o), (o,)]
T = [*N, (8, 8), (8,), *N, *A, *N, *C, *N, (8, 64), (64,), (32, 8), (8,), (8, 8), (8,)]

cases = {
    "dense": ([(4, 3), (3,)], [(2, 5, 4)], lambda p, x: call(nn.Linear(4, 3), named(["weight", "bias"], p), x)),
    "dense without bias": ([(4, 3)], [(2, 4)], lambda p, x: call(nn.Linear(4, 3, bias=False), named(["weight"], p), x)),
    "conv": ([(3, 3, 3, 4), (4,)], [(2, 6, 5, 3)], lambda p, x: last(call(nn.Conv2d(3, 4, 3, padding=1), named(["weight", "bias"], p), first(x)))),
    "conv with stride 2": ([(3, 3, 3, 4), (4,)], [(2, 6, 8, 3)], lambda p, x: last(call(nn.Conv2d(3, 4, 3, stride=2, padding=1), named(["weight", "bias"], p), first(x)))),
    "conv of size 1": ([(1, 1, 3, 4), (4,)], [(2, 3, 2, 3)], lambda p, x: last(call(nn.Conv2d(3, 4, 1), named(["weight", "bias"], p), first(x)))),
    "groupNorm": (N, [(2, 3, 4, 8)], lambda p, x: last(call(nn.GroupNorm(4, 8), named(["weight", "bias"], p), first(x)))),
    "groupNorm and silu": (N, [(2, 3, 4, 8)], lambda p, x: F.silu(last(call(nn.GroupNorm(2, 8), named(["weight", "bias"], p), first(x))))),
    "layerNorm": (N, [(2, 5, 8)], lambda p, x: call(nn.LayerNorm(8), named(["weight", "bias"], p), x)),
    "silu": ([], [(3, 7)], lambda p, x: F.silu(3 * x)),
    "gelu": ([], [(3, 7)], lambda p, x: F.gelu(3 * x)),
    "embedding": ([(6, 3)], [], lambda p: F.embedding(ids, p[0])),
    "timeEmbedding": ([], [(5,)], lambda p, t: get_timestep_embedding(4 * (t + 1), 16, flip_sin_to_cos=True, downscale_freq_shift=0)),
    "self-attention, 1 head": (A, [(2, 6, 8)], lambda p, x: mha(x, x, p, 1)),
    "self-attention, 4 heads": (A, [(2, 6, 8)], lambda p, x: mha(x, x, p, 4)),
    "cross-attention": (C, [(2, 6, 8), (2, 3, 5)], lambda p, x, c: mha(x, c, p, 2)),
    "feedForward": ([(8, 64), (64,), (32, 8), (8,)], [(2, 5, 8)], lambda p, x: geglu(x, p)),
    "rotary": ([], [(2, 3, 5, 8)], lambda p, x: rotated(x, torch.arange(5))),
    "residualBlock": (R(8, 8), [(2, 4, 6, 8), (2, 6)], lambda p, x, t: resnet(x, t, p, 8, 8)),
    "residualBlock to other channels": ([*R(8, 12), (1, 1, 8, 12), (12,)], [(2, 4, 6, 8), (2, 6)], lambda p, x, t: resnet(x, t, p, 8, 12)),
    "transformer": (T, [(2, 3, 4, 8), (2, 3, 5)], lambda p, x, c: spatial(x, c, p)),
}

def summary(x):
    flat = x.detach().reshape(-1)
    count = min(24, flat.numel())
    picked = [flat[i * flat.numel() // count].item() for i in range(count)]
    return {"shape": list(x.shape), "values": picked, "projection": (flat * noise(flat.shape, 200)).sum().item()}

def record(parameters, inputs, f):
    tensors = [noise(shape, i).requires_grad_() for i, shape in enumerate([*parameters, *inputs])]
    output = f(tensors[: len(parameters)], *tensors[len(parameters) :])
    (output * noise(output.shape, 100)).sum().backward()
    return {"parameters": parameters, "inputs": inputs, "output": summary(output), "gradients": [summary(t.grad) for t in tensors]}

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({name: record(*case) for name, case in cases.items()}) + "\n")
