"""Writes networks.json: what small networks of transformers and diffusers compute, in float64. See README.md.

Weights and inputs are noise(shape, seed); a network's tensors are numbered in the order of our names, which say where each
stands in ours. The loss is the sum of each output times noise(shape, 100). Of the gradient of each tensor the file holds
the projection on noise(shape, 200), which every value moves.
"""
import json, math, pathlib, torch

def noise(shape, seed):
    state, values = (seed * 7919 + 12345) % 2**32, []
    for _ in range(math.prod(shape)):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**31 - 1)
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)

# Between PyTorch's layouts and ours: a dense layer is [in, out] here, a convolution [height, width, in, out].
def ours(x): return x.T if x.dim() == 2 else x.permute(2, 3, 1, 0) if x.dim() == 4 else x
def theirs(x): return x.T if x.dim() == 2 else x.permute(3, 2, 0, 1) if x.dim() == 4 else x

def linear(ours, theirs): return [(f"{ours}.weight", f"{theirs}.weight", "dense"), (f"{ours}.bias", f"{theirs}.bias", "plain")]
def conv(ours, theirs): return [(f"{ours}.weight", f"{theirs}.weight", "conv"), (f"{ours}.bias", f"{theirs}.bias", "plain")]
def norm(ours, theirs): return [(f"{ours}.gamma", f"{theirs}.weight", "scale"), (f"{ours}.beta", f"{theirs}.bias", "plain")]
def weight(ours, theirs): return [(f"{ours}.weight", f"{theirs}.weight", "dense")]

def fill(model, names):
    """Gives every parameter its noise; returns them by our names."""
    parameters = dict(model.named_parameters())
    assert sorted(name for _, name, _ in names) == sorted(parameters), set(parameters) ^ {name for _, name, _ in names}
    for index, (name, their, kind) in enumerate(sorted(names)):
        parameter = parameters[their]
        turned = ours(parameter) if kind in ("dense", "conv") else parameter
        values = noise(turned.shape, 1000 + index) * 0.3 + (1 if kind == "scale" else 0)
        parameter.data = (theirs(values) if kind in ("dense", "conv") else values).clone()
    return {name: (parameters[their], kind) for name, their, kind in sorted(names)}

def record(model, names, run):
    model.double().eval()
    filled = fill(model, names)
    outputs = run(model)
    loss = sum((output * noise(output.shape, 100)).sum() for output in outputs.values())
    loss.backward()
    def projected(parameter, kind):
        gradient = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        gradient = ours(gradient) if kind in ("dense", "conv") else gradient
        return {"shape": list(gradient.shape), "projection": (gradient * noise(gradient.shape, 200)).sum().item(), "size": gradient.norm().item()}
    return {"parameters": {name: projected(*parameter) for name, parameter in filled.items()},
            "outputs": {name: {"shape": list(output.shape), "values": [float(f"{value:.9g}") for value in output.detach().flatten().tolist()]} for name, output in outputs.items()}}

def clip():
    from transformers import CLIPConfig, CLIPModel
    sizes = dict(hidden_size=12, intermediate_size=48, num_hidden_layers=2, num_attention_heads=3, hidden_act="quick_gelu")
    config = CLIPConfig(text_config=dict(sizes, vocab_size=20, max_position_embeddings=7, eos_token_id=19, bos_token_id=18, pad_token_id=19),
                        vision_config=dict(sizes, image_size=8, patch_size=4, num_channels=3), projection_dim=6, logit_scale_init_value=1.0)
    config._attn_implementation = "eager"
    names = [("logScale", "logit_scale", "plain"), *weight("textProjection", "text_projection"), *weight("imageProjection", "visual_projection"),
             ("text.tokens.table", "text_model.embeddings.token_embedding.weight", "plain"), ("text.positions.table", "text_model.embeddings.position_embedding.weight", "plain"),
             ("image.patches.weight", "vision_model.embeddings.patch_embedding.weight", "conv"), ("image.summary", "vision_model.embeddings.class_embedding", "plain"),
             ("image.positions.table", "vision_model.embeddings.position_embedding.weight", "plain"),
             *norm("text.norm", "text_model.final_layer_norm"), *norm("image.normBefore", "vision_model.pre_layrnorm"), *norm("image.norm", "vision_model.post_layernorm")]
    for tower, their in [("text", "text_model"), ("image", "vision_model")]:
        for layer in range(2):
            a, b = f"{tower}.layers.{layer}", f"{their}.encoder.layers.{layer}"
            names += norm(f"{a}.norm1", f"{b}.layer_norm1") + norm(f"{a}.norm2", f"{b}.layer_norm2") + linear(f"{a}.input", f"{b}.mlp.fc1") + linear(f"{a}.output", f"{b}.mlp.fc2")
            for one, other in [("q", "q_proj"), ("k", "k_proj"), ("v", "v_proj"), ("out", "out_proj")]:
                names += linear(f"{a}.attention.{one}", f"{b}.self_attn.{other}")
    ids = torch.tensor([[18, 3, 5, 19, 19, 19, 19], [18, 1, 2, 3, 4, 5, 19], [18, 19, 19, 19, 19, 19, 19]])
    def run(model):
        x = noise([3, 8, 8, 3], 1)
        states = model.text_model(input_ids=ids).last_hidden_state
        out = model(input_ids=ids, pixel_values=x.permute(0, 3, 1, 2), return_loss=True)
        return {"states": states, "texts": out.text_embeds, "images": out.image_embeds, "loss": out.loss.reshape(1)}
    return record(CLIPModel(config), names, run)

