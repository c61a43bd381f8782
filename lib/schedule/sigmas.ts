/** Lists of noise levels by σ, from the noisiest to clean data. */
import { checkInteger, checkNumber, checkPositive } from "../core/check.ts";
import { evenly } from "./schedule.ts";

export interface SigmasOptions {
  /** How many steps the list makes, at least 1; it has one number more. */
  steps: number;
  /** The smallest σ above 0. Default: 0.002. */
  sigmaMin?: number;
  /** The largest σ. Default: 80. */
  sigmaMax?: number;
  /** True: the last step goes from sigmaMin to 0. False: the last step ends at sigmaMin. Default: true. */
  toZero?: boolean;
}

export interface KarrasSigmasOptions extends SigmasOptions {
  /** 1 spaces σ evenly; the larger, the more steps at small σ. Default: 7. */
  rho?: number;
}

/**
 * Lists noise levels that are evenly spaced in σ^(1/ρ).
 *
 * σ_i = (σ_max^(1/ρ) + i/(N − 1) · (σ_min^(1/ρ) − σ_max^(1/ρ)))^ρ, i = 0 … N − 1, then 0
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", equation 5.
 *
 * @returns steps + 1 falling numbers.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { karrasSigmas } from "noisebook";
 *
 * const sigmas = karrasSigmas({ steps: 18, sigmaMin: 0.002, sigmaMax: 80, rho: 7 });
 * assert.equal(sigmas.length, 19);
 * assert.deepEqual([sigmas[0].toFixed(3), sigmas[1].toFixed(3), sigmas[18]], ["80.000", "57.586", 0]);
 * ```
 */
export function karrasSigmas({ rho = 7, ...options }: KarrasSigmasOptions): Float64Array {
  checkPositive(rho, { doing: "list Karras sigmas", name: "rho" });
  return spaced(options, { name: "Karras", bend: (sigma) => sigma ** (1 / rho), back: (y) => y ** rho });
}

/**
 * Lists noise levels that are evenly spaced in ln σ: each is the same fraction of the one before.
 *
 * @returns steps + 1 falling numbers.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { exponentialSigmas } from "noisebook";
 *
 * const sigmas = exponentialSigmas({ steps: 3, sigmaMin: 0.1, sigmaMax: 10 });
 * assert.deepEqual([...sigmas].map((sigma) => sigma.toFixed(6)), ["10.000000", "1.000000", "0.100000", "0.000000"]);
 * ```
 */
export function exponentialSigmas(options: SigmasOptions): Float64Array {
  return spaced(options, { name: "exponential", bend: Math.log, back: Math.exp });
}

interface Curve {
  name: string;
  bend: (sigma: number) => number;
  back: (bent: number) => number;
}

function spaced(
  { steps, sigmaMin = 0.002, sigmaMax = 80, toZero = true }: SigmasOptions,
  { name, bend, back }: Curve,
): Float64Array {
  const doing = `list ${name} sigmas`;
  checkInteger(steps, { doing, name: "steps", from: 1 });
  checkPositive(sigmaMin, { doing, name: "sigmaMin" });
  checkNumber(sigmaMax, { doing, name: "sigmaMax", from: sigmaMin });
  const sigmas = evenly(bend(sigmaMax), bend(sigmaMin), toZero ? steps : steps + 1).map(back);
  // The ends are what was asked for, to the last bit.
  sigmas[0] = sigmaMax;
  if (sigmas.length > 1) sigmas[sigmas.length - 1] = sigmaMin;
  return toZero ? Float64Array.of(...sigmas, 0) : sigmas;
}
