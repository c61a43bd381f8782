/** A noise schedule as plain data, and what every schedule is made from. */
import { checkInteger, checkNumber } from "../core/check.ts";

/**
 * How much noise each step of the forward process adds: q(x_t | x_{t−1}) = N(√(1 − β_t) x_{t−1}, β_t I).
 *
 * Steps count from 0 to `steps` − 1; before step 0 the data are clean.
 */
export interface Schedule {
  /** What made it: "linear", "cosine", … */
  name: string;
  steps: number;
  /** β_t, the variance that step t adds, in (0, 1]. */
  beta: Float64Array;
  /** ᾱ_t = Π_{i≤t} (1 − β_i), the share of x_0's variance that is left; it falls strictly. */
  alphaBar: Float64Array;
}

/** The ends of a schedule that rises from one β to another. */
export interface BetaRange {
  /** How many steps. Default: 1000. */
  steps?: number;
  /** β of the first step. */
  betaStart?: number;
  /** β of the last step. */
  betaEnd?: number;
}

/** Makes a schedule from its β_t; ᾱ_t is their running product. */
export function fromBetas(name: string, beta: Float64Array): Schedule {
  let product = 1;
  const alphaBar = beta.map((b) => {
    product *= 1 - b;
    return product;
  });
  return { name, steps: beta.length, beta, alphaBar };
}

/** Checks a count of steps and the two ends of β, and returns them without gaps. */
export function checkBetaRange(name: string, range: Required<BetaRange>): Required<BetaRange> {
  const doing = `make a ${name} schedule`;
  checkInteger(range.steps, { doing, name: "steps", from: 1 });
  for (const end of ["betaStart", "betaEnd"] as const)
    if (!(range[end] > 0 && range[end] < 1))
      throw new RangeError(`Cannot ${doing}: ${end} must be a number above 0 and below 1, got ${range[end]}`);
  checkNumber(range.betaEnd, { doing, name: "betaEnd", from: range.betaStart });
  return range;
}

/** `count` numbers from `start` to `end` at equal distances; one number is `start`. */
export function evenly(start: number, end: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => start + ((end - start) * i) / Math.max(count - 1, 1));
}