def residual(ours, theirs, skip): return norm(f"{ours}.norm1", f"{theirs}.norm1") + conv(f"{ours}.conv1", f"{theirs}.conv1") + norm(f"{ours}.norm2", f"{theirs}.norm2") + conv(f"{ours}.conv2", f"{theirs}.conv2") + (conv(f"{ours}.skip", f"{theirs}.conv_shortcut") if skip else [])

def middle(ours, theirs):
    names = residual(f"{ours}.block1", f"{theirs}.resnets.0", False) + residual(f"{ours}.block2", f"{theirs}.resnets.1", False) + norm(f"{ours}.norm", f"{theirs}.attentions.0.group_norm")
    for one, other in [("q", "to_q"), ("k", "to_k"), ("v", "to_v"), ("out", "to_out.0")]: names += linear(f"{ours}.attention.{one}", f"{theirs}.attentions.0.{other}")
    return names

def autoencoder():
    from diffusers import AutoencoderKL
    sizes, blocks = [8, 16, 16], 2
    model = AutoencoderKL(block_out_channels=sizes, layers_per_block=blocks, latent_channels=3, norm_num_groups=4, sample_size=16,
                          down_block_types=["DownEncoderBlock2D"] * 3, up_block_types=["UpDecoderBlock2D"] * 3)
    names = conv("encoder.moments", "quant_conv") + conv("decoder.code", "post_quant_conv")
    for half, path in [("encoder", sizes), ("decoder", sizes[::-1])]:
        names += conv(f"{half}.input", f"{half}.conv_in") + conv(f"{half}.output", f"{half}.conv_out") + norm(f"{half}.norm", f"{half}.conv_norm_out") + middle(f"{half}.middle", f"{half}.mid_block")
        way, sample = ("down", "downsample") if half == "encoder" else ("up", "upsample")
        for level, size in enumerate(path):
            for block in range(blocks + (half == "decoder")):
                names += residual(f"{half}.{way}.{level}.blocks.{block}", f"{half}.{way}_blocks.{level}.resnets.{block}", block == 0 and path[max(0, level - 1)] != size)
            if level < 2: names += conv(f"{half}.{way}.{level}.{sample}", f"{half}.{way}_blocks.{level}.{sample}rs.0.conv")
    def run(model):
        latent = model.encode(noise([2, 16, 8, 3], 1).permute(0, 3, 1, 2)).latent_dist
        decoded = model.decode(noise([2, 4, 2, 3], 2).permute(0, 3, 1, 2)).sample
        last = {"mean": latent.mean, "logVariance": latent.logvar, "decoded": decoded}
        return {**{name: x.permute(0, 2, 3, 1).contiguous() for name, x in last.items()}, "kl": latent.kl()}
    return record(model, names, run)

