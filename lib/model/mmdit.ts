import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { type AnyTensor, checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { StatesCondition, TextCondition } from "./condition.ts";
import { type RotaryTable, rotaryTable } from "./layers/axial-rotary.ts";
import { dense } from "./layers/dense.ts";
import { silu } from "./layers/silu.ts";
import { timeEmbedding } from "./layers/time-embedding.ts";
import { doubleBlock, modulated, modulations, type Streams, singleBlock } from "./mmdit-blocks.ts";
import {
  type FullMmditConfig,
  fullMmditConfig,
  type MmditConfig,
  type MmditParameters,
  mmditPlan,
  type TwoDense,
  timeWaves,
} from "./mmdit-config.ts";
import { type ApplyOptions, type Model, modelOf } from "./model.ts";
import { initialise } from "./parameters.ts";
import { encodeText, readTexts } from "./text-encoder.ts";
import { timePosition } from "./time.ts";
import { mark } from "./trace.ts";

/** States of words from elsewhere, the vector of each whole text (default: the states' mean), and the strength of guidance. */
export interface MmditStates extends StatesCondition {
  /** What a guidance-distilled model is told. Default: 1. */
  guidance?: number;
}

export type MmditCondition = TextCondition | MmditStates;

/**
 * Makes a multimodal diffusion transformer, the network of Stable Diffusion 3 and Flux: patches of the picture and words are
 * tokens that all look at each other, and time and text set the scale of every layer.
 *
 * Peebles and Xie 2023, "Scalable Diffusion Models with Transformers"; Esser et al. 2024, "Scaling Rectified Flow Transformers
 * for High-Resolution Image Synthesis", section 4. The blocks and their order are those of Flux.
 *
 * @throws {RangeError} If the configuration does not fit together.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { flowLevel, mmdit, random } from "noisebook";
 *
 * const model = mmdit({ image: [8, 8, 3], heads: 2, double: 1, single: 1, text: ["red", "circle"], rng: random(1) });
 * const x = { data: new Float32Array(192).fill(0.5), count: 1, height: 8, width: 8, channels: 3 };
 * const { data } = await model.predict(x, flowLevel(0.5), await model.embed?.(["red circle"]));
 * assert.ok(data.every((value) => value === 0)); // untrained
 * model.dispose();
 * ```
 */
export function mmdit({
  rng,
  ...options
}: MmditConfig & { rng: Random }): Model<MmditParameters, Images, MmditCondition> {
  const config = fullMmditConfig(options);
  const { text } = config;
  return modelOf<MmditParameters, Images, MmditCondition>({
    kind: "mmdit",
    config,
    shape: [...config.image],
    predicts: "flow",
    parameters: initialise<MmditParameters>(mmditPlan(options), rng),
    apply: (parameters, x, told) => applyMmdit(parameters, x, { ...told, config }),
    ...(text && { embed: (prompts) => readTexts(prompts, text) }),
  });
}

/** The network of {@link mmdit} as a function of its parameters. */
export function applyMmdit(
  parameters: MmditParameters,
  x: Tensor,
  { t, condition, config }: ApplyOptions<MmditCondition> & { config: FullMmditConfig },
): AnyTensor {
  const [height, width, channel] = config.image;
  const { batch } = checkShape("x", x, "batch height width channel", { height, width, channel });
  checkShape("t", t, "batch", { batch });
  return tf.tidy(() => {
    const words = wordsOf(parameters, { config, condition, rows: batch });
    const told = mark("told", toldOf(parameters, t, { ...words, config }));
    const tokens = words.states.shape[1] as number;
    const options = { heads: config.heads, told, places: placesOf(config, tokens) };
    let streams: Streams = {
      text: dense(parameters.text, words.states),
      image: dense(parameters.image, toPatches(x, config)),
    };
    parameters.double.forEach((block, at) => {
      streams = doubleBlock(block, streams, options);
      mark(`double.${at}`, streams.image);
    });
    let h: tf.Tensor = tf.concat([streams.text, streams.image], 1);
    parameters.single.forEach((block, at) => {
      h = mark(`single.${at}`, singleBlock(block, h, options));
    });
    const image = tf.slice(h, [0, tokens, 0], [-1, -1, -1]);
    const [scale, shift] = modulations(parameters.modulation, told, 2);
    return mark("output", fromPatches(dense(parameters.output, modulated(image, shift, scale)), config));
  });
}

interface Words {
  states: Tensor<"batch token channel">;
  pooled: Tensor<"batch channel">;
  guidance: number;
}

function wordsOf(
  { encoder }: MmditParameters,
  {
    config,
    condition,
    rows,
  }: { config: FullMmditConfig; condition: MmditCondition | undefined; rows: number },
): Words {
  if (encoder && config.text) {
    const texts =
      (condition as TextCondition | undefined) ?? Array.from({ length: rows }, () => new Int32Array());
    const states = encodeText(encoder, texts, { ...config.text, rows });
    return { states, pooled: tf.mean(states, 1), guidance: 1 };
  }
  if (condition === undefined)
    throw new TypeError(
      "Cannot predict: this MMDiT looks at states of words; give the condition of an empty text",
    );
  const { data, count, tokens, width, pooled, guidance = 1 } = condition as MmditStates;
  const shape: [number, number, number] = [count, tokens, width];
  checkShape("condition", { shape }, "batch token width", { batch: rows, width: config.context! });
  const states = tf.tensor3d(data, shape);
  return {
    states,
    pooled: pooled ? tf.tensor2d(pooled, [count, config.pooled]) : tf.mean(states, 1),
    guidance,
  };
}

/** The sum of what time, guidance and the whole text say. */
function toldOf(
  parameters: MmditParameters,
  t: Tensor<"batch">,
  { pooled, guidance, config }: Words & { config: FullMmditConfig },
): tf.Tensor {
  const two = ({ dense1, dense2 }: TwoDense, x: tf.Tensor) => dense(dense2, silu(dense(dense1, x)));
  const waves = (x: Tensor<"batch">) => timeEmbedding(x, { width: timeWaves });
  const told = tf.add(
    two(parameters.time, waves(timePosition(t, config.time))),
    two(parameters.pooled, pooled),
  );
  if (!parameters.guidance) return told;
  return tf.add(told, two(parameters.guidance, waves(tf.fill([t.shape[0]], 1000 * guidance))));
}

/** Words are all at the origin; a patch is at its row and column. */
function placesOf({ image, patch, axes }: FullMmditConfig, words: number): RotaryTable {
  const columns = image[1] / patch;
  const patches = (image[0] / patch) * columns;
  const places = Array.from({ length: patches }, (_, at) => [0, Math.floor(at / columns), at % columns]);
  return rotaryTable([...Array.from({ length: words }, () => [0, 0, 0]), ...places], { axes });
}

/** [batch, height, width, channel] to [batch, patch, channel·patch²], the channel first, as Flux has it. */
function toPatches(x: tf.Tensor, { image: [height, width, channel], patch }: FullMmditConfig): tf.Tensor {
  const [down, across] = [height / patch, width / patch];
  const cut = tf.transpose(tf.reshape(x, [-1, down, patch, across, patch, channel]), [0, 1, 3, 5, 2, 4]);
  return tf.reshape(cut, [-1, down * across, channel * patch * patch]);
}

/** The reverse. */
function fromPatches(x: tf.Tensor, { image: [height, width, channel], patch }: FullMmditConfig): tf.Tensor {
  const [down, across] = [height / patch, width / patch];
  const cut = tf.reshape(x, [-1, down, across, channel, patch, patch]);
  return tf.reshape(tf.transpose(cut, [0, 1, 4, 2, 5, 3]), [-1, height, width, channel]);
}
