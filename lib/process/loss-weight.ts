/** How much an error counts at each noise level. Every weight is for the square of the error in the named target. */
import { checkNumber, checkOneOf, checkPositive } from "../core/check.ts";
import { type Target, targets } from "./target.ts";

/**
 * Returns by what the squared error of x_0 grows when the same error is measured in another target.
 *
 * ε: SNR; v: SNR + 1; flow: (√SNR + 1)²: one wrong prediction, seen as x_0, ε, v or velocity. So |v err|² =
 * |ε err|²·(SNR + 1)/SNR.
 *
 * @param snr The signal-to-noise ratio, from 0.
 */
export function errorRatio(target: Target, snr: number): number {
  const doing = "compare errors";
  checkOneOf(target, { doing, name: "target", names: targets });
  checkNumber(snr, { doing, name: "snr", from: 0 });
  return { x0: 1, eps: snr, v: snr + 1, flow: (Math.sqrt(snr) + 1) ** 2 }[target];
}

/**
 * Returns the min-SNR weight: all noise levels count alike in x_0, but none more than γ.
 *
 * min(SNR, γ) on x_0, divided by SNR on ε and by SNR + 1 on v
 *
 * Hang et al. 2023, "Efficient Diffusion Training via Min-SNR Weighting Strategy".
 *
 * @param snr The signal-to-noise ratio, from 0; of a schedule with zero terminal SNR, compute it after that change.
 * @param options
 * @param options.target What the model predicts.
 * @param options.gamma γ. Default: 5.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { minSnrWeight } from "noisebook";
 *
 * assert.equal(minSnrWeight(20, { target: "eps", gamma: 5 }), 0.25);
 * assert.equal(minSnrWeight(4, { target: "v", gamma: 5 }), 0.8);
 * ```
 */
export function minSnrWeight(snr: number, { target, gamma = 5 }: { target: Target; gamma?: number }): number {
  checkPositive(gamma, { doing: "compute the min-SNR weight", name: "gamma" });
  const ratio = errorRatio(target, snr);
  return target === "eps" ? Math.min(1, gamma / snr) : Math.min(snr, gamma) / ratio;
}

/**
 * Returns the P2 weight, which takes from the levels where only fine detail is left to learn.
 *
 * 1/(k + SNR)^γ on ε; on another target, the same weight for the same error
 *
 * Choi et al. 2022, "Perception Prioritized Training of Diffusion Models".
 *
 * @param snr The signal-to-noise ratio, from 0.
 * @param options
 * @param options.target What the model predicts. Default: "eps".
 * @param options.k Keeps the weight finite at pure noise. Default: 1.
 * @param options.gamma γ. Default: 1.
 * @throws {RangeError} If a number is out of its range.
 */
export function p2Weight(
  snr: number,
  { target = "eps", k = 1, gamma = 1 }: { target?: Target; k?: number; gamma?: number } = {},
): number {
  checkPositive(k, { doing: "compute the P2 weight", name: "k" });
  checkNumber(gamma, { doing: "compute the P2 weight", name: "gamma", from: 0 });
  const onEps = (k + snr) ** -gamma;
  return target === "eps" ? onEps : (onEps * snr) / errorRatio(target, snr);
}

/**
 * Returns EDM's weight on x_0, which gives every noise level the same loss at the start of training.
 *
 * λ(σ) = (σ² + σ_d²)/(σ·σ_d)²
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", table 1.
 *
 * @param sigma The noise level, above 0.
 * @param options
 * @param options.sigmaData σ_d, the deviation of the data. Default: 0.5.
 * @throws {RangeError} If a number is not above 0.
 */
export function edmWeight(sigma: number, { sigmaData = 0.5 }: { sigmaData?: number } = {}): number {
  checkPositive(sigma, { doing: "compute EDM's weight", name: "sigma" });
  checkPositive(sigmaData, { doing: "compute EDM's weight", name: "sigmaData" });
  return (sigma ** 2 + sigmaData ** 2) / (sigma * sigmaData) ** 2;
}
