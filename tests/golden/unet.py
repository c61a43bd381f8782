"""Writes unet.json: a small UNet2DConditionModel of diffusers, built as Stable Diffusion's, in float64. See README.md.

Parameters have the names and shapes of lib/model. The i-th by name is noise(shape, i) over the root of its inputs, a norm's scale 1 more
than a tenth of noise(shape, i), a bias a tenth of it.
"""
import json, math, pathlib, re, torch
from diffusers import UNet2DConditionModel

def noise(shape, seed):
    state, values = (seed * 7919 + 12345) % 2**32, []
    for _ in range(math.prod(shape)):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**31 - 1)
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)

renamed = [
    (r"time_embedding\.linear_", "time.dense"), (r"conv_in", "input"), (r"conv_norm_out", "norm"), (r"conv_out", "output"),
    (r"(down|up)_blocks\.(\d)\.resnets\.(\d)", r"\1.\2.blocks.\3.residual"),
    (r"(down|up)_blocks\.(\d)\.attentions\.(\d)", r"\1.\2.blocks.\3.transformer"),
    (r"(down|up)_blocks\.(\d)\.(down|up)samplers\.0\.conv", r"\1.\2.\3sample"),
    (r"mid_block\.resnets\.0", "middle.block1"), (r"mid_block\.resnets\.1", "middle.block2"), (r"mid_block\.attentions\.0", "middle.transformer"),
    (r"time_emb_proj", "time"), (r"conv_shortcut", "skip"), (r"proj_in", "input"), (r"proj_out", "output"), (r"transformer_blocks", "layers"),
    (r"attn1", "self"), (r"attn2", "cross"), (r"to_out\.0", "out"), (r"to_(q|k|v)", r"\1"),
    (r"ff\.net\.0\.proj", "feedForward.input"), (r"ff\.net\.2", "feedForward.output"),
    (r"(norm\d?)\.weight", r"\1.gamma"), (r"(norm\d?)\.bias", r"\1.beta"),
]

def our_name(name):
    for pattern, with_ in renamed:
        name = re.sub(pattern, with_, name)
    return name

def here(p):
    return p.T if p.dim() == 2 else p.permute(2, 3, 1, 0) if p.dim() == 4 else p

def there(p):
    return p.T if p.dim() == 2 else p.permute(3, 2, 0, 1) if p.dim() == 4 else p

model = UNet2DConditionModel(
    sample_size=8, in_channels=4, out_channels=4, block_out_channels=(8, 16, 16), layers_per_block=2, attention_head_dim=2, cross_attention_dim=6,
    norm_num_groups=4, use_linear_projection=True, down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
    up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
).double()
names = {our_name(name): (name, list(here(p).shape)) for name, p in model.named_parameters()}

def draw(index, name, shape):
    values = noise(shape, index)
    if name.endswith("gamma"): return 1 + values / 10
    return values / 10 if len(shape) == 1 else values / math.sqrt(math.prod(shape[:-1]))

drawn = {theirs: there(draw(i, name, shape)) for i, (name, (theirs, shape)) in enumerate(sorted(names.items()))}
x = noise((2, 8, 8, 4), 1000).requires_grad_()
states = noise((2, 3, 6), 1001)
t = torch.tensor([7.0, 500.0]).double()
out = torch.func.functional_call(model, drawn, (x.movedim(-1, 1), t), {"encoder_hidden_states": states}).sample.movedim(1, -1)
(out * noise(out.shape, 100)).sum().backward()
path = pathlib.Path(__file__).with_suffix(".json")
flat = lambda tensor: tensor.detach().reshape(-1).tolist()
path.write_text(json.dumps({"names": sorted(names), "t": t.tolist(), "output": flat(out), "gradient": flat(x.grad)}) + "\n")