def mmdit():
    from diffusers import FluxPipeline, FluxTransformer2DModel
    model = FluxTransformer2DModel(in_channels=12, num_layers=2, num_single_layers=2, attention_head_dim=8, num_attention_heads=2,
                                   joint_attention_dim=6, pooled_projection_dim=5, guidance_embeds=True, axes_dims_rope=(2, 2, 4))
    def rms(ours, theirs): return [(f"{ours}.gamma", f"{theirs}.weight", "scale")]
    names = linear("image", "x_embedder") + linear("text", "context_embedder") + linear("modulation", "norm_out.linear") + linear("output", "proj_out")
    for one, other in [("time", "timestep"), ("guidance", "guidance"), ("pooled", "text")]:
        names += linear(f"{one}.dense1", f"time_text_embed.{other}_embedder.linear_1") + linear(f"{one}.dense2", f"time_text_embed.{other}_embedder.linear_2")
    for block in range(2):
        path = f"transformer_blocks.{block}"
        for ours, q, n, out, ff, m in [("image", "to_{}", "norm_{}", "to_out.0", "ff", "norm1"), ("text", "add_{}_proj", "norm_added_{}", "to_add_out", "ff_context", "norm1_context")]:
            stream = f"double.{block}.{ours}"
            names += linear(f"{stream}.modulation", f"{path}.{m}.linear") + linear(f"{stream}.out", f"{path}.attn.{out}") + linear(f"{stream}.input", f"{path}.{ff}.net.0.proj") + linear(f"{stream}.output", f"{path}.{ff}.net.2")
            for part in "qkv": names += linear(f"{stream}.{part}", f"{path}.attn." + q.format(part))
            for part in "qk": names += rms(f"{stream}.{part}Norm", f"{path}.attn." + n.format(part))
        ours, path = f"single.{block}", f"single_transformer_blocks.{block}"
        names += linear(f"{ours}.modulation", f"{path}.norm.linear") + linear(f"{ours}.input", f"{path}.proj_mlp") + linear(f"{ours}.output", f"{path}.proj_out")
        for part in "qkv": names += linear(f"{ours}.{part}", f"{path}.attn.to_{part}")
        for part in "qk": names += rms(f"{ours}.{part}Norm", f"{path}.attn.norm_{part}")
    def run(model):
        # diffusers takes sines of 1000 times these in float32: larger ones would lose digits there.
        timestep, guidance = torch.tensor([0.025, 0.3]).double(), torch.tensor([0.35, 0.35]).double()
        x = noise([2, 4, 6, 3], 1).permute(0, 3, 1, 2)
        y = model(hidden_states=FluxPipeline._pack_latents(x, 2, 3, 4, 6), encoder_hidden_states=noise([2, 5, 6], 2), pooled_projections=noise([2, 5], 3),
                  timestep=timestep, guidance=guidance, txt_ids=torch.zeros(5, 3),
                  img_ids=FluxPipeline._prepare_latent_image_ids(2, 2, 3, "cpu", torch.float32)).sample
        return {"output": FluxPipeline._unpack_latents(y, 4 * 8, 6 * 8, 8).permute(0, 2, 3, 1).contiguous()}
    return record(model, names, run)

class Named(torch.nn.Module):
    """Parameters under our own names, in PyTorch's layouts."""
    def __init__(self, shapes):
        super().__init__()
        for name, shape in shapes.items():
            self.register_parameter(name.replace(".", "_"), torch.nn.Parameter(torch.zeros(shape)))
        self.names = [(name, name.replace(".", "_"), "dense" if len(shape) == 2 else "plain") for name, shape in shapes.items()]
    def __call__(self, layer, x): return torch.nn.functional.linear(x, getattr(self, f"{layer}_weight"), getattr(self, f"{layer}_bias"))

def layers(sizes): return {key: shape for name, (inputs, outputs) in sizes.items() for key, shape in [(f"{name}.weight", (outputs, inputs)), (f"{name}.bias", (outputs,))]}

def vae():
    """Kingma and Welling 2014, with the Gaussian decoder of deviation 0.5 and divergence of weight 0.3."""
    from torch.distributions import Normal, kl_divergence
    model = Named(layers({"encoder.0": (4, 6), "encoder.1": (6, 6), "encoder.2": (6, 4), "decoder.0": (2, 6), "decoder.1": (6, 6), "decoder.2": (6, 4)}))
    def stack(half, x):
        for layer in range(3):
            x = model(f"{half}_{layer}", x if layer == 0 else torch.nn.functional.leaky_relu(x, 0.2))
        return x
    def run(model):
        x = noise([3, 2, 2, 1], 1).reshape(3, 4)
        mean, log_variance = stack("encoder", x).chunk(2, 1)
        q = Normal(mean, (log_variance / 2).exp())
        y = stack("decoder", q.mean + q.stddev * noise([3, 2], 2))
        reconstruction = ((x - y) ** 2).sum(1).mean() / (2 * 0.5**2)
        kl = kl_divergence(q, Normal(0.0, 1.0)).sum(1).mean()
        return {name: value.reshape(1) for name, value in {"loss": reconstruction + 0.3 * kl, "reconstruction": reconstruction, "kl": kl}.items()}
    return record(model, model.names, run)

