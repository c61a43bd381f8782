import { checkInteger, checkPositive, show } from "../core/check.ts";
import type { Random } from "../core/random.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import type { Model } from "../model/model.ts";
import {
  type Blank,
  disposeParameters,
  initialise,
  mapTensors,
  namedTensors,
  type Plan,
} from "../model/parameters.ts";

/** Two thin factors whose product is added to one weight. */
export interface Factors {
  /** A, [inputs, rank]; of a convolution the inputs are height·width·channels. Random at the start. */
  down: Tensor<"input rank">;
  /** B, [rank, outputs]. Zero at the start, so that nothing is added. */
  up: Tensor<"rank output">;
}

/** The factors of each adapted weight, by the weight's name in the model's tree. */
export type Adapters = Record<string, Factors>;

/** Which weights are adapted: those whose name the pattern finds. */
export interface LoraSizes {
  /** r, the width of the factors. Default: 4. */
  rank?: number;
  /** Default: the projections of all attention layers. */
  layers?: RegExp;
}

export interface LoraOptions extends LoraSizes {
  /** α: what is added is α/r times the product. Default: the rank. */
  alpha?: number;
  rng: Random;
}

/** A model of which only adapters are trained: its parameters are the adapters, and it owns nothing else. */
export interface Lora<X extends HostValues = HostValues, Condition = unknown>
  extends Model<Adapters, X, Condition> {
  /** α/r, the factor of each product. */
  readonly scale: number;
  /** The model that is adapted. */
  readonly base: Model<object, X, Condition>;
}

const attentionProjections = /\.(q|k|v|out)\.weight$/;

/**
 * Plans the adapters of a model, or of a model's plan, without making a tensor.
 *
 * @throws {RangeError} If no weight has such a name.
 *
 * @example Those of Stable Diffusion 1.5 at rank 4
 * ```ts
 * import assert from "node:assert/strict";
 * import { countParameters, loraPlan, unetPlan } from "noisebook";
 *
 * const base = unetPlan({
 *   image: [64, 64, 4],
 *   channels: [320, 640, 1280, 1280],
 *   blocks: 2,
 *   attention: [1, 1, 1, 0],
 *   heads: 8,
 *   groups: 32,
 *   feedForward: 4,
 *   projection: true,
 *   skips: "all",
 *   context: 768,
 * });
 * assert.equal(countParameters(loraPlan(base, { rank: 4 })), 797_184);
 * ```
 */
export function loraPlan(
  tree: object,
  { rank = 4, layers = attentionProjections }: LoraSizes = {},
): Plan<Adapters> {
  checkInteger(rank, { doing: "make adapters", name: "rank", from: 1 });
  const adapted = namedTensors<Blank>(tree).filter(
    ([name, { shape }]) => layers.test(name) && shape.length > 1,
  );
  if (adapted.length === 0)
    throw new RangeError(
      `Cannot make adapters: layers must find the name of a weight, got ${String(layers)}`,
    );
  return Object.fromEntries(
    adapted.map(([name, { shape }]) => {
      const outputs = shape[shape.length - 1];
      const inputs = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const down = { shape: [inputs, rank], deviation: 1 / Math.sqrt(inputs) };
      return [name, { down, up: { shape: [rank, outputs], deviation: 0 } }];
    }),
  );
}

/**
 * Makes a model that adds a product of two thin matrices to some weights of another, to be trained in place of these.
 *
 * W' = W + (α/r) · A·B, A [inputs, r] random, B [r, outputs] zero at the start
 *
 * Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", section 4.1. The change of each weight has at most
 * rank r. `train` trains the adapters alone; the base stays as it is and must live as long.
 *
 * @param model The base, which stays the caller's.
 * @throws {RangeError} If an option is out of its range, or no weight has such a name.
 *
 * @example At the start it predicts what its base does
 * ```ts
 * import assert from "node:assert/strict";
 * import { levelAt, linearSchedule, lora, mlp, random } from "noisebook";
 *
 * const rng = random(1);
 * const base = mlp({ dim: 2, rng });
 * const adapted = lora(base, { rank: 2, layers: /weight/, rng });
 * const x = { data: Float32Array.of(1, 2), count: 1, dim: 2 };
 * const level = levelAt(linearSchedule(), 500);
 * assert.deepEqual(await adapted.predict(x, level), await base.predict(x, level));
 * adapted.dispose();
 * base.dispose();
 * ```
 */
