/** The configurations of networks made here, as diffusers and transformers have them. */
import { type AutoencoderConfig, fullAutoencoderConfig } from "../model/autoencoder-config.ts";
import type { ClipTextConfig } from "../model/clip-text.ts";
import { fullMmditConfig, type MmditConfig } from "../model/mmdit-config.ts";
import type { T5Config } from "../model/t5.ts";
import { type FullUnetConfig, fullUnetConfig, type UnetConfig } from "../model/unet-config.ts";
import type { ConfigRecord } from "./config-record.ts";
import type { PartNetwork } from "./part.ts";

/**
 * Writes a network's configuration as diffusers or transformers reads it.
 *
 * @throws {RangeError} If they have no network of this form; it names the setting.
 */
export function writeConfig(network: PartNetwork): ConfigRecord {
  switch (network.kind) {
    case "unet":
      return unetConfig(network.config);
    case "mmdit":
      return mmditConfig(network.config);
    case "autoencoder":
      return autoencoderConfig(network);
    case "clip-text":
      return clipConfig(network.config);
    case "t5":
      return t5Config(network.config);
  }
}

function unetConfig(config: UnetConfig): ConfigRecord {
  const full = fullUnetConfig(config);
  const { image, channels, blocks, attention, heads, groups, context, added } = full;
  checkForm(full);
  const attends = attention.map((depth) => depth > 0);
  return {
    _class_name: "UNet2DConditionModel",
    act_fn: "silu",
    ...(added && {
      addition_embed_type: "text_time",
      addition_time_embed_dim: added.waves,
      projection_class_embeddings_input_dim: added.pooled + added.numbers * added.waves,
    }),
    attention_head_dim: [...heads],
    block_out_channels: [...channels],
    cross_attention_dim: context,
    down_block_types: attends.map((has) => (has ? "CrossAttnDownBlock2D" : "DownBlock2D")),
    flip_sin_to_cos: true,
    freq_shift: 0,
    in_channels: image[2],
    layers_per_block: blocks,
    norm_num_groups: groups,
    out_channels: image[2],
    sample_size: image[0] === image[1] ? image[0] : image.slice(0, 2),
    transformer_layers_per_block: attention.map((depth) => depth || 1),
    up_block_types: [...attends].reverse().map((has) => (has ? "CrossAttnUpBlock2D" : "UpBlock2D")),
    use_linear_projection: true,
  };
}

/** Holds a U-Net to the form that diffusers has. */
function checkForm(full: FullUnetConfig): void {
  const needed: [name: string, value: unknown, wanted: unknown][] = [
    ["skips", full.skips, "all"],
    ["projection", full.projection, true],
    ["feedForward", full.feedForward, 4],
    ["time", full.time, "step"],
    ["timeWidth", full.timeWidth, 4 * full.channels[0]],
    ["middle", full.middle, full.attention.at(-1) || 1],
  ];
  const other = needed.find(([, value, wanted]) => value !== wanted);
  if (other)
    throw new RangeError(
      `Cannot export the U-Net: diffusers has none with ${other[0]} ${String(other[1])}; make it with ${other[0]} ${String(other[2])}`,
    );
  if (full.context === undefined)
    throw new RangeError(
      "Cannot export the U-Net: diffusers' looks at states of words; make it with context",
    );
}

function mmditConfig(config: MmditConfig): ConfigRecord {
  const { image, patch, heads, axes, double, single, context, pooled, guidance } = fullMmditConfig(config);
  if (context === undefined || patch !== 2)
    throw new RangeError(
      "Cannot export the MMDiT: diffusers' looks at states of words and at patches of 2 × 2; make it with context and patch 2",
    );
  return {
    _class_name: "FluxTransformer2DModel",
    attention_head_dim: axes.reduce((sum, size) => sum + size, 0),
    axes_dims_rope: [...axes],
    guidance_embeds: guidance,
    in_channels: patch ** 2 * image[2],
    joint_attention_dim: context,
    num_attention_heads: heads,
    num_layers: double,
    num_single_layers: single,
    patch_size: 1,
    pooled_projection_dim: pooled,
  };
}

function autoencoderConfig({
  config,
  scale,
  shift,
}: {
  config: AutoencoderConfig;
  scale: number;
  shift: number;
}): ConfigRecord {
  const { image, channels, latent, blocks, groups, mixing } = fullAutoencoderConfig(config);
  return {
    _class_name: "AutoencoderKL",
    act_fn: "silu",
    block_out_channels: [...channels],
    down_block_types: channels.map(() => "DownEncoderBlock2D"),
    in_channels: image[2],
    latent_channels: latent,
    layers_per_block: blocks,
    norm_num_groups: groups,
    out_channels: image[2],
    sample_size: image[0],
    scaling_factor: scale,
    ...(shift !== 0 && { shift_factor: shift }),
    up_block_types: channels.map(() => "UpDecoderBlock2D"),
    use_post_quant_conv: mixing,
    use_quant_conv: mixing,
  };
}

function clipConfig({ projection, ...config }: ClipTextConfig): ConfigRecord {
  const { vocabulary, length, width, layers, heads, multiple = 4, activation = "quick-gelu" } = config;
  return {
    architectures: [projection === undefined ? "CLIPTextModel" : "CLIPTextModelWithProjection"],
    bos_token_id: vocabulary - 2,
    eos_token_id: vocabulary - 1,
    hidden_act: activation.replace("-", "_"),
    hidden_size: width,
    intermediate_size: multiple * width,
    layer_norm_eps: 1e-5,
    max_position_embeddings: length,
    model_type: "clip_text_model",
    num_attention_heads: heads,
    num_hidden_layers: layers,
    pad_token_id: vocabulary - 1,
    projection_dim: projection ?? width,
    vocab_size: vocabulary,
  };
}

function t5Config({ vocabulary, width, layers, heads, hidden, ...config }: T5Config): ConfigRecord {
  const { headWidth = width / heads, distances = 32, farthest = 128 } = config;
  return {
    architectures: ["T5EncoderModel"],
    d_ff: hidden,
    d_kv: headWidth,
    d_model: width,
    feed_forward_proj: "gated-gelu",
    is_encoder_decoder: false,
    layer_norm_epsilon: 1e-6,
    model_type: "t5",
    num_heads: heads,
    num_layers: layers,
    relative_attention_max_distance: farthest,
    relative_attention_num_buckets: distances,
    vocab_size: vocabulary,
  };
}
