import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

/**
 * What the time t of a model's level is: a step of a schedule ("step", 0 to 999), flow's time ("flow", 0 to 1) or the
 * noise level ("sigma", above 0).
 */
export type TimeKind = "step" | "flow" | "sigma";

export const timeKinds: readonly TimeKind[] = ["step", "flow", "sigma"];

const positions: Record<TimeKind, (t: tf.Tensor) => tf.Tensor> = {
  step: (t) => t,
  flow: (t) => tf.mul(t, 1000),
  sigma: (t) => tf.mul(tf.log(t), 1000 / 4),
};

/**
 * Puts times of any kind on the scale of a thousand steps, which the time embedding is made for.
 *
 * t itself for steps; 1000·t for flow, as in Stable Diffusion 3 (Esser et al. 2024); 1000·ln(σ)/4 for σ, after c_noise
 * of Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", table 1.
 *
 * @returns [batch]; the caller owns it.
 */
export function timePosition(t: Tensor<"batch">, kind: TimeKind): Tensor<"batch"> {
  return tf.tidy(() => positions[kind](t));
}
