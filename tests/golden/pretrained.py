"""Writes tests/golden/pretrained: a tiny Stable Diffusion 1.5, SDXL and Flux with random weights, and what PyTorch makes of them.

Each family has a folder as diffusers saves it and an expected.safetensors with the output of every part and of a whole loop of ten
steps; the inputs are in it. Pictures have 64 x 64 pixels. See README.md.
"""
import json, pathlib, re, shutil, gzip, sys, torch, warnings
import sentencepiece, io
from safetensors.torch import save_file, load_file
from diffusers import *
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer, T5Config, T5EncoderModel, T5TokenizerFast

here = pathlib.Path(__file__).resolve().parent
out = here / "pretrained"
merges = here.parents[1] / "datasets/text/clip-merges.txt.gz"
words = "a photo of the red cat in tall grass with green eyes and small blue flowers under bright morning light"

def spread(model, seed):
    """Norms and biases of their own, as trained ones have."""
    torch.manual_seed(seed)
    for p in model.parameters():
        if p.dim() == 1: p.data += 0.1 * torch.randn_like(p)
    return model.eval()

def made(seed, make):
    torch.manual_seed(seed)
    return spread(make(), seed + 1)

def tokenizer(folder, pad):
    """CLIP's tokenizer with the first 488 of its merges."""
    folder.mkdir(parents=True)
    text = gzip.decompress(merges.read_bytes()).decode() if merges.suffix == ".gz" else merges.read_text()
    lines = [line for line in text.split("\n") if line and not line.startswith("#")][:488]
    visible = [b for b in range(256) if 32 < b < 127 or 160 < b != 173]
    letters = [chr(b) for b in visible] + [chr(256 + i) for i in range(256 - len(visible))]
    vocabulary = letters + [x + "</w>" for x in letters] + [line.replace(" ", "") for line in lines] + ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(vocabulary)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(lines) + "\n")
    special = dict(bos_token="<|startoftext|>", eos_token="<|endoftext|>", unk_token="<|endoftext|>", pad_token=pad)
    (folder / "special_tokens_map.json").write_text(json.dumps(special))
    (folder / "tokenizer_config.json").write_text(json.dumps(dict(special, model_max_length=77, tokenizer_class="CLIPTokenizer")))
    return CLIPTokenizer.from_pretrained(folder)

def fields(data):
    """The fields of a protocol buffer with length-delimited values: (number, bytes)."""
    at = 0
    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]; at += 1
            value |= (byte & 127) << shift; shift += 7
            if byte < 128: return value
    while at < len(data):
        key = varint()
        if key & 7 == 0: varint()
        elif key & 7 == 5: at += 4
        elif key & 7 == 1: at += 8
        else:
            length = varint()
            yield key >> 3, data[at:at + length]
            at += length

def clip(seed, kind=CLIPTextModel, **more):
    return made(seed, lambda: kind(CLIPTextConfig(vocab_size=1002, hidden_size=16, intermediate_size=64, num_hidden_layers=3, num_attention_heads=2, max_position_embeddings=77,
                hidden_act="quick_gelu", projection_dim=16, bos_token_id=1000, eos_token_id=1001, pad_token_id=1, **more)))

def vae(seed, **more):
    return made(seed, lambda: AutoencoderKL(block_out_channels=[8, 16, 16, 16], layers_per_block=2, norm_num_groups=4, sample_size=64, down_block_types=["DownEncoderBlock2D"] * 4,
                up_block_types=["UpDecoderBlock2D"] * 4, **{"latent_channels": 4, **more}))

C, D, U = "CrossAttnDownBlock2D", "DownBlock2D", "UpBlock2D"
B = "CrossAttnUpBlock2D"
steps = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1, timestep_spacing="leading")
prompt, negative = "a red cat with 2 green eyes", "blurry"

def whole(pipe, expected, name, **call):
    """A loop of ten steps: the latents after each, and the picture."""
    kept = []
    def keep(_, step, t, given):
        kept.append(given["latents"].clone())
        return {}
    image = pipe(num_inference_steps=10, generator=torch.Generator().manual_seed(7), output_type="pt", callback_on_step_end=keep, **call).images
    expected[f"{name}.latents"], expected[f"{name}.image"] = torch.cat(kept), image