def draw():
    """Gregor et al. 2015, equations 3 to 12 and 19 to 29, with loops where these have sums."""
    from torch.distributions import Normal, kl_divergence
    height, width, channels, points, latent, units, rounds = 5, 6, 2, 3, 4, 7, 3
    patch = channels * points**2
    model = Named(layers({"encoder": (2 * patch + 2 * units, 4 * units), "code": (units, 2 * latent), "decoder": (latent + units, 4 * units),
                          "readWindow": (units, 5), "writeWindow": (units, 5), "patch": (units, patch)}))
    def filters(numbers):
        across, down, spread, distance, strength = numbers.unbind(1)
        stride = (max(height, width) - 1) / (points - 1) * distance.exp()
        def bank(middle, size):
            rows = []
            for i in range(points):
                mean = middle + (i - (points - 1) / 2) * stride
                row = torch.exp(-(torch.arange(size) - mean[:, None]) ** 2 / (2 * spread.exp()[:, None]))
                rows.append(row / row.sum(1, keepdim=True))
            return torch.stack(rows, 1)
        return bank((height - 1) / 2 * (down + 1), height), bank((width - 1) / 2 * (across + 1), width), strength.exp()[:, None, None, None]
    def cell(layer, x, state):
        weight, bias = getattr(model, f"{layer}_weight"), getattr(model, f"{layer}_bias")
        return torch._VF.lstm_cell(x, state, weight[:, :x.shape[1]], weight[:, x.shape[1]:], bias, torch.zeros_like(bias))
    def run(model):
        x = (noise([2, height, width, channels], 1).permute(0, 3, 1, 2) + 1) / 2
        draws = noise([rounds, 2, latent], 2)
        canvas, encoder, decoder, kl = torch.zeros_like(x), (torch.zeros(2, units).double(),) * 2, (torch.zeros(2, units).double(),) * 2, 0
        for step in range(rounds):
            fy, fx, gamma = filters(model("readWindow", decoder[0]))
            seen = [gamma * torch.einsum("bph,bchw,bqw->bcpq", fy, image, fx) for image in (x, x - canvas.sigmoid())]
            encoder = cell("encoder", torch.cat([*(part.flatten(1) for part in seen), decoder[0]], 1), encoder)
            mean, log_variance = model("code", encoder[0]).chunk(2, 1)
            q = Normal(mean, (log_variance / 2).exp())
            kl = kl + kl_divergence(q, Normal(0.0, 1.0)).sum(1)
            decoder = cell("decoder", q.mean + q.stddev * draws[step], decoder)
            fy, fx, gamma = filters(model("writeWindow", decoder[0]))
            written = model("patch", decoder[0]).reshape(2, channels, points, points)
            canvas = canvas + torch.einsum("bph,bcpq,bqw->bchw", fy, written, fx) / gamma
        cost = torch.nn.functional.binary_cross_entropy_with_logits(canvas, x, reduction="none").flatten(1).sum(1)
        result = {"loss": (cost + kl).mean().reshape(1), "reconstruction": cost.mean().reshape(1), "kl": kl.mean().reshape(1), "canvas": canvas}
        return result
    return record(model, model.names, run)

def gan():
    """The scores of a critic, and the R1 penalty with its second derivatives."""
    model = Named(layers({"0": (4, 6), "1": (6, 6), "2": (6, 1)}))
    def run(model):
        x = noise([5, 4], 1).requires_grad_()
        y = x
        for layer in range(3): y = model(f"{layer}", y if layer == 0 else torch.nn.functional.leaky_relu(y, 0.2))
        slope, = torch.autograd.grad(y.sum(), x, create_graph=True)
        return {"scores": y.reshape(-1), "penalty": slope.square().sum(1).mean().reshape(1)}
    return record(model, model.names, run)

if __name__ == "__main__":
    result = {"clip": clip(), "autoencoder": autoencoder(), "mmdit": mmdit(), "vae": vae(), "draw": draw(), "gan": gan()}
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
