import { checkNumber } from "../core/check.ts";
import { tf } from "../core/tf.ts";
import { checkAlike } from "../core/values.ts";
import { disposeParameters, mapTensors, namedTensors } from "./parameters.ts";

export interface EmaOptions {
  /** How much of the average each update keeps, from 0 to below 1; 0.999 looks back about 1,000 updates. */
  decay: number;
  /** Whether the first updates keep less, so that the first parameters are soon forgotten. Default: false. */
  warmup?: boolean;
}

/** A running mean of parameters, and the tensors that it owns. */
export interface Ema<P extends object> {
  /** The average; each update puts new tensors here. */
  parameters: P;
  /** How many updates there were. */
  updates: number;
  /**
   * Takes in the parameters of one more step; they stay the caller's.
   *
   * @throws {RangeError} If they are another tree.
   * @throws {ShapeError} If a tensor has another shape.
   */
  update(parameters: P): void;
  dispose(): void;
}

/**
 * Starts an exponential moving average of a model's parameters. It often predicts better than the parameters
 * themselves, which the last batches have moved about.
 *
 * θ̄ ← d·θ̄ + (1 − d)·θ, θ̄_0 = θ_0; d = decay, or with `warmup` d = min(decay, (1 + n)/(10 + n)) at update n = 1, 2, …
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", appendix B, with decay 0.9999; the warm-up is that of
 * TensorFlow's ExponentialMovingAverage. To sample with the average: `{ ...model, parameters: average.parameters }`.
 *
 * @param parameters Where the average starts; they stay the caller's.
 * @throws {RangeError} If decay is not from 0 to below 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ema, toTensor } from "noisebook";
 *
 * const at = (value: number) => ({ weight: toTensor({ data: Float32Array.of(value), count: 1, dim: 1 }) });
 * const average = ema(at(0), { decay: 0.75 });
 * average.update(at(1));
 * assert.equal((await average.parameters.weight.data())[0], 0.25);
 * average.dispose();
 * ```
 */
export function ema<P extends object>(parameters: P, { decay, warmup = false }: EmaOptions): Ema<P> {
  checkNumber(decay, { doing: "average parameters", name: "decay", from: 0, to: 1 - 2 ** -53 });
  return {
    parameters: mapTensors(parameters, (tensor) => tf.keep(tf.clone(tensor))),
    updates: 0,
    update(next) {
      const last = this.parameters;
      const known = new Map(namedTensors(next));
      if (known.size !== namedTensors(last).length)
        throw new RangeError("Cannot average parameters: these belong to another model");
      const n = this.updates + 1;
      const keep = warmup ? Math.min(decay, (1 + n) / (10 + n)) : decay;
      const mean = tf.tidy(
        () =>
          mapTensors(last, (mean, name) => {
            const tensor = known.get(name);
            if (!tensor) throw new RangeError(`Cannot average parameters: ${name} is missing`);
            checkAlike(tensor, mean, { name, like: "the average" });
            return tf.add(tf.mul(mean, keep), tf.mul(tensor, 1 - keep));
          }) as never,
      ) as P;
      this.parameters = mapTensors(mean, tf.keep);
      this.updates = n;
      disposeParameters(last);
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}
