import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";
import { type DenseParameters, dense, densePlan } from "./dense.ts";

/** What a cell remembers between two steps. */
export interface LstmState {
  /** What it shows: [batch, unit]. */
  h: Tensor<"batch unit">;
  /** What it keeps: [batch, unit]. */
  c: Tensor<"batch unit">;
}

/** Plans the four gates as one dense layer from [x, h] to [input, forget, candidate, output]. */
export function lstmPlan({ inputs, units }: { inputs: number; units: number }): Plan<DenseParameters> {
  return densePlan({ inputs: inputs + units, outputs: 4 * units });
}

/**
 * One step of a long short-term memory.
 *
 * [i, f, g, o] = W · [x, h] + b, c ← σ(f) · c + σ(i) · tanh(g), h ← σ(o) · tanh(c)
 *
 * Hochreiter and Schmidhuber 1997, "Long Short-Term Memory", with the forget gate of Gers et al. 2000; the order of the gates is
 * PyTorch's.
 *
 * @returns The next state; the caller owns it.
 * @throws {ShapeError} If x and the state do not fit the weights.
 */
export function lstm(gates: DenseParameters, x: Tensor<"batch input">, { h, c }: LstmState): LstmState {
  const { batch } = checkShape("x", x, "batch input");
  const { unit } = checkShape("c", c, "batch unit", { batch });
  checkShape("h", h, "batch unit", { batch, unit });
  return tf.tidy(() => {
    const [i, f, g, o] = tf.split(dense(gates, tf.concat([x, h], 1)), 4, 1);
    const kept = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return { h: tf.mul(tf.sigmoid(o), tf.tanh(kept)), c: kept } as never;
  }) as LstmState;
}
