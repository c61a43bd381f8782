/** The configurations of published models, as their folders have them. */
import { checkOneOf } from "../core/check.ts";
import type { ConfigRecord } from "./config-record.ts";
import type { PipelineConfigs } from "./pipeline-configs.ts";

/** A published model whose configuration is known here. */
export type PublishedName = "sd15" | "sdxl" | "flux" | "flux-schnell";

export const publishedNames: readonly PublishedName[] = ["sd15", "sdxl", "flux", "flux-schnell"];

const clipLarge: ConfigRecord = {
  _class_name: "CLIPTextModel",
  hidden_act: "quick_gelu",
  hidden_size: 768,
  intermediate_size: 3072,
  layer_norm_eps: 1e-5,
  max_position_embeddings: 77,
  num_attention_heads: 12,
  num_hidden_layers: 12,
  projection_dim: 768,
  vocab_size: 49408,
};

/** OpenCLIP ViT-bigG/14. */
const clipHuge: ConfigRecord = {
  ...clipLarge,
  _class_name: "CLIPTextModelWithProjection",
  hidden_act: "gelu",
  hidden_size: 1280,
  intermediate_size: 5120,
  num_attention_heads: 20,
  num_hidden_layers: 32,
  projection_dim: 1280,
};

/** T5 v1.1 XXL. */
const t5: ConfigRecord = {
  _class_name: "T5EncoderModel",
  d_ff: 10240,
  d_kv: 64,
  d_model: 4096,
  feed_forward_proj: "gated-gelu",
  layer_norm_epsilon: 1e-6,
  num_heads: 64,
  num_layers: 24,
  relative_attention_max_distance: 128,
  relative_attention_num_buckets: 32,
  vocab_size: 32128,
};

const unet: ConfigRecord = {
  _class_name: "UNet2DConditionModel",
  act_fn: "silu",
  attention_head_dim: 8,
  block_out_channels: [320, 640, 1280, 1280],
  cross_attention_dim: 768,
  down_block_types: ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
  downsample_padding: 1,
  flip_sin_to_cos: true,
  freq_shift: 0,
  in_channels: 4,
  layers_per_block: 2,
  norm_eps: 1e-5,
  norm_num_groups: 32,
  out_channels: 4,
  sample_size: 64,
  up_block_types: ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
};

const unetXl: ConfigRecord = {
  ...unet,
  addition_embed_type: "text_time",
  addition_time_embed_dim: 256,
  attention_head_dim: [5, 10, 20],
  block_out_channels: [320, 640, 1280],
  cross_attention_dim: 2048,
  down_block_types: ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
  projection_class_embeddings_input_dim: 2816,
  sample_size: 128,
  transformer_layers_per_block: [1, 2, 10],
  up_block_types: ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
  use_linear_projection: true,
};

const transformer: ConfigRecord = {
  _class_name: "FluxTransformer2DModel",
  attention_head_dim: 128,
  axes_dims_rope: [16, 56, 56],
  guidance_embeds: true,
  in_channels: 64,
  joint_attention_dim: 4096,
  num_attention_heads: 24,
  num_layers: 19,
  num_single_layers: 38,
  patch_size: 1,
  pooled_projection_dim: 768,
};

const vae: ConfigRecord = {
  _class_name: "AutoencoderKL",
  act_fn: "silu",
  block_out_channels: [128, 256, 512, 512],
  down_block_types: Array(4).fill("DownEncoderBlock2D"),
  in_channels: 3,
  latent_channels: 4,
  layers_per_block: 2,
  norm_num_groups: 32,
  out_channels: 3,
  sample_size: 512,
  scaling_factor: 0.18215,
  up_block_types: Array(4).fill("UpDecoderBlock2D"),
};

const vaeFlux: ConfigRecord = {
  ...vae,
  latent_channels: 16,
  sample_size: 1024,
  scaling_factor: 0.3611,
  shift_factor: 0.1159,
  use_post_quant_conv: false,
  use_quant_conv: false,
};

const steps: ConfigRecord = {
  beta_end: 0.012,
  beta_schedule: "scaled_linear",
  beta_start: 0.00085,
  num_train_timesteps: 1000,
  prediction_type: "epsilon",
  set_alpha_to_one: false,
  steps_offset: 1,
  timestep_spacing: "leading",
};

const flow: ConfigRecord = {
  _class_name: "FlowMatchEulerDiscreteScheduler",
  base_image_seq_len: 256,
  base_shift: 0.5,
  max_image_seq_len: 4096,
  max_shift: 1.15,
  num_train_timesteps: 1000,
  shift: 3,
  use_dynamic_shifting: true,
};

const flux: PipelineConfigs = {
  name: "FluxPipeline",
  parts: { text_encoder: clipLarge, text_encoder_2: t5, transformer, vae: vaeFlux },
  scheduler: flow,
  settings: {},
};

const published: Record<PublishedName, PipelineConfigs> = {
  sd15: {
    name: "StableDiffusionPipeline",
    parts: { text_encoder: clipLarge, unet, vae },
    scheduler: { ...steps, _class_name: "PNDMScheduler", skip_prk_steps: true },
    settings: {},
  },
  sdxl: {
    name: "StableDiffusionXLPipeline",
    parts: {
      text_encoder: clipLarge,
      text_encoder_2: clipHuge,
      unet: unetXl,
      vae: { ...vae, sample_size: 1024, scaling_factor: 0.13025 },
    },
    scheduler: { ...steps, _class_name: "EulerDiscreteScheduler" },
    settings: { force_zeros_for_empty_prompt: true },
  },
  flux,
  "flux-schnell": {
    ...flux,
    parts: { ...flux.parts, transformer: { ...transformer, guidance_embeds: false } },
    scheduler: { ...flow, shift: 1, use_dynamic_shifting: false },
  },
};

/**
 * The configurations of Stable Diffusion 1.5 ("sd15"), Stable Diffusion XL ("sdxl"), FLUX.1-dev ("flux") and FLUX.1-schnell
 * ("flux-schnell"), as the files of their folders have them. No weights come with this library.
 *
 * @throws {RangeError} If it is none of these names.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { describe, publishedConfig } from "noisebook";
 *
 * const { children } = describe(publishedConfig("sd15"));
 * assert.deepEqual(
 *   children.map(({ name, parameters }) => [name, parameters]),
 *   [["text_encoder", 123_060_480], ["unet", 859_520_964], ["vae", 83_653_863]],
 * );
 * ```
 */
export function publishedConfig(name: PublishedName): PipelineConfigs {
  checkOneOf(name, { doing: "give a published configuration", name: "name", names: publishedNames });
  return structuredClone(published[name]);
}
