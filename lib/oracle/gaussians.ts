/** Sums of normal distributions at a noise level, one point at a time: the mathematics behind `mixture`. */
import type { Level } from "../schedule/level.ts";

/** A weighted sum of round normal distributions: plain data. */
export interface MixtureParameters {
  /** One above 0 for each component; their sum is brought to 1. */
  weights: number[];
  /** One point for each component. */
  means: number[][];
  /** One standard deviation above 0 for each component, the same in every direction. */
  deviations: number[];
}

/** What is known of x_0 when one noised point is seen: a mixture again, and the noised point's log-density. */
export interface Belief extends MixtureParameters {
  logDensity: number;
}

/**
 * Applies Bayes' rule: x = a·x_0 + s·ε was seen at a point; which components, and where in them, may x_0 have come from?
 *
 * r_k ∝ w_k N(x; a·μ_k, a²s_k² + s²), mean μ_k + a·s_k²/(a²s_k² + s²)·(x − a·μ_k), variance s_k²s²/(a²s_k² + s²)
 *
 * @param component Only this component is possible.
 */
export function believe(
  { weights, means, deviations }: MixtureParameters,
  {
    x,
    level,
    component,
  }: { x: ArrayLike<number>; level: Pick<Level, "a" | "s">; component?: number | undefined },
): Belief {
  const { a, s } = level;
  const dim = x.length;
  const variances = deviations.map((deviation) => (a * deviation) ** 2 + s * s);
  const logs = weights.map((weight, k) => {
    if (component !== undefined && component !== k) return -Infinity;
    let square = 0;
    for (let axis = 0; axis < dim; axis++) square += (x[axis] - a * means[k][axis]) ** 2;
    const prior = component === undefined ? Math.log(weight) : 0;
    return prior - (dim / 2) * Math.log(2 * Math.PI * variances[k]) - square / (2 * variances[k]);
  });
  const largest = Math.max(...logs);
  const scaled = logs.map((log) => Math.exp(log - largest));
  const total = scaled.reduce((sum, value) => sum + value, 0);
  return {
    logDensity: largest + Math.log(total),
    weights: scaled.map((value) => value / total),
    means: means.map((mean, k) => {
      const gain = (a * deviations[k] ** 2) / variances[k];
      return mean.map((center, axis) => center + gain * (x[axis] - a * center));
    }),
    deviations: deviations.map((deviation, k) => (deviation * s) / Math.sqrt(variances[k])),
  };
}

/** The mean of a mixture. */
export function meanOf({ weights, means }: MixtureParameters): number[] {
  return means[0].map((_, axis) => weights.reduce((sum, weight, k) => sum + weight * means[k][axis], 0));
}

/** The variance of a mixture, summed over all directions. */
export function totalVariance(parameters: MixtureParameters): number {
  const { weights, means, deviations } = parameters;
  const center = meanOf(parameters);
  return weights.reduce((sum, weight, k) => {
    const distance = means[k].reduce((square, value, axis) => square + (value - center[axis]) ** 2, 0);
    return sum + weight * (center.length * deviations[k] ** 2 + distance);
  }, 0);
}
