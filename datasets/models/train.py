"""Trains a shipped model in PyTorch, from the same configuration, first weights and pictures as `noisebook train`, which takes
some six times as long on a processor. `prepare.ts` writes what it starts from, `ship.ts` takes what it leaves:

    node dist/datasets/models/prepare.js shapes16 FOLDER
    python datasets/models/train.py datasets/models/shapes16/config.json FOLDER   # twice goes on where it was stopped
    node dist/datasets/models/ship.js shapes16 FOLDER
"""
import json, math, signal, sys, time
from pathlib import Path
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

config = json.loads(Path(sys.argv[1]).read_text())
folder = Path(sys.argv[2])
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(config["seed"])
stop = []
signal.signal(signal.SIGINT, lambda *_: stop.append(True))
kind, sizes = config["model"]["kind"], json.loads((folder / "model.json").read_text())
data = {name: tensor.to(device) for name, tensor in load_file(folder / "data.safetensors").items()}
# Bytes, or numbers of which nothing more is to be made.
images = data["images"].permute(0, 3, 1, 2).contiguous()
images = images.float() / 127.5 - 1 if images.dtype == torch.uint8 else images


def to_torch(tensor):
    """Filters are [height, width, channel, output] in the library."""
    return tensor.permute(3, 2, 0, 1).contiguous() if tensor.dim() == 4 else tensor.contiguous()


def to_library(tensor):
    return (tensor.permute(2, 3, 1, 0) if tensor.dim() == 4 else tensor).detach().cpu().contiguous()


def load(path):
    return {name: to_torch(tensor).to(device) for name, tensor in load_file(path).items()}


p = {name: tensor.requires_grad_() for name, tensor in load(folder / "start.safetensors").items()}


def dense(name, x):
    h = x @ p[f"{name}.weight"]
    return h + p[f"{name}.bias"] if f"{name}.bias" in p else h


