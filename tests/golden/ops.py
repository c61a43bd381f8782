"""Writes ops.json: values and gradients of tensor operations in float64, channels last. See README.md.

Every input is noise(shape, index); the loss is the sum of the output times noise(shape, 100). Of each result the file
holds at most 24 evenly spaced values and the projection on noise(shape, 200), which every value moves.
"""
import json, math, pathlib, torch
import torch.nn.functional as F

def noise(shape, seed):
    state, values = (seed * 7919 + 12345) % 2**32, []
    for _ in range(math.prod(shape)):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**31 - 1)
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)

def first(x): return x.movedim(-1, 1).contiguous()
def last(x): return x.movedim(1, -1)

def conv(x, w, stride=1, pad=0, dilation=1, bias=None):
    """pad: one number, or [left, right, top, bottom]."""
    sides = [pad] * 4 if isinstance(pad, int) else pad
    return last(F.conv2d(F.pad(first(x), sides), w.permute(3, 2, 0, 1).contiguous(), bias, stride=stride, dilation=dilation))

def conv_transpose(x, w, stride, crop, size):
    """The gradient of a convolution of a picture of `size` (w is [height, width, out, in]) whose padding is `crop`."""
    full = F.conv_transpose2d(first(x), w.permute(3, 2, 0, 1).contiguous(), stride=stride)
    full = F.pad(full, [0, 8, 0, 8])
    return last(full[:, :, crop:crop + size[0], crop:crop + size[1]])

def depthwise(x, w, stride=1, pad=0):
    h, k, c, m = w.shape
    sides = [pad] * 4 if isinstance(pad, int) else pad
    return last(F.conv2d(F.pad(first(x), sides), w.permute(2, 3, 0, 1).reshape(c * m, 1, h, k), stride=stride, groups=c))

def pooled(kind, x, size, stride, pad=(0, 0, 0, 0)):
    if kind == "max":
        return last(F.max_pool2d(F.pad(first(x), pad, value=-math.inf), size, stride))
    sums = F.avg_pool2d(F.pad(first(x), pad), size, stride)
    return last(sums / F.avg_pool2d(F.pad(torch.ones_like(first(x)), pad), size, stride))

def group_norm(x, gamma, beta, groups, eps=1e-5): return last(F.group_norm(first(x), groups, gamma, beta, eps))

def steps(optimiser, count=3):
    """What an optimiser makes of x when the loss is the sum of x⁴ / 4 + x."""
    def run(x):
        p = x.detach().clone().requires_grad_()
        make = optimiser([p])
        for _ in range(count):
            make.zero_grad()
            (p**4 / 4 + p).sum().backward()
            make.step()
        return p.detach()
    return run

def rmsprop(x):
    """As TensorFlow has it: epsilon under the root."""
    square = torch.zeros_like(x)
    for _ in range(3):
        g = x**3 + 1
        square = 0.9 * square + 0.1 * g**2
        x = x - 0.01 * g / torch.sqrt(square + 1e-8)
    return x.detach()

def attention(q, k, v): return F.scaled_dot_product_attention(q, k, v)
def silu_norm(x, g, b, groups): return F.silu(group_norm(x, g, b, groups))
def up(x, n): return last(F.interpolate(first(x), scale_factor=n, mode="nearest"))
def dense(x, w, b=None): return x @ w if b is None else x @ w + b
def with_zero_rows(x, ids, count): return torch.zeros(count, *x.shape[1:], dtype=x.dtype).index_add(0, torch.tensor(ids), x)

