/** What a U-Net makes of its condition. */
import { type AnyTensor, checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { type ClassCondition, checkClasses, type StatesCondition, type TextCondition } from "./condition.ts";
import { dense } from "./layers/dense.ts";
import { embedding } from "./layers/embedding.ts";
import { silu } from "./layers/silu.ts";
import { timeEmbedding } from "./layers/time-embedding.ts";
import { encodeText, meanState } from "./text-encoder.ts";
import type { AddedConfig, FullUnetConfig } from "./unet-config.ts";
import type { UnetParameters } from "./unet-plan.ts";

/** Texts, classes or states of words, whichever the U-Net was made for. */
export type UnetCondition = TextCondition | ClassCondition | StatesCondition;

export interface ConditionOptions {
  config: FullUnetConfig;
  /** Rows of x. */
  rows: number;
  condition?: UnetCondition | undefined;
}

/** What the condition is to a U-Net. */
interface Conditioned {
  /** Added to the features of the time: [batch, feature]. */
  features?: AnyTensor | undefined;
  /** States of the words, for cross-attention. */
  context?: Tensor<"batch token channel">;
}

/**
 * Turns a condition into what the layers are given.
 *
 * @throws {RangeError} If it has not a row for each row of x, or a class is none of the model's.
 * @throws {TypeError} If the U-Net knows no condition and is given one, or needs states of words and has none.
 */
export function conditioned(parameters: UnetParameters, options: ConditionOptions): Conditioned {
  const { config } = options;
  if (config.text) return ofText(parameters, options);
  if (config.classes !== undefined) return ofClasses(parameters, options);
  if (config.context !== undefined) return ofStates(parameters, options);
  if (options.condition !== undefined)
    throw new TypeError("Cannot predict: this U-Net was made without a condition, and was given one");
  return {};
}

function ofText({ text, pool }: UnetParameters, { config, rows, condition }: ConditionOptions): Conditioned {
  if (!text || !pool || !config.text) return {};
  const texts = (condition as TextCondition | undefined) ?? Array<Int32Array>(rows).fill(new Int32Array());
  const context = encodeText(text, texts, { ...config.text, rows });
  return { context, features: dense(pool, meanState(context, texts)) };
}

function ofClasses(
  { classes: table }: UnetParameters,
  { config, rows, condition }: ConditionOptions,
): Conditioned {
  const { classes } = config;
  if (!table || classes === undefined) return {};
  const asked = (condition as ClassCondition | undefined) ?? new Int32Array(rows).fill(-1);
  checkClasses(asked, { rows, classes });
  const ids = Array.from(asked, (of) => (of === -1 ? classes : of));
  return { features: embedding(table, ids) };
}

function ofStates(parameters: UnetParameters, { config, rows, condition }: ConditionOptions): Conditioned {
  if (condition === undefined)
    throw new TypeError(
      "Cannot predict: this U-Net looks at the states of words; give the condition of an empty text",
    );
  const states = condition as StatesCondition;
  const { data, count, tokens, width } = states;
  const shape: [number, number, number] = [count, tokens, width];
  checkShape("condition", { shape }, "batch token width", { batch: rows, width: config.context });
  const context = tf.tensor3d(data, shape);
  return config.added ? { context, features: addedFeatures(parameters, states, config.added) } : { context };
}

/** Features of the text's vector and of the numbers that are told: Podell et al. 2023, "SDXL", section 2.2. */
function addedFeatures(
  { added }: UnetParameters,
  { pooled, numbers, count }: StatesCondition,
  { pooled: width, numbers: each, waves }: Required<AddedConfig>,
): AnyTensor | undefined {
  if (!added) return undefined;
  checkShape("condition.pooled", { shape: [pooled?.length ?? 0] }, String(count * width));
  checkShape("condition.numbers", { shape: [numbers?.length ?? 0] }, String(count * each));
  return tf.tidy(() => {
    const told = timeEmbedding(tf.tensor1d(numbers!), { width: waves });
    const all = tf.concat([tf.tensor2d(pooled!, [count, width]), tf.reshape(told, [count, each * waves])], 1);
    return dense(added.dense2, silu(dense(added.dense1, all)));
  });
}