def conv(name, x, stride=1):
    weight = p[f"{name}.weight"]
    return F.conv2d(x, weight, p[f"{name}.bias"], stride=stride, padding=(weight.shape[2] - 1) // 2)


def group_norm(name, x, groups, epsilon):
    return F.group_norm(x, groups, p[f"{name}.gamma"], p[f"{name}.beta"], epsilon)


def layer_norm(name, x):
    return F.layer_norm(x, x.shape[-1:], p[f"{name}.gamma"], p[f"{name}.beta"], 1e-5)


def attention(name, x, context, heads, causal=False):
    split = lambda h: h.unflatten(2, (heads, -1)).transpose(1, 2)
    q, k, v = split(dense(f"{name}.q", x)), split(dense(f"{name}.k", context)), split(dense(f"{name}.v", context))
    h = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
    return dense(f"{name}.out", h.transpose(1, 2).flatten(2))


def residual_block(name, x, groups, time_features=None, epsilon=1e-5):
    h = conv(f"{name}.conv1", F.silu(group_norm(f"{name}.norm1", x, groups, epsilon)))
    if time_features is not None:
        h = h + dense(f"{name}.time", time_features)[:, :, None, None]
    h = conv(f"{name}.conv2", F.silu(group_norm(f"{name}.norm2", h, groups, epsilon)))
    return h + (conv(f"{name}.skip", x) if f"{name}.skip.weight" in p else x)


def transformer_layer(name, x, heads, context=None):
    h = layer_norm(f"{name}.norm1", x)
    x = x + attention(f"{name}.self", h, h, heads)
    if context is not None:
        x = x + attention(f"{name}.cross", layer_norm(f"{name}.norm2", x), context, heads)
    if f"{name}.norm3.gamma" in p:
        values, gates = dense(f"{name}.feedForward.input", layer_norm(f"{name}.norm3", x)).chunk(2, -1)
        x = x + dense(f"{name}.feedForward.output", values * F.gelu(gates))
    return x


def upsample(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


def unet(x, t, ids, lengths):
    text, channels, groups = sizes["text"], sizes["channels"], sizes["groups"]
    h = p["text.words.table"][ids] + p["text.positions.table"]
    for at in range(text["layers"]):
        h = transformer_layer(f"text.layers.{at}", h, text["heads"])
    context = layer_norm("text.norm", h)
    shares = (torch.arange(ids.shape[1], device=device)[None] < lengths[:, None]) / lengths.clamp(min=1)[:, None]
    half = channels[0] // 2
    angles = t[:, None] * 10000 ** (-torch.arange(half, device=device) / half)[None]
    waves = torch.cat([angles.cos(), angles.sin()], 1)
    features = dense("time.dense2", F.silu(dense("time.dense1", waves)))
    features = F.silu(features + dense("pool", (shares[:, None] @ context)[:, 0]))

    def block(residual, transformer, x, level):
        h = residual_block(residual, x, groups, features)
        depth = 0
        while f"{transformer}.layers.{depth}.norm1.gamma" in p:
            tokens = h.flatten(2).mT
            tokens = transformer_layer(f"{transformer}.layers.{depth}", tokens, sizes["heads"][level], context)
            h = tokens.mT.reshape(h.shape)
            depth += 1
        return h

    h, skips = conv("input", x), []
    for level in range(len(channels)):
        for at in range(sizes["blocks"]):
            name = f"down.{level}.blocks.{at}"
            h = block(f"{name}.residual", f"{name}.transformer", h, level)
            skips.append(h)
        if level < len(channels) - 1:
            h = conv(f"down.{level}.downsample", h, 2)
    last = len(channels) - 1
    h = block("middle.block1", "middle.transformer", h, last)
    h = block("middle.block2", "none", h, last)
    for up in range(len(channels)):
        for at in range(sizes["blocks"]):
            name = f"up.{up}.blocks.{at}"
            h = block(f"{name}.residual", f"{name}.transformer", torch.cat([h, skips.pop()], 1), last - up)
        if up < last:
            h = conv(f"up.{up}.upsample", upsample(h))
    return conv("output", F.silu(group_norm("norm", h, groups, 1e-5)))


def unet_loss(rows):
    """The mean square error of v = a·ε − s·x_0 at a step of its own for each row."""
    x0, ids, lengths = images[rows], data["tokens"][rows], data["lengths"][rows]
    kept = torch.rand(len(rows), device=device) >= config.get("dropCaption", 0.1)
    t = torch.randint(len(data["alphaBar"]), (len(rows),), device=device)
    a, s = data["alphaBar"][t].sqrt()[:, None, None, None], (1 - data["alphaBar"][t]).sqrt()[:, None, None, None]
    eps = torch.randn_like(x0)
    predicted = unet(a * x0 + s * eps, t.float(), ids * kept[:, None], lengths * kept)
    return F.mse_loss(predicted, a * eps - s * x0)


def autoencoder_middle(name, h, groups):
    h = residual_block(f"{name}.block1", h, groups, epsilon=1e-6)
    tokens = group_norm(f"{name}.norm", h, groups, 1e-6).flatten(2).mT
    h = h + attention(f"{name}.attention", tokens, tokens, 1).mT.reshape(h.shape)
    return residual_block(f"{name}.block2", h, groups, epsilon=1e-6)


def encode(x):
    groups, levels = sizes["groups"], len(sizes["channels"])
    h = conv("encoder.input", x)
    for level in range(levels):
        for at in range(sizes["blocks"]):
            h = residual_block(f"encoder.down.{level}.blocks.{at}", h, groups, epsilon=1e-6)
        if level < levels - 1:
            name = f"encoder.down.{level}.downsample"
            h = F.conv2d(F.pad(h, (0, 1, 0, 1)), p[f"{name}.weight"], p[f"{name}.bias"], stride=2)
    h = autoencoder_middle("encoder.middle", h, groups)
    h = conv("encoder.output", F.silu(group_norm("encoder.norm", h, groups, 1e-6)))
    mean, log_variance = conv("encoder.moments", h).chunk(2, 1)
    return mean, log_variance.clamp(-30, 20)


def decode(z):
    groups, levels = sizes["groups"], len(sizes["channels"])
    h = autoencoder_middle("decoder.middle", conv("decoder.input", conv("decoder.code", z)), groups)
    for level in range(levels):
        for at in range(sizes["blocks"] + 1):
            h = residual_block(f"decoder.up.{level}.blocks.{at}", h, groups, epsilon=1e-6)
        if level < levels - 1:
            h = conv(f"decoder.up.{level}.upsample", upsample(h))
    return conv("decoder.output", F.silu(group_norm("decoder.norm", h, groups, 1e-6)))


def autoencoder_loss(rows):
    x = images[rows]
    mean, log_variance = encode(x)
    y = decode(mean + (log_variance / 2).exp() * torch.randn_like(mean))
    reconstruction = (x - y).square().sum((1, 2, 3)).mean() / (2 * sizes["deviation"] ** 2)
    kl = (mean.square() + log_variance.exp() - log_variance - 1).sum((1, 2, 3)).mean() / 2
    return reconstruction + sizes["weight"] * kl


def clip_tower(name, x, tower, causal):
    act = F.gelu if tower.get("activation") == "gelu" else lambda h: h * torch.sigmoid(1.702 * h)
    for at in range(tower["layers"]):
        layer = f"{name}.layers.{at}"
        h = layer_norm(f"{layer}.norm1", x)
        x = x + attention(f"{layer}.attention", h, h, tower["heads"], causal)
        x = x + dense(f"{layer}.output", act(dense(f"{layer}.input", layer_norm(f"{layer}.norm2", x))))
    return layer_norm(f"{name}.norm", x)


def image_features(x):
    cut = F.conv2d(x, p["image.patches.weight"], stride=sizes["image"]["patch"]).flatten(2).mT
    tokens = torch.cat([p["image.summary"].expand(len(x), 1, -1), cut], 1) + p["image.positions.table"]
    h = clip_tower("image", layer_norm("image.normBefore", tokens), sizes["image"], False)
    return F.normalize(dense("imageProjection", h[:, 0]), dim=1)


def text_features(ids, ends):
    h = p["text.tokens.table"][ids] + p["text.positions.table"][: ids.shape[1]]
    h = clip_tower("text", h, sizes["text"], True)
    return F.normalize(dense("textProjection", h[torch.arange(len(ids)), ends]), dim=1)


def shifted(x):
    """Half of the pictures, by up to an eighth of the side; what comes in is mirrored."""
    most, side = x.shape[3] // 8, x.shape[3]
    wide = F.pad(x, (most,) * 4, mode="reflect")
    places = torch.randint(2 * most + 1, (len(x), 2)).tolist()
    still = torch.rand(len(x)).tolist()
    moved = [
        wide[row : row + 1, :, y : y + side, x0 : x0 + side] if still[row] < 0.5 else x[row : row + 1]
        for row, (y, x0) in enumerate(places)
    ]
    return torch.cat(moved)


def clip_loss(rows):
    """Symmetric InfoNCE; equal captions in one batch all count as right."""
    texts = text_features(data["tokens"][rows], data["lengths"][rows])
    logits = image_features(shifted(images[rows])) @ texts.mT * p["logScale"].exp().clamp(max=100)
    same = (data["tokens"][rows][:, None] == data["tokens"][rows][None]).all(2).float()
    shares = same / same.sum(1, keepdim=True)
    cost = lambda table: -(table.log_softmax(1) * shares).sum(1).mean()
    return (cost(logits) + cost(logits.mT)) / 2


losses = {"unet": unet_loss, "autoencoder": autoencoder_loss, "clip": clip_loss}


def rate_at(step, steps):
    """The one-cycle rate of lib/train/rate.ts."""
    peak, rise = config["rate"]["peak"], config["rate"].get("rise", 0.3)
    between = lambda a, b, share: b + (a - b) * (1 + math.cos(math.pi * share)) / 2
    top, last = rise * steps - 1, steps - 1
    if step <= top:
        return between(peak / 25, peak, step / top)
    return between(peak, peak / 25e4, (step - top) / (last - top))


def train():
    steps, batch = config["steps"], config["batch"]
    chosen = config.get("optimizer", {"kind": "adamw", "weightDecay": 0.05} if kind == "clip" else {"kind": "adam"})
    decay = chosen.get("weightDecay", 0.01 if chosen["kind"] == "adamw" else 0)
    optimizer = torch.optim.AdamW(p.values(), betas=(0.9, chosen.get("beta2", 0.999)), weight_decay=decay, fused=True)
    mean = {name: tensor.detach().clone() for name, tensor in p.items()}
    order, history, began, first = torch.empty(0, dtype=torch.long, device=device), [], time.time(), 0
    kept = folder / "training.pt"
    if kept.exists():
        state = torch.load(kept, map_location=device, weights_only=False)
        optimizer.load_state_dict(state["optimizer"])
        with torch.no_grad():
            for name in p:
                p[name].copy_(state["parameters"][name])
        mean, order, history, first = state["mean"], state["order"], state["history"], state["first"]
        torch.set_rng_state(state["random"].cpu())
    for step in range(first, steps):
        if stop:
            parameters = {name: tensor.detach() for name, tensor in p.items()}
            parts = {"optimizer": optimizer.state_dict(), "parameters": parameters, "mean": mean, "order": order}
            torch.save({**parts, "history": history, "first": step, "random": torch.get_rng_state()}, kept)
            sys.exit(f"stopped after step {step} of {steps}")
        if len(order) < batch:
            order = torch.cat([order, torch.randperm(len(images), device=device)])
        rows, order = order[:batch], order[batch:]
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, steps)
        loss = losses[kind](rows)
        optimizer.zero_grad()
        loss.backward()
        if "clipNorm" in config:
            torch.nn.utils.clip_grad_norm_(p.values(), config["clipNorm"])
        optimizer.step()
        if "ema" in config:
            keep = min(config["ema"], (2 + step) / (11 + step))
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.values()), list(p.values()), 1 - keep)
        history.append(loss.detach())
        if (step + 1) % 50 == 0:
            print(f"step {step + 1} of {steps}, loss {torch.stack(history[-50:]).mean():.4f}, {time.time() - began:.0f} s", flush=True)
    learned = mean if "ema" in config else p
    save_file({name: to_library(tensor) for name, tensor in learned.items()}, folder / "weights.safetensors")
    with torch.no_grad():
        for name, tensor in learned.items():
            p[name].copy_(tensor)
    last = torch.stack(history[-50:]).mean().item()
    engine = f"PyTorch {torch.__version__}, {torch.cuda.get_device_name() if device == 'cuda' else 'processor'}"
    report = {"steps": steps, "loss": last, "engine": engine, "seconds": round(time.time() - began)}
    (folder / "report.json").write_text(json.dumps(report))