cases = {
    # Convolutions
    "conv2d 3x3 same": ([(2, 5, 7, 3), (3, 3, 3, 4)], lambda x, w: conv(x, w, pad=1)),
    "conv2d 3x3 valid, many channels": ([(3, 6, 5, 9), (3, 3, 9, 17)], lambda x, w: conv(x, w)),
    "conv2d 3x3 same, a wide picture": ([(2, 9, 13, 8), (3, 3, 8, 16)], lambda x, w: conv(x, w, pad=1)),
    "conv2d 3x3 stride 2 same, even": ([(2, 8, 8, 3), (3, 3, 3, 5)], lambda x, w: conv(x, w, 2, [0, 1, 0, 1])),
    "conv2d 3x3 stride 2 same, odd": ([(2, 7, 9, 3), (3, 3, 3, 5)], lambda x, w: conv(x, w, 2, 1)),
    "conv2d 4x4 stride 2 pad 1": ([(2, 8, 6, 4), (4, 4, 4, 6)], lambda x, w: conv(x, w, 2, 1)),
    "conv2d 4x4 same": ([(2, 6, 5, 2), (4, 4, 2, 3)], lambda x, w: conv(x, w, 1, [1, 2, 1, 2])),
    "conv2d 1x1": ([(2, 4, 5, 6), (1, 1, 6, 7)], lambda x, w: conv(x, w)),
    "conv2d 1x1 stride 2": ([(2, 7, 6, 6), (1, 1, 6, 5)], lambda x, w: conv(x, w, 2)),
    "conv2d 5x5 same": ([(1, 6, 6, 2), (5, 5, 2, 3)], lambda x, w: conv(x, w, pad=2)),
    "conv2d 3x2 valid": ([(2, 6, 6, 2), (3, 2, 2, 3)], lambda x, w: conv(x, w)),
    "conv2d stride 2 pads 0 and 1": ([(2, 9, 7, 3), (3, 3, 3, 4)], lambda x, w: conv(x, w, 2, [0, 1, 0, 1])),
    "conv2d stride 3": ([(2, 10, 11, 3), (3, 3, 3, 4)], lambda x, w: conv(x, w, 3)),
    "conv2d dilation 2 same": ([(2, 8, 7, 3), (3, 3, 3, 4)], lambda x, w: conv(x, w, 1, 2, 2)),
    "conv2d dilation 2 valid": ([(2, 8, 7, 3), (3, 3, 3, 4)], lambda x, w: conv(x, w, 1, 0, 2)),
    "conv2d from 1 channel": ([(2, 6, 6, 1), (3, 3, 1, 8)], lambda x, w: conv(x, w, pad=1)),
    "conv2d to 1 channel": ([(2, 6, 6, 8), (3, 3, 8, 1)], lambda x, w: conv(x, w, pad=1)),
    "fused conv2d with bias and relu": ([(2, 5, 5, 3), (3, 3, 3, 4), (4,)], lambda x, w, b: F.relu(conv(x, w, pad=1, bias=b))),
    "conv2dTranspose 3x3": ([(2, 5, 4, 3), (3, 3, 2, 3)], lambda x, w: conv_transpose(x, w, 1, 1, (5, 4))),
    "conv2dTranspose 4x4 stride 2": ([(2, 4, 3, 5), (4, 4, 3, 5)], lambda x, w: conv_transpose(x, w, 2, 1, (8, 6))),
    "conv2dTranspose 3x3 stride 2": ([(2, 4, 5, 3), (3, 3, 4, 3)], lambda x, w: conv_transpose(x, w, 2, 0, (8, 10))),
    "depthwiseConv2d 3x3": ([(2, 6, 5, 4), (3, 3, 4, 1)], lambda x, w: depthwise(x, w, pad=1)),
    "depthwiseConv2d 3x3 stride 2, two filters a channel": ([(2, 7, 7, 3), (3, 3, 3, 2)], lambda x, w: depthwise(x, w, 2)),
    "separableConv2d": ([(2, 5, 6, 3), (3, 3, 3, 2), (1, 1, 6, 5)], lambda x, d, p: conv(depthwise(x, d, pad=1), p)),
    "conv1d": ([(2, 9, 3), (3, 3, 4)], lambda x, w: last(F.conv1d(F.pad(first(x), [1, 1]), w.permute(2, 1, 0).contiguous()))),
    "conv3d": ([(2, 4, 5, 3, 2), (2, 3, 2, 2, 3)], lambda x, w: last(F.conv3d(first(x), w.permute(4, 3, 0, 1, 2).contiguous()))),
    # Products
    "matMul": ([(5, 7), (7, 9)], lambda a, b: a @ b),
    "matMul, a transposed": ([(7, 5), (7, 9)], lambda a, b: a.T @ b),
    "matMul, b transposed": ([(5, 7), (9, 7)], lambda a, b: a @ b.T),
    "matMul, both transposed": ([(7, 5), (9, 7)], lambda a, b: a.T @ b.T),
    "matMul, odd and larger": ([(67, 33), (33, 29)], lambda a, b: a @ b),
    "matMul 3D": ([(3, 4, 5), (3, 5, 6)], lambda a, b: a @ b),
    "matMul 3D, b transposed": ([(3, 4, 5), (3, 6, 5)], lambda a, b: a @ b.mT),
    "matMul 3D, a transposed": ([(3, 5, 4), (3, 5, 6)], lambda a, b: a.mT @ b),
    "matMul 4D, both transposed": ([(2, 3, 5, 4), (2, 3, 6, 5)], lambda a, b: a.mT @ b.mT),
    "matMul 4D times 2D": ([(2, 3, 4, 5), (5, 6)], lambda a, b: a @ b),
    "matMul, one batch for all": ([(3, 4, 5), (1, 5, 6)], lambda a, b: a @ b),
    "matMul, one batch for all, b transposed": ([(1, 4, 5), (3, 6, 5)], lambda a, b: a @ b.mT),
    "matMul, batches that stretch each other": ([(2, 1, 4, 5), (1, 3, 5, 6)], lambda a, b: a @ b),
    "fused matMul with bias": ([(5, 7), (7, 9), (9,)], lambda a, b, c: a @ b + c),
    "fused matMul with bias, b transposed": ([(5, 7), (9, 7), (9,)], lambda a, b, c: a @ b.T + c),
    "fused matMul with bias, 3D": ([(3, 4, 5), (3, 5, 6), (6,)], lambda a, b, c: a @ b + c),
    "fused matMul with bias and relu, a transposed": ([(7, 5), (7, 9), (9,)], lambda a, b, c: F.relu(a.T @ b + c)),
    "dot": ([(9,), (9,)], lambda a, b: (a @ b).reshape(1)),
    "einsum ij,jk": ([(3, 4), (4, 5)], lambda a, b: torch.einsum("ij,jk->ik", a, b)),
    "einsum bhqd,bhkd": ([(2, 3, 4, 5), (2, 3, 6, 5)], lambda a, b: torch.einsum("bhqd,bhkd->bhqk", a, b)),
    "einsum bqhd,bkhd": ([(2, 4, 3, 5), (2, 6, 3, 5)], lambda a, b: torch.einsum("bqhd,bkhd->bhqk", a, b)),
    "einsum bhwc,cd": ([(2, 3, 4, 5), (5, 6)], lambda a, b: torch.einsum("bhwc,cd->bhwd", a, b)),
    "einsum i,j": ([(3,), (4,)], lambda a, b: torch.einsum("i,j->ij", a, b)),
    "einsum ij to ji": ([(3, 4)], lambda a: a.T),
    "einsum ijk to j": ([(3, 4, 2)], lambda a: a.sum((0, 2))),
    # Rows
    "gather": ([(6, 5)], lambda x: x[torch.tensor([0, 5, 2, 2, 2])]),
    "gather along axis 1": ([(3, 6, 2)], lambda x: x[:, torch.tensor([1, 1, 4])]),
    "gather by a matrix": ([(7, 3)], lambda x: x[torch.tensor([[0, 1], [6, 1], [3, 3]])]),
    "unsortedSegmentSum": ([(6, 3)], lambda x: with_zero_rows(x, [2, 0, 2, 4, 0, 2], 5)),
    "unsortedSegmentSum of a vector": ([(6,)], lambda x: with_zero_rows(x, [1, 1, 0, 3, 3, 3], 4)),
    "oneHot times a table": ([(4, 5)], lambda w: w[torch.tensor([3, 0, 3])]),
    # Pictures
    "resizeNearestNeighbor x2": ([(3, 4, 5, 3)], lambda x: up(x, 2)),
    "resizeNearestNeighbor x3": ([(2, 2, 3, 2)], lambda x: up(x, 3)),
    "resizeBilinear x2": ([(2, 4, 3, 2)], lambda x: last(F.interpolate(first(x), scale_factor=2, mode="bilinear", align_corners=True))),
    "maxPool 2": ([(2, 6, 4, 3)], lambda x: pooled("max", x, 2, 2)),
    "maxPool of negative values": ([(2, 6, 4, 3)], lambda x: pooled("max", x - 2, 2, 2)),
    "maxPool 3 stride 1 same, overlapping": ([(2, 5, 6, 3)], lambda x: pooled("max", x - 0.5, 3, 1, (1, 1, 1, 1))),
    "maxPool 3 stride 2 valid": ([(2, 7, 7, 2)], lambda x: pooled("max", x, 3, 2)),
    "avgPool 2": ([(2, 6, 4, 3)], lambda x: pooled("avg", x, 2, 2)),
    "avgPool 3 stride 1 same, overlapping": ([(2, 5, 6, 3)], lambda x: pooled("avg", x, 3, 1, (1, 1, 1, 1))),
    "avgPool 3 stride 2 same": ([(2, 8, 6, 2)], lambda x: pooled("avg", x, 3, 2, (0, 1, 0, 1))),
    "mean of each channel": ([(3, 4, 5, 6)], lambda x: x.mean((1, 2))),
    # Norms
    "group norm": ([(2, 4, 3, 8), (8,), (8,)], lambda x, g, b: group_norm(x, g, b, 4)),
    "layer norm": ([(3, 5, 6), (6,), (6,)], lambda x, g, b: F.layer_norm(x, (6,), g, b)),
    "batchNorm": ([(2, 3, 3, 4), (4,), (4,)], lambda x, g, b: last(F.batch_norm(first(x), torch.full((4,), 0.1).double(), torch.full((4,), 0.7).double(), g, b, eps=1e-3))),
    "norm": ([(3, 5)], lambda x: x.norm(dim=1)),
    "moments": ([(3, 5, 2)], lambda x: x.var((0, 1), unbiased=False)),
    # Softmax and losses
    "softmax": ([(4, 7)], lambda x: torch.softmax(3 * x, -1)),
    "softmax 4D": ([(2, 3, 4, 5)], lambda x: torch.softmax(x, -1)),
    "logSoftmax": ([(4, 7)], lambda x: torch.log_softmax(x, -1)),
    "logSumExp": ([(4, 7)], lambda x: torch.logsumexp(x, 1)),
    "mean squared error": ([(4, 3), (4, 3)], lambda a, b: F.mse_loss(b, a).reshape(1)),
    "absolute difference": ([(4, 3), (4, 3)], lambda a, b: F.l1_loss(b, a).reshape(1)),
    "huber loss": ([(4, 3), (4, 3)], lambda a, b: F.huber_loss(2 * b, 2 * a).reshape(1)),
    "sigmoid cross entropy": ([(4, 3)], lambda x: F.binary_cross_entropy_with_logits(x, (torch.arange(12) % 2).double().reshape(4, 3)).reshape(1)),
    "softmax cross entropy": ([(4, 3)], lambda x: F.cross_entropy(x, torch.tensor([0, 2, 1, 1])).reshape(1)),
    # Parts
    "concat of channels": ([(2, 3, 3, 4), (2, 3, 3, 5)], lambda a, b: torch.cat([a, b], -1)),
    "concat of rows": ([(2, 3), (4, 3)], lambda a, b: torch.cat([a, b], 0)),
    "slice": ([(4, 5, 6)], lambda x: x[1:3, 2:, :4]),
    "stridedSlice": ([(7, 6)], lambda x: x[1:6:2, ::3]),
    "split": ([(3, 4, 6)], lambda x: (lambda a, b, c: a * b - c)(*x.split(2, -1))),
    "stack": ([(3, 4), (3, 4)], lambda a, b: torch.stack([a, b], 1)),
    "unstack": ([(3, 4)], lambda x: x[0] * x[2] + x[1]),
    "pad": ([(2, 3, 4)], lambda x: F.pad(x, [2, 1, 1, 0], value=0.5)),
    "mirrorPad reflect": ([(2, 4, 5, 2)], lambda x: last(F.pad(first(x), [2, 1, 1, 2], mode="reflect"))),
    "transpose 4D": ([(2, 3, 4, 5)], lambda x: x.permute(0, 3, 1, 2)),
    "transpose 5D": ([(2, 3, 2, 4, 2)], lambda x: x.permute(0, 3, 1, 4, 2)),
    "reshape": ([(2, 3, 4)], lambda x: x.reshape(4, 6)),
    "tile": ([(2, 3)], lambda x: x.repeat(2, 3)),
    "reverse": ([(3, 4)], lambda x: x.flip(1)),
    "batchToSpace and back": ([(1, 4, 4, 3)], lambda x: x * x),
    # Reductions
    "sum": ([(3, 4, 5)], lambda x: x.sum(1)),
    "sum of all": ([(3, 4, 5)], lambda x: x.sum().reshape(1)),
    "mean": ([(3, 4, 5)], lambda x: x.mean((0, 2), keepdim=True)),
    "max": ([(3, 4, 5)], lambda x: x.amax(2)),
    "min": ([(3, 4, 5)], lambda x: x.amin((0, 1))),
    "prod": ([(3, 4)], lambda x: x.prod(1)),
    "cumsum": ([(3, 6)], lambda x: x.cumsum(1)),
    "cumsum exclusive, reversed": ([(3, 6)], lambda x: x.flip(1).cumsum(1).flip(1) - x),
    # One value at a time
    "silu": ([(4, 5)], lambda x: F.silu(3 * x)),
    "gelu with tanh": ([(4, 5)], lambda x: F.gelu(3 * x, approximate="tanh")),
    "gelu with erf": ([(4, 5)], lambda x: F.gelu(3 * x)),
    "relu": ([(4, 5)], F.relu),
    "leakyRelu": ([(4, 5)], lambda x: F.leaky_relu(x, 0.2)),
    "elu": ([(4, 5)], F.elu),
    "softplus": ([(4, 5)], lambda x: F.softplus(3 * x)),
    "sigmoid": ([(4, 5)], lambda x: torch.sigmoid(4 * x)),
    "tanh": ([(4, 5)], lambda x: torch.tanh(2 * x)),
    "exp": ([(4, 5)], torch.exp),
    "log": ([(4, 5)], lambda x: torch.log(x * x + 0.5)),
    "sqrt": ([(4, 5)], lambda x: torch.sqrt(x * x + 0.5)),
    "rsqrt": ([(4, 5)], lambda x: torch.rsqrt(x * x + 0.5)),
    "pow": ([(4, 5), (4, 5)], lambda x, y: torch.pow(x * x + 0.5, y)),
    "sin and cos": ([(4, 5)], lambda x: torch.sin(9 * x) + torch.cos(5 * x)),
    "erf": ([(4, 5)], lambda x: torch.erf(2 * x)),
    "abs": ([(4, 5)], torch.abs),
    "clipByValue": ([(4, 5)], lambda x: x.clamp(-0.4, 0.6)),
    "where, by the values themselves": ([(4, 5)], lambda x: torch.where(x > 0.1, 2 * x, x * x)),
    "where, stretched": ([(4, 5), (5,)], lambda x, y: torch.where(x > y, x, y * y)),
    "maximum": ([(4, 5), (5,)], torch.maximum),
    "minimum": ([(4, 5), (4, 1)], torch.minimum),
    "add, stretched": ([(2, 3, 4), (3, 1)], lambda a, b: a + b),
    "mul, stretched": ([(2, 1, 4), (3, 1)], lambda a, b: a * b),
    "sub, stretched": ([(4,), (2, 3, 4)], lambda a, b: a - b),
    "div, stretched": ([(2, 3, 4), (4,)], lambda a, b: a / (b * b + 1)),
    "squaredDifference": ([(2, 3), (3,)], lambda a, b: (a - b)**2),
    # Fused operations
    "groupNormSilu": ([(2, 4, 3, 8), (8,), (8,)], lambda x, g, b: silu_norm(x, g, b, 4)),
    "groupNormSilu, 12 channels in 2 groups": ([(3, 5, 5, 12), (12,), (12,)], lambda x, g, b: silu_norm(x, g, b, 2)),
    "groupNormSilu, groups of 3 channels": ([(2, 3, 5, 9), (9,), (9,)], lambda x, g, b: silu_norm(x, g, b, 3)),
    "groupNormSilu far from zero": ([(2, 4, 4, 8), (8,), (8,)], lambda x, g, b: silu_norm(x + 30, g, b, 2)),
    "groupNormSilu without SiLU": ([(2, 4, 3, 8), (8,), (8,)], lambda x, g, b: group_norm(x, g, b, 2)),
    "groupNormSilu of tokens": ([(2, 7, 8), (8,), (8,)], lambda x, g, b: silu_norm(x, g, b, 4)),
    "conv2dBias 3x3": ([(2, 5, 6, 3), (3, 3, 3, 4), (4,)], lambda x, w, b: conv(x, w, 1, 1, 1, b)),
    "conv2dBias 3x3, 12 to 20 channels": ([(2, 7, 5, 12), (3, 3, 12, 20), (20,)], lambda x, w, b: conv(x, w, 1, 1, 1, b)),
    "conv2dBias stride 2": ([(2, 8, 6, 3), (3, 3, 3, 4), (4,)], lambda x, w, b: conv(x, w, 2, 1, 1, b)),
    "conv2dBias 1x1": ([(2, 5, 6, 3), (1, 1, 3, 4), (4,)], lambda x, w, b: conv(x, w, bias=b)),
    "attention": ([(2, 3, 5, 4), (2, 3, 7, 4), (2, 3, 7, 6)], attention),
    "attention, one head": ([(2, 9, 8), (2, 9, 8), (2, 9, 8)], attention),
    "upsample2x": ([(2, 3, 4, 5)], lambda x: up(x, 2)),
}

