/** The two halves of the autoencoder, as pure functions of their parameters. */
import { conv2dBias } from "../core/ops/conv2d-bias.ts";
import { upsample2x } from "../core/ops/upsample2x.ts";
import { checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type {
  AutoencoderConfig,
  DecoderParameters,
  EncoderParameters,
  MiddleParameters,
} from "./autoencoder-config.ts";
import type { GaussianLatent } from "./gaussian-latent.ts";
import { type ConvParameters, conv } from "./layers/conv.ts";
import { groupNorm } from "./layers/group-norm.ts";
import { multiHeadAttention } from "./layers/multi-head-attention.ts";
import { residualBlock } from "./layers/residual-block.ts";
import { mark } from "./trace.ts";

type Maps = Tensor<"batch height width channel">;

const epsilon = 1e-6;

/**
 * The Gaussians of the pictures' codes, each side 2^(levels − 1) times shorter.
 *
 * Rombach et al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models", appendix E. Log variances are kept
 * from −30 to 20, as there.
 *
 * @param x Pictures: [batch, height, width, channel].
 * @returns Mean and log variance: [batch, height, width, latent]; the caller owns both.
 * @throws {ShapeError} If a side cannot be halved so often.
 */
export function encodeMoments(
  parameters: EncoderParameters,
  x: Maps,
  { groups = 8 }: Pick<AutoencoderConfig, "groups">,
): GaussianLatent {
  const { input, down, middle, norm, output, moments } = parameters;
  const options = { groups, epsilon };
  return tf.tidy(() => {
    let h = conv(input, x);
    down.forEach(({ blocks, downsample }, level) => {
      for (const block of blocks) h = residualBlock(block, h, options);
      if (downsample) h = halved(downsample, h);
      mark(`encoder.down.${level}`, h);
    });
    h = middleOf(middle, h, { groups, name: "encoder.middle" });
    h = conv(output, groupNorm(norm, h, { ...options, activation: "silu" }));
    const [mean, logVariance] = tf.split(moments ? conv(moments, h) : h, 2, 3);
    return { mean: mark("encoder.mean", mean), logVariance: tf.clipByValue(logVariance, -30, 20) } as never;
  }) as GaussianLatent;
}

/**
 * Pictures of codes: the way back.
 *
 * @param z Codes: [batch, height, width, latent].
 * @returns Pictures: [batch, height, width, channel]; the caller owns it.
 */
export function decodeLatents(
  parameters: DecoderParameters,
  z: Maps,
  { groups = 8 }: Pick<AutoencoderConfig, "groups">,
): Maps {
  const { code, input, middle, up, norm, output } = parameters;
  const options = { groups, epsilon };
  return tf.tidy(() => {
    let h = conv(input, code ? conv(code, z) : z);
    h = middleOf(middle, h, { groups, name: "decoder.middle" });
    up.forEach(({ blocks, upsample }, level) => {
      for (const block of blocks) h = residualBlock(block, h, options);
      if (upsample) h = conv(upsample, upsample2x(h));
      mark(`decoder.up.${level}`, h);
    });
    return mark("decoder.output", conv(output, groupNorm(norm, h, { ...options, activation: "silu" })));
  });
}

/** Halves an even picture; zeros come in only below and at the right. */
function halved({ weight, bias }: ConvParameters, x: Maps): Maps {
  const { height, width } = checkShape("x", x, "batch height width channel");
  checkShape("x", x, `batch ${height + (height % 2)} ${width + (width % 2)} channel`);
  return conv2dBias(x, { filter: weight, bias, stride: 2, pad: "same" });
}

function middleOf(
  { block1, norm, attention, block2 }: MiddleParameters,
  x: Maps,
  { groups, name }: { groups: number; name: string },
): Maps {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const h = residualBlock(block1, x, { groups, epsilon });
  const tokens = tf.reshape(groupNorm(norm, h, { groups, epsilon }), [batch, -1, channels]);
  const attended = multiHeadAttention(attention, tokens, { heads: 1, name: `${name}.attention` });
  return mark(name, residualBlock(block2, tf.add(h, tf.reshape(attended, h.shape)), { groups, epsilon }));
}