@torch.no_grad()
def codes():
    """The pictures as codes of the autoencoder that was trained in the folder beside, with deviation 1; each is the mean of its Gaussian."""
    global p, sizes
    beside = folder.parent / config["latent"]
    own, p = (p, sizes), load(beside / "weights.safetensors")
    sizes = json.loads((beside / "model.json").read_text())
    parts = [encode(part) for part in images.split(256)]
    mean, log_variance = (torch.cat([part[at] for part in parts]) for at in (0, 1))
    (p, sizes) = own
    scale = (mean[:512].var() + log_variance[:512].exp().mean()).rsqrt()
    return mean * scale


@torch.no_grad()
def probe():
    """What the trained network says of four pictures, for the library's to be held against."""
    count = 4
    x, ids, lengths = images[:count], data["tokens"][:count], data["lengths"][:count]
    t = torch.tensor([100.0, 300.0, 600.0, 900.0], device=device)
    if kind == "unet":
        return unet(x, t, ids, lengths).permute(0, 2, 3, 1)
    if kind == "autoencoder":
        return decode(encode(x)[0]).permute(0, 2, 3, 1)
    return image_features(x) @ text_features(ids, lengths).mT


if "latent" in config:
    images = codes()
train()
x = images[:4].permute(0, 2, 3, 1)
save_file({name: y.cpu().contiguous() for name, y in {"x": x, "answer": probe()}.items()}, folder / "probe.safetensors")