export function lora<P extends object, X extends HostValues, Condition>(
  model: Model<P, X, Condition>,
  { rng, alpha, ...sizes }: LoraOptions,
): Lora<X, Condition> {
  const { rank = 4, layers = attentionProjections } = sizes;
  checkPositive(alpha ?? rank, { doing: "make adapters", name: "alpha" });
  const parameters = initialise<Adapters>(loraPlan(model.parameters, sizes), rng);
  const scale = (alpha ?? rank) / rank;
  return {
    ...model,
    kind: "lora",
    config: { rank, alpha: alpha ?? rank, layers: layers.source, kind: model.kind, config: model.config },
    base: model as unknown as Model<object, X, Condition>,
    scale,
    parameters,
    apply(adapters, x, options) {
      const adapted = () => withAdapters(model.parameters, [{ adapters, scale }]);
      return tf.tidy(() => model.apply(adapted(), x, options));
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}

/** Adapters and the factor of their products. */
export interface Added {
  adapters: Adapters;
  scale: number;
}

/**
 * Adds adapters to a tree of parameters: each adapted weight becomes W + Σ scale·A·B.
 *
 * @returns The same tree. Its adapted weights are new tensors, which the caller owns; the others are those of `parameters`.
 * @throws {RangeError} If an adapter is for a weight that the tree has not.
 */
export function withAdapters<P extends object>(parameters: P, added: readonly Added[]): P {
  const names = new Set(namedTensors(parameters).map(([name]) => name));
  for (const name of added.flatMap(({ adapters }) => Object.keys(adapters)))
    if (!names.has(name)) throw new RangeError(`Cannot add adapters: the model has no weight ${show(name)}`);
  return mapTensors(parameters, (weight, name) => {
    const own = added.filter(({ adapters }) => Object.hasOwn(adapters, name));
    return tf.tidy(() =>
      own.reduce((sum, { adapters, scale }) => {
        const { down, up } = adapters[name];
        const product = tf.matMul(down as tf.Tensor, up as tf.Tensor);
        return tf.add(sum, tf.reshape(tf.mul(product, scale), weight.shape));
      }, weight),
    );
  });
}

/** Adapters, and how much of them to add; 1 is all. */
export interface WeightedLora {
  lora: Pick<Lora, "parameters" | "scale">;
  weight?: number;
}

/**
 * Makes a model that predicts with several adapters at once, each with a weight of its own.
 *
 * W' = W + Σ_i w_i · (α_i/r_i) · A_i·B_i
 *
 * @param model The base; it and the adapters stay the caller's, and changing a weight means making another such model.
 * @throws {RangeError} If adapters are for a weight that the model has not.
 */
export function withLoras<P extends object, X extends HostValues, Condition>(
  model: Model<P, X, Condition>,
  loras: readonly WeightedLora[],
): Model<P, X, Condition> {
  return {
    ...model,
    kind: "with-loras",
    config: { weights: loras.map(({ weight = 1 }) => weight), kind: model.kind, config: model.config },
    apply: (parameters, x, options) =>
      tf.tidy(() => model.apply(withAdapters(parameters, addedOf(loras)), x, options)),
    dispose: () => undefined,
  };
}

/**
 * Merges adapters into the model's own weights, so that predicting takes no longer than without them; with weight −1 it
 * takes them out again, up to rounding.
 *
 * @param model Its adapted weights are replaced.
 * @throws {RangeError} If adapters are for a weight that the model has not.
 */
export function mergeLoras<P extends object, X extends HostValues, Condition>(
  model: Model<P, X, Condition>,
  loras: readonly WeightedLora[],
): void {
  const old = new Map(namedTensors(model.parameters));
  const merged = withAdapters(model.parameters, addedOf(loras));
  for (const [name, tensor] of namedTensors(merged))
    if (tensor !== old.get(name)) {
      tf.keep(tensor);
      old.get(name)!.dispose();
    }
  model.parameters = merged;
}

function addedOf(loras: readonly WeightedLora[]): Added[] {
  return loras.map(({ lora, weight = 1 }) => ({ adapters: lora.parameters, scale: lora.scale * weight }));
}
