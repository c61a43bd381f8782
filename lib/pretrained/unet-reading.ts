import type { UnetConfig } from "../model/unet-config.ts";
import { type ConfigSource, configError, namesIn, refuseOthers, sizeIn, sizesIn } from "./config-record.ts";

/** What diffusers' U-Net may be asked for and this library's has not; left out or null is fine. */
const allowed = {
  act_fn: ["silu", "swish"],
  addition_embed_type: ["text_time"],
  attention_type: ["default"],
  center_input_sample: [false],
  class_embed_type: [],
  class_embeddings_concat: [false],
  conv_in_kernel: [3],
  conv_out_kernel: [3],
  cross_attention_norm: [],
  downsample_padding: [1],
  dual_cross_attention: [false],
  encoder_hid_dim: [],
  encoder_hid_dim_type: [],
  flip_sin_to_cos: [true],
  freq_shift: [0],
  mid_block_only_cross_attention: [false],
  mid_block_scale_factor: [1],
  mid_block_type: ["UNetMidBlock2DCrossAttn"],
  norm_eps: [1e-5],
  num_attention_heads: [],
  num_class_embeds: [],
  only_cross_attention: [false],
  resnet_out_scale_factor: [1],
  resnet_skip_time_act: [false],
  resnet_time_scale_shift: ["default"],
  reverse_transformer_layers_per_block: [],
  time_cond_proj_dim: [],
  time_embedding_act_fn: [],
  time_embedding_type: ["positional"],
  timestep_post_act: [],
};

const downBlocks = ["DownBlock2D", "CrossAttnDownBlock2D"];
const upBlocks = ["UpBlock2D", "CrossAttnUpBlock2D"];

/**
 * Reads the configuration of diffusers' UNet2DConditionModel.
 *
 * @throws {RangeError} If it asks for something that this library's U-Net has not.
 */
export function readUnetConfig(source: ConfigSource): UnetConfig {
  refuseOthers(source, allowed);
  const channels = sizesIn(source, "block_out_channels");
  const length = channels.length;
  const down = namesIn(source, "down_block_types", downBlocks);
  const up = namesIn(source, "up_block_types", upBlocks);
  const attends = down.map((name) => name === "CrossAttnDownBlock2D");
  const mirrored = [...up].reverse().map((name) => name === "CrossAttnUpBlock2D");
  if (down.length !== length || String(mirrored) !== String(attends))
    throw configError(source, "down_block_types and up_block_types must mirror each other, one a level");
  const depths = sizesIn(source, "transformer_layers_per_block", { length, fallback: 1, most: 256 });
  const inputs = sizeIn(source, "in_channels", 4);
  if (sizeIn(source, "out_channels", 4) !== inputs)
    throw configError(
      source,
      `in_channels and out_channels must be equal, got ${inputs} and ${source.config["out_channels"]}; models made for inpainting are not supported`,
    );
  const [height, width] = sizesIn(source, "sample_size", { length: 2, fallback: 64 });
  return {
    image: [height, width, inputs],
    channels,
    blocks: blocksIn(source, length),
    attention: depths.map((depth, level) => (attends[level] ? depth : 0)),
    middle: depths[length - 1],
    // A number of heads in spite of its name, as Stable Diffusion 1's 8 at every level shows.
    heads: sizesIn(source, "attention_head_dim", { length, fallback: 8 }),
    groups: sizeIn(source, "norm_num_groups", 32),
    feedForward: 4,
    projection: true,
    skips: "all",
    context: sizeIn(source, "cross_attention_dim", 1280),
    added: addedIn(source),
  };
}

function blocksIn(source: ConfigSource, length: number): number {
  const [first, ...others] = sizesIn(source, "layers_per_block", { length, fallback: 2, most: 256 });
  if (others.some((count) => count !== first))
    throw configError(source, "layers_per_block must be the same for each level");
  return first;
}

function addedIn(source: ConfigSource): UnetConfig["added"] {
  if (!source.config["addition_embed_type"]) return undefined;
  const waves = sizeIn(source, "addition_time_embed_dim");
  const all = sizeIn(source, "projection_class_embeddings_input_dim");
  const pooled = all - numbers * waves;
  if (pooled < 1)
    throw configError(
      source,
      `projection_class_embeddings_input_dim must be more than ${numbers} times addition_time_embed_dim, got ${all}`,
    );
  return { pooled, numbers, waves };
}

/** Sizes before and after cropping, and where it was cropped: two numbers each. */
const numbers = 6;