@torch.no_grad()
def parts_of(pipe, expected):
    image = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(5)) * 2 - 1
    expected["vae.image"], expected["vae.mean"] = image, pipe.vae.encode(image).latent_dist.mean
    z = torch.randn(1, pipe.vae.config.latent_channels, 8, 8, generator=torch.Generator().manual_seed(6))
    expected["vae.z"], expected["vae.decoded"] = z, pipe.vae.decode(z).sample
    return torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(8)), torch.tensor([801.0, 21.0])

@torch.no_grad()
def sd15(folder):
    unet = made(11, lambda: UNet2DConditionModel(sample_size=8, block_out_channels=(8, 16, 16, 16), layers_per_block=2, attention_head_dim=2, cross_attention_dim=16, norm_num_groups=4,
                down_block_types=(C, C, C, D), up_block_types=(U, B, B, B)))
    pipe = StableDiffusionPipeline(vae=vae(21), text_encoder=clip(31), tokenizer=tokenizer(folder / "tokenizer", "<|endoftext|>"), unet=unet,
           scheduler=PNDMScheduler(skip_prk_steps=True, set_alpha_to_one=False, **{k: v for k, v in steps.items()}), safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    expected = {}
    x, t = parts_of(pipe, expected)
    tokens = pipe.tokenizer([prompt, negative], padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
    states = pipe.text_encoder(tokens).last_hidden_state
    expected |= {"tokens": tokens.int(), "states": states, "x": x, "t": t, "unet": unet(x, t, states).sample}
    whole(pipe, expected, "loop", prompt=prompt, negative_prompt=negative, guidance_scale=7.5, height=64, width=64)
    pipe.scheduler = DDIMScheduler(set_alpha_to_one=False, clip_sample=False, **steps)
    again = StableDiffusionImg2ImgPipeline(**{k: v for k, v in pipe.components.items()}, requires_safety_checker=False)
    again.set_progress_bar_config(disable=True)
    whole(again, expected, "img2img", prompt=prompt, negative_prompt=negative, guidance_scale=5.0, strength=0.6, image=expected["vae.image"])
    pipe.scheduler = PNDMScheduler(skip_prk_steps=True, set_alpha_to_one=False, **steps)
    expected |= adapters(pipe, folder, (x, t, states))
    save(pipe, folder, expected)
    originals(folder, unet, pipe.vae, pipe.text_encoder)

def adapters(pipe, folder, inputs):
    """The same adapters in the format of diffusers and of kohya's scripts."""
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict
    from diffusers.utils import convert_state_dict_to_diffusers
    torch.manual_seed(41)
    unet = UNet2DConditionModel.from_config(pipe.unet.config)
    unet.load_state_dict(pipe.unet.state_dict())
    unet.eval().add_adapter(LoraConfig(r=4, lora_alpha=4, init_lora_weights="gaussian", target_modules=["to_q", "to_k", "to_v", "to_out.0"]))
    for name, p in unet.named_parameters():
        if "lora_" in name: p.data = 0.2 * torch.randn_like(p)
    state = convert_state_dict_to_diffusers(get_peft_model_state_dict(unet))
    StableDiffusionPipeline.save_lora_weights(folder.parent / "lora", unet_lora_layers=state, safe_serialization=True)
    kohya = {}
    for name, p in load_file(folder.parent / "lora/pytorch_lora_weights.safetensors").items():
        layer, side = re.fullmatch(r"unet\.(.*)\.lora(?:_linear_layer|)[._](A|B|down|up)\.weight", name).groups()
        key = "lora_unet_" + layer.replace(".", "_")
        kohya[key + (".lora_down" if side in ("A", "down") else ".lora_up") + ".weight"] = p.half()
        kohya[key + ".alpha"] = torch.tensor(2.0)
    save_file(kohya, folder.parent / "lora/kohya.safetensors")
    expected = {"lora": unet(*inputs).sample}
    fresh = StableDiffusionPipeline(**pipe.components, requires_safety_checker=False)
    fresh.unet = UNet2DConditionModel.from_config(pipe.unet.config)
    fresh.unet.load_state_dict(pipe.unet.state_dict())
    fresh.load_lora_weights(folder.parent / "lora", weight_name="kohya.safetensors")
    return expected | {"kohya": fresh.unet.eval()(*inputs).sample}

@torch.no_grad()
def sdxl(folder):
    unet = made(12, lambda: UNet2DConditionModel(sample_size=8, block_out_channels=(8, 16, 16), layers_per_block=2, attention_head_dim=(1, 2, 4), cross_attention_dim=32, norm_num_groups=4,
                down_block_types=(D, C, C), up_block_types=(B, B, U), transformer_layers_per_block=(1, 2, 3), use_linear_projection=True, addition_embed_type="text_time",
                addition_time_embed_dim=8, projection_class_embeddings_input_dim=16 + 6 * 8))
    second = made(32, lambda: CLIPTextModelWithProjection(CLIPTextConfig(vocab_size=1002, hidden_size=16, intermediate_size=64, num_hidden_layers=3, num_attention_heads=2, max_position_embeddings=77,
                hidden_act="gelu", projection_dim=16, bos_token_id=1000, eos_token_id=1001, pad_token_id=0)))
    pipe = StableDiffusionXLPipeline(vae=vae(22, scaling_factor=0.13025), text_encoder=clip(33), text_encoder_2=second, tokenizer=tokenizer(folder / "tokenizer", "<|endoftext|>"),
           tokenizer_2=tokenizer(folder / "tokenizer_2", "!"), unet=unet, scheduler=EulerDiscreteScheduler(**steps), force_zeros_for_empty_prompt=True, add_watermarker=False)
    pipe.set_progress_bar_config(disable=True)
    for part in (pipe.unet, pipe.vae, pipe.text_encoder, pipe.text_encoder_2):
        for p in part.parameters(): p.data = p.data.half().float()
    expected = {}
    x, t = parts_of(pipe, expected)
    tokens = [tok([prompt, negative], padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids for tok in (pipe.tokenizer, pipe.tokenizer_2)]
    both = [pipe.text_encoder(tokens[0], output_hidden_states=True), pipe.text_encoder_2(tokens[1], output_hidden_states=True)]
    states, pooled = torch.cat([one.hidden_states[-2] for one in both], -1), both[1][0]
    numbers = torch.tensor([[64.0, 64, 0, 0, 64, 64], [100.0, 50, 3, 4, 64, 64]])
    expected |= {"tokens": tokens[0].int(), "tokens_2": tokens[1].int(), "states": states, "pooled": pooled, "numbers": numbers, "x": x, "t": t,
                 "unet": unet(x, t, states, added_cond_kwargs={"text_embeds": pooled, "time_ids": numbers}).sample}
    whole(pipe, expected, "loop", prompt=prompt, guidance_scale=5.0, height=64, width=64)
    whole(pipe, expected, "negative", prompt=prompt, negative_prompt=negative, guidance_scale=5.0, height=64, width=64)
    save(pipe.to(torch.float16), folder, expected)
    originals(folder, unet, pipe.vae, pipe.text_encoder, second)

@torch.no_grad()
def flux(folder):
    transformer = made(13, lambda: FluxTransformer2DModel(in_channels=16, num_layers=2, num_single_layers=2, attention_head_dim=16, num_attention_heads=2, joint_attention_dim=16,
                pooled_projection_dim=16, guidance_embeds=True, axes_dims_rope=(4, 6, 6)))
    model = io.BytesIO()
    texts = [" ".join(words.split()[i:i + 8]) for i in range(14)] * 4 + ["Ein kleines Haus am See, 42 Blumen!", "l'été à Paris"] * 4
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(texts), model_writer=model, vocab_size=160, model_type="unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
                normalization_rule_name="nmt_nfkc", hard_vocab_limit=False, minloglevel=2)
    (folder / "tokenizer_2").mkdir(parents=True)
    (folder / "tokenizer_2/spiece.model").write_bytes(model.getvalue())
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    charsmap = next(value for number, value in fields(next(value for number, value in fields(model.getvalue()) if number == 3)) if number == 2)
    t5tok = T5TokenizerFast(vocab=[(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(pieces.vocab_size())], _spm_precompiled_charsmap=charsmap, extra_ids=0)
    t5 = made(34, lambda: T5EncoderModel(T5Config(vocab_size=max(192, len(t5tok)), d_model=16, d_ff=24, d_kv=6, num_heads=3, num_layers=2, feed_forward_proj="gated-gelu", is_encoder_decoder=False)))
    pipe = FluxPipeline(transformer=transformer, vae=vae(23, scaling_factor=0.3611, shift_factor=0.1159, use_quant_conv=False, use_post_quant_conv=False), text_encoder=clip(35), text_encoder_2=t5,
           tokenizer=tokenizer(folder / "tokenizer", "<|endoftext|>"), tokenizer_2=t5tok,
           scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True, base_shift=0.5, max_shift=1.15))
    pipe.set_progress_bar_config(disable=True)
    for part in (pipe.transformer, pipe.vae, pipe.text_encoder, pipe.text_encoder_2):
        for p in part.parameters(): p.data = p.data.bfloat16().float()
    expected = {}
    parts_of(pipe, expected)
    states, pooled, places = pipe.encode_prompt(prompt, None, max_sequence_length=40)
    tokens = pipe.tokenizer_2([prompt], padding="max_length", max_length=40, truncation=True, return_tensors="pt").input_ids
    x = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(8))
    packed = pipe._pack_latents(x, 1, 4, 8, 8)
    ids = pipe._prepare_latent_image_ids(1, 4, 4, "cpu", torch.float32)
    y = transformer(hidden_states=packed, timestep=torch.tensor([0.7]), guidance=torch.tensor([3.5]), pooled_projections=pooled, encoder_hidden_states=states, txt_ids=places, img_ids=ids).sample
    expected |= {"tokens_2": tokens.int(), "states": states, "pooled": pooled, "x": x, "unet": pipe._unpack_latents(y, 64, 64, 8)}
    whole(pipe, expected, "loop", prompt=prompt, guidance_scale=3.5, height=64, width=64, max_sequence_length=40)
    packed = expected["loop.latents"]
    expected["loop.latents"] = torch.cat([pipe._unpack_latents(one[None], 64, 64, 8) for one in packed])
    odd = ["", "  two  spaces ", "l’été ﬁne Ⅳ ½", "grün und 漢字 cat", "a\tb\nc", "REd CAT!", "e\u0301te\u0301", "photo" * 30, "ｆｕｌｌ　ｗｉｄｔｈ", "a </s> b", "x\u200by", "🐈 cat"]
    (folder / "odd-texts.json").write_text(json.dumps([{"text": text, "tokens": pieces.encode(text) + [1]} for text in odd]))
    save(pipe.to(torch.bfloat16), folder, expected)

def save(pipe, folder, expected):
    keep = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    pipe.save_pretrained(folder, safe_serialization=True)
    for path in folder.rglob("tokenizer.json"):
        if path.parent.name == "tokenizer" or "clip" in json.loads((path.parent / "tokenizer_config.json").read_text()).get("tokenizer_class", "").lower(): path.unlink()
    for path, data in keep.items(): path.write_bytes(data)
    save_file({name: value.float().contiguous() if value.is_floating_point() else value.contiguous() for name, value in expected.items()}, folder / "expected.safetensors")

def original_names(state, levels, blocks):
    """The name in a single-file checkpoint of each tensor of a U-Net in diffusers' layout."""
    where = {"conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2", "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
             "add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2",
             "mid_block.resnets.0": "middle_block.0", "mid_block.attentions.0": "middle_block.1", "mid_block.resnets.1": "middle_block.2"}
    at = 1
    for level in range(levels):
        for block in range(blocks):
            where[f"down_blocks.{level}.resnets.{block}"], where[f"down_blocks.{level}.attentions.{block}"] = f"input_blocks.{at}.0", f"input_blocks.{at}.1"
            at += 1
        if level < levels - 1:
            where[f"down_blocks.{level}.downsamplers.0.conv"] = f"input_blocks.{at}.0.op"
            at += 1
    for at in range(levels * (blocks + 1)):
        level, block = divmod(at, blocks + 1)
        where[f"up_blocks.{level}.resnets.{block}"], where[f"up_blocks.{level}.attentions.{block}"] = f"output_blocks.{at}.0", f"output_blocks.{at}.1"
        attends = any(name.startswith(f"up_blocks.{level}.attentions") for name in state)
        if block == blocks: where[f"up_blocks.{level}.upsamplers.0.conv"] = f"output_blocks.{at}.{2 if attends else 1}.conv"
    inner = [("norm1", "in_layers.0"), ("conv1", "in_layers.2"), ("time_emb_proj", "emb_layers.1"), ("norm2", "out_layers.0"), ("conv2", "out_layers.3"), ("conv_shortcut", "skip_connection")]
    def name(key):
        front = max((k for k in where if key.startswith(k + ".")), key=len)
        rest = key[len(front) + 1:]
        if ".resnets." in front + ".":
            for ours, theirs in inner: rest = re.sub(f"^{ours}\\.", theirs + ".", rest)
        return f"model.diffusion_model.{where[front]}.{rest}"
    return {key: name(key) for key in state}

def original_autoencoder(state, levels):
    def name(key):
        key = re.sub(r"(encoder)\.down_blocks\.(\d+)\.resnets\.", r"\1.down.\2.block.", key)
        key = re.sub(r"(decoder)\.up_blocks\.(\d+)\.resnets\.", lambda m: f"decoder.up.{levels - 1 - int(m[2])}.block.", key)
        key = re.sub(r"down_blocks\.(\d+)\.downsamplers\.0\.", r"down.\1.downsample.", key)
        key = re.sub(r"up_blocks\.(\d+)\.upsamplers\.0\.", lambda m: f"up.{levels - 1 - int(m[1])}.upsample.", key)
        for ours, theirs in [("mid_block.resnets.0", "mid.block_1"), ("mid_block.resnets.1", "mid.block_2"), ("mid_block.attentions.0.group_norm", "mid.attn_1.norm"), ("mid_block.attentions.0.to_q", "mid.attn_1.q"),
                             ("mid_block.attentions.0.to_k", "mid.attn_1.k"), ("mid_block.attentions.0.to_v", "mid.attn_1.v"), ("mid_block.attentions.0.to_out.0", "mid.attn_1.proj_out"),
                             ("conv_norm_out", "norm_out"), ("conv_shortcut", "nin_shortcut")]: key = key.replace(ours, theirs)
        return "first_stage_model." + key
    return {key: name(key) for key in state}

def original_open_clip(state):
    """OpenCLIP keeps queries, keys and values in one tensor: several of ours have one name, and lie in it one after the other."""
    def name(key):
        key = key.replace("text_model.", "")
        for ours, theirs in [("embeddings.token_embedding", "token_embedding"), ("embeddings.position_embedding.weight", "positional_embedding"), ("final_layer_norm", "ln_final"), ("encoder.layers", "transformer.resblocks"),
                             ("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"), ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj"), ("self_attn.out_proj", "attn.out_proj"), ("text_projection.weight", "text_projection")]: key = key.replace(ours, theirs)
        return "conditioner.embedders.1.model." + re.sub(r"self_attn\.[qkv]_proj\.", "attn.in_proj_", key)
    return {key: name(key) for key in state}

def originals(folder, unet, vae, *texts):
    """Writes which tensor of a single-file checkpoint is which of diffusers', checked by diffusers' own conversion."""
    from diffusers.loaders import single_file_utils as single
    levels = len(unet.config.block_out_channels)
    states = {"unet": unet.state_dict(), "vae": vae.state_dict(), **{f"text_encoder{'_2' if at else ''}": one.state_dict() for at, one in enumerate(texts)}}
    names = {"unet": original_names(states["unet"], levels, 2), "vae": original_autoencoder(states["vae"], len(vae.config.block_out_channels))}
    first = "cond_stage_model.transformer." if len(texts) == 1 else "conditioner.embedders.0.transformer."
    names["text_encoder"] = {key: first + (key if key.startswith("text_model.") else f"text_model.{key}") for key in states["text_encoder"]}
    if len(texts) > 1: names["text_encoder_2"] = original_open_clip(states["text_encoder_2"])
    file = {}
    for part in names:
        for key, name in names[part].items():
            value = states[part][key].float()
            if name.endswith("text_projection"): value = value.T
            if "attn_1" in name and value.dim() == 2: value = value[..., None, None]
            file[name] = torch.cat([file[name], value]) if "in_proj" in name and name in file else value
    # diffusers sorts keys, values and queries by name; the file has queries first.
    for key, name in names.get("text_encoder_2", {}).items():
        if "q_proj" in key:
            state = states["text_encoder_2"]
            file[name] = torch.cat([state[key.replace("q_proj", part)].float() for part in ("q_proj", "k_proj", "v_proj")])
    back = {"unet": single.convert_ldm_unet_checkpoint(dict(file), dict(unet.config)), "vae": single.convert_ldm_vae_checkpoint(dict(file), dict(vae.config)),
            "text_encoder": single.convert_ldm_clip_checkpoint(dict(file), remove_prefix=first)}
    if len(texts) > 1: back["text_encoder_2"] = single.convert_open_clip_checkpoint(texts[1], dict(file), prefix="conditioner.embedders.1.model.")
    for part, state in back.items():
        for key, value in states[part].items():
            found = state.get(key, state.get("text_model." + key))
            assert found is not None and torch.equal(found.reshape(value.shape), value.float()), (part, key)
    (folder / "single-file.json").write_text(json.dumps(names))

if __name__ == "__main__":
    for family in (sd15, sdxl, flux):
        if len(sys.argv) < 2 or family.__name__ in sys.argv:
            shutil.rmtree(out / family.__name__, ignore_errors=True)
            family(out / family.__name__)
