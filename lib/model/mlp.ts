import { checkInteger, checkOneOf } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";
import { checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { type DenseParameters, dense, densePlan } from "./layers/dense.ts";
import { silu } from "./layers/silu.ts";
import { timeEmbedding } from "./layers/time-embedding.ts";
import { type Model, modelOf } from "./model.ts";
import { initialise, type Plan } from "./parameters.ts";
import { type TimeKind, timeKinds, timePosition } from "./time.ts";
import { mark } from "./trace.ts";

export interface MlpConfig {
  /** Numbers in a point. */
  dim: number;
  /** Units of each hidden layer. Default: 96. */
  width?: number;
  /** Hidden layers. Default: 3. */
  layers?: number;
  /** Sines and cosines of the time. Default: 32. */
  timeWidth?: number;
  /** What t is. Default: "step". */
  time?: TimeKind;
}

export interface MlpParameters {
  layers: DenseParameters[];
  output: DenseParameters;
}

/** The parameters that {@link mlp} would draw. */
export function mlpPlan({ dim, width, layers, timeWidth }: Required<MlpConfig>): Plan<MlpParameters> {
  return {
    layers: Array.from({ length: layers }, (_, at) =>
      densePlan({ inputs: at === 0 ? dim + timeWidth : width, outputs: width, gain: Math.SQRT2 }),
    ),
    output: densePlan({ inputs: width, outputs: dim, gain: 0 }),
  };
}

/**
 * Makes a multilayer perceptron that denoises points.
 *
 * h_0 = [x, time features], h_{i+1} = silu(h_i · W_i + b_i), prediction = h · W + b
 *
 * The first prediction is zero. By default it has about 22,000 parameters.
 *
 * @throws {RangeError} If a size is not a whole number from 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { levelAt, linearSchedule, mlp, random } from "noisebook";
 *
 * const model = mlp({ dim: 2, rng: random(1) });
 * const x = { data: Float32Array.of(1, 2), count: 1, dim: 2 };
 * const { data } = await model.predict(x, levelAt(linearSchedule(), 500));
 * assert.deepEqual(data, Float32Array.of(0, 0)); // untrained
 * model.dispose();
 * ```
 */
export function mlp({ rng, ...options }: MlpConfig & { rng: Random }): Model<MlpParameters, Points> {
  const config = { width: 96, layers: 3, timeWidth: 32, time: "step" as const, ...options };
  const { dim, width, layers } = config;
  for (const [name, value] of Object.entries({ dim, width, layers }))
    checkInteger(value, { doing: "make an MLP", name, from: 1 });
  checkOneOf(config.time, { doing: "make an MLP", name: "time", names: timeKinds });
  return modelOf<MlpParameters, Points, unknown>({
    kind: "mlp",
    config,
    shape: [dim],
    parameters: initialise<MlpParameters>(mlpPlan(config), rng),
    apply: (parameters, x, { t }) => apply(parameters, x, { t, config }),
  });
}

function apply(
  { layers, output }: MlpParameters,
  x: Tensor,
  { t, config }: { t: Tensor<"batch">; config: Required<MlpConfig> },
): Tensor<"batch dim"> {
  const { batch } = checkShape("x", x, "batch dim", { dim: config.dim });
  checkShape("t", t, "batch", { batch });
  return tf.tidy(() => {
    const time = timeEmbedding(timePosition(t, config.time), { width: config.timeWidth });
    let h: Tensor = tf.concat([x, mark("time", time)], 1);
    layers.forEach((layer, at) => {
      h = mark(`layers.${at}`, silu(dense(layer, h)));
    });
    return mark("output", dense(output, h));
  });
}