# Results without gradients: what three steps of an optimiser make of x.
updates = {
    "sgd": ([(7,)], steps(lambda p: torch.optim.SGD(p, 0.1))),
    "momentum": ([(7,)], steps(lambda p: torch.optim.SGD(p, 0.1, momentum=0.9))),
    "nesterov": ([(7,)], steps(lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True))),
    "adam": ([(7,)], steps(lambda p: torch.optim.Adam(p, 0.01, eps=1e-7))),
    "adamax": ([(7,)], steps(lambda p: torch.optim.Adamax(p, 0.01, eps=1e-7))),
    "adagrad": ([(7,)], steps(lambda p: torch.optim.Adagrad(p, 0.1, initial_accumulator_value=0.1, eps=1e-7))),
    "rmsprop": ([(7,)], rmsprop),
    "adamStep": ([(21,)], steps(lambda p: torch.optim.Adam(p, 0.01))),
    "adamStep with decay": ([(5, 3)], steps(lambda p: torch.optim.AdamW(p, 0.01, weight_decay=0.1), 4)),
}

def summary(x):
    flat = x.detach().reshape(-1)
    count = min(24, flat.numel())
    picked = [flat[i * flat.numel() // count].item() for i in range(count)]
    return {"shape": list(x.shape), "values": [float(f"{v:.8g}") for v in picked], "projection": float(f"{(flat * noise(flat.shape, 200)).sum().item():.9g}")}

def record(shapes, f, gradients=True):
    inputs = [noise(shape, i).requires_grad_() for i, shape in enumerate(shapes)]
    out = f(*inputs)
    if not gradients:
        return {"shapes": shapes, "output": summary(out)}
    grads = torch.autograd.grad((out * noise(out.shape, 100)).sum(), inputs)
    return {"shapes": shapes, "output": summary(out), "gradients": [summary(g) for g in grads]}

golden = {
    "cases": {name: record(*case) for name, case in cases.items()},
    "updates": {name: record(*case, gradients=False) for name, case in updates.items()},
}
(pathlib.Path(__file__).parent / "ops.json").write_text(json.dumps(golden))
