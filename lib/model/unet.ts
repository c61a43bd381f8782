import type { Images } from "../core/images.ts";
import { upsample2x } from "../core/ops/upsample2x.ts";
import type { Random } from "../core/random.ts";
import { type AnyTensor, checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { conv } from "./layers/conv.ts";
import { dense } from "./layers/dense.ts";
import { groupNorm } from "./layers/group-norm.ts";
import { residualBlock } from "./layers/residual-block.ts";
import { silu } from "./layers/silu.ts";
import { timeEmbedding } from "./layers/time-embedding.ts";
import { transformer } from "./layers/transformer.ts";
import { type ApplyOptions, type Model, modelOf } from "./model.ts";
import { initialise } from "./parameters.ts";
import { readTexts } from "./text-encoder.ts";
import { timePosition } from "./time.ts";
import { mark } from "./trace.ts";
import { conditioned, type UnetCondition } from "./unet-condition.ts";
import { type FullUnetConfig, fullUnetConfig, type UnetConfig } from "./unet-config.ts";
import { type UnetBlockParameters, type UnetParameters, unetPlan } from "./unet-plan.ts";

/**
 * Makes a U-Net that denoises pictures, with texts, with classes or without either.
 *
 * On the way down each level has residual blocks, with attention where the configuration says so, and then halves the
 * picture; on the way up each level is given what the way down left at its size. Texts are read by a small encoder in
 * the same tree of parameters; every position of a feature map looks at their words (cross-attention). The last
 * convolution starts at zero, and so does every part that is added to something else.
 *
 * Ronneberger et al. 2015, "U-Net"; Ho et al. 2020, "Denoising Diffusion Probabilistic Models", appendix B; Rombach et
 * al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models", section 3.3.
 *
 * @throws {RangeError} If the configuration does not fit together.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { levelAt, linearSchedule, random, unet } from "noisebook";
 *
 * const model = unet({ image: [8, 8, 3], channels: [16, 32], text: ["red", "circle"], rng: random(1) });
 * const x = { data: new Float32Array(192).fill(0.5), count: 1, height: 8, width: 8, channels: 3 };
 * const { data } = await model.predict(x, levelAt(linearSchedule(), 500), await model.embed?.(["red circle"]));
 * assert.ok(data.every((value) => value === 0)); // untrained
 * model.dispose();
 * ```
 */
export function unet({
  rng,
  ...options
}: UnetConfig & { rng: Random }): Model<UnetParameters, Images, UnetCondition> {
  const config = fullUnetConfig(options);
  const { image, text } = config;
  return modelOf<UnetParameters, Images, UnetCondition>({
    kind: "unet",
    config,
    shape: [...image],
    parameters: initialise<UnetParameters>(unetPlan(config), rng),
    apply: (parameters, x, told) => applyUnet(parameters, x, { ...told, config }),
    ...(text && { embed: (prompts) => readTexts(prompts, text) }),
  });
}

type Maps = Tensor<"batch height width channel">;

/** What every part is told. */
interface Run {
  config: FullUnetConfig;
  /** Features of the time, and of the class, after their activation. */
  time: Tensor<"batch feature">;
  /** States of the words. */
  context?: Tensor<"batch token channel"> | undefined;
}

/** The network of {@link unet} as a function of its parameters. */
export function applyUnet(
  parameters: UnetParameters,
  x: Tensor,
  { t, condition, config }: ApplyOptions<UnetCondition> & { config: FullUnetConfig },
): AnyTensor {
  const [height, width, channel] = config.image;
  const { batch } = checkShape("x", x, "batch height width channel", { height, width, channel });
  checkShape("t", t, "batch", { batch });
  return tf.tidy(() => {
    const { features, context } = conditioned(parameters, { config, condition, rows: batch });
    const run = { config, time: timeFeatures(parameters, t, { config, features }), context };
    let h: Maps = mark("input", conv(parameters.input, x as tf.Tensor));
    const skips = config.skips === "all" ? [h] : [];
    h = down(parameters, h, { ...run, skips });
    h = middle(parameters, h, run);
    h = up(parameters, h, { ...run, skips: config.skips === "none" ? [] : skips });
    const normed = groupNorm(parameters.norm, h, { groups: config.groups, activation: "silu" });
    return mark("output", conv(parameters.output, normed));
  });
}

/** Features of the time, and of the condition if there are any. */
function timeFeatures(
  { time: { dense1, dense2 } }: UnetParameters,
  t: Tensor<"batch">,
  { config, features }: { config: FullUnetConfig; features: tf.Tensor | undefined },
): tf.Tensor {
  const { channels, time } = config;
  const waves = mark("time.waves", timeEmbedding(timePosition(t, time), { width: channels[0] }));
  const ofTime = dense(dense2, silu(dense(dense1, waves)));
  return mark("time", silu(features ? tf.add(ofTime, features) : ofTime));
}

function down({ down }: UnetParameters, x: Maps, run: Run & { skips: Maps[] }): Maps {
  let h = x;
  down.forEach(({ blocks, downsample }, level) => {
    blocks.forEach((parameters, at) => {
      h = block(parameters, h, { ...run, level, name: `down.${level}.blocks.${at}` });
      run.skips.push(h);
    });
    if (!downsample) return;
    h = mark(`down.${level}.downsample`, conv(downsample, h, { stride: 2 }));
    if (run.config.skips === "all") run.skips.push(h);
  });
  return h;
}

function middle({ middle }: UnetParameters, x: Maps, run: Run): Maps {
  const level = run.config.channels.length - 1;
  const { block1, transformer, block2 } = middle;
  const first = block({ residual: block1, transformer }, x, { ...run, level, name: "middle.block1" });
  return block({ residual: block2 }, first, { ...run, level, name: "middle.block2" });
}

function up({ up }: UnetParameters, x: Maps, run: Run & { skips: Maps[] }): Maps {
  let h = x;
  up.forEach(({ blocks, upsample }, at) => {
    const level = up.length - 1 - at;
    blocks.forEach((parameters, index) => {
      const skip = run.skips.pop();
      const joined = skip ? tf.concat([h, skip], 3) : h;
      h = block(parameters, joined, { ...run, level, name: `up.${at}.blocks.${index}` });
    });
    if (upsample) h = mark(`up.${at}.upsample`, conv(upsample, upsample2x(h)));
  });
  return h;
}

/** A residual block and the attention after it. */
function block(
  { residual, transformer: attention }: UnetBlockParameters,
  x: Maps,
  { config, time, context, level, name }: Run & { level: number; name: string },
): Maps {
  const { groups } = config;
  const h = mark(name, residualBlock(residual, x, { groups, time }));
  if (!attention) return h;
  return transformer(attention, h, {
    heads: config.heads[level],
    groups,
    context,
    name: `${name}.transformer`,
  });
}
