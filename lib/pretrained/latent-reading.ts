/** The configurations of Flux's transformer and of the autoencoder. */
import type { AutoencoderConfig } from "../model/autoencoder-config.ts";
import type { MmditConfig } from "../model/mmdit-config.ts";
import {
  type ConfigSource,
  configError,
  countIn,
  flagIn,
  namesIn,
  numberIn,
  refuseOthers,
  sizeIn,
  sizesIn,
} from "./config-record.ts";

/** Flux cuts the code into patches of 2 × 2 before its first layer. */
const patch = 2;

/**
 * Reads the configuration of diffusers' FluxTransformer2DModel.
 *
 * @throws {RangeError} If the sizes do not fit each other.
 */
export function readMmditConfig(source: ConfigSource): MmditConfig {
  refuseOthers(source, { patch_size: [1] });
  const inputs = sizeIn(source, "in_channels", 64);
  const outputs = sizeIn(source, "out_channels", inputs);
  if (inputs !== outputs || inputs % patch ** 2 !== 0)
    throw configError(
      source,
      `in_channels must be a multiple of ${patch ** 2}, and out_channels the same, got ${inputs} and ${outputs}`,
    );
  const [spare, row, column] = sizesIn(source, "axes_dims_rope", { length: 3, fallback: [16, 56, 56] });
  const dim = sizeIn(source, "attention_head_dim", 128);
  if (spare + row + column !== dim)
    throw configError(source, `axes_dims_rope must sum to attention_head_dim, ${dim}`);
  return {
    image: [128, 128, inputs / patch ** 2],
    patch,
    heads: sizeIn(source, "num_attention_heads", 24),
    axes: [spare, row, column],
    double: countIn(source, "num_layers", 19),
    single: countIn(source, "num_single_layers", 38),
    context: sizeIn(source, "joint_attention_dim", 4096),
    pooled: sizeIn(source, "pooled_projection_dim", 768),
    guidance: flagIn(source, "guidance_embeds", false),
  };
}

/** An autoencoder's configuration, and how codes are scaled for the network that learns them. */
export interface ReadAutoencoder {
  config: AutoencoderConfig;
  /** Codes are (z − shift) · scale. */
  scale: number;
  shift: number;
}

/**
 * Reads the configuration of diffusers' AutoencoderKL.
 *
 * @throws {RangeError} If it asks for something that this library's autoencoder has not.
 */
export function readAutoencoderConfig(source: ConfigSource): ReadAutoencoder {
  refuseOthers(source, {
    act_fn: ["silu", "swish"],
    mid_block_add_attention: [true],
    latents_mean: [],
    latents_std: [],
  });
  namesIn(source, "down_block_types", ["DownEncoderBlock2D"]);
  namesIn(source, "up_block_types", ["UpDecoderBlock2D"]);
  const channels = sizesIn(source, "block_out_channels");
  const mixing = flagIn(source, "use_quant_conv", true);
  if (flagIn(source, "use_post_quant_conv", true) !== mixing)
    throw configError(source, "use_quant_conv and use_post_quant_conv must be alike");
  const pictures = sizeIn(source, "in_channels", 3);
  if (sizeIn(source, "out_channels", 3) !== pictures)
    throw configError(source, "in_channels and out_channels must be equal");
  const [height, width] = sizesIn(source, "sample_size", { length: 2, fallback: 512 });
  return {
    config: {
      image: [height, width, pictures],
      channels,
      latent: sizeIn(source, "latent_channels", 4),
      blocks: countIn(source, "layers_per_block", 1),
      groups: sizeIn(source, "norm_num_groups", 32),
      mixing,
    },
    scale: numberIn(source, "scaling_factor", 0.18215),
    shift: numberIn(source, "shift_factor", 0),
  };
}
