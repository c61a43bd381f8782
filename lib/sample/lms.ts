import { checkInteger } from "../core/check.ts";
import { combine, type Term } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { holdNoise, type Move, type Step } from "./sampler.ts";

/**
 * Takes a linear multi-step: draws a polynomial through the latest directions and follows it to the next level.
 *
 * x' = x + Σ_j (∫ L_j(σ) dσ from σ to σ')·ε_j, L_j Lagrange's polynomials through the latest σ
 *
 * The Adams-Bashforth methods for any spacing of σ, as in Crowson's k-diffusion (2022). One evaluation a step.
 *
 * @param options
 * @param options.order How many directions, 1 to 4; the first steps have fewer. Default: 4.
 * @throws {RangeError} If order is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, karrasSigmas, lms, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const steps = await collect(sample(exact, { sigmas: karrasSigmas({ steps: 20 }), sampler: lms, rng: random(1) }));
 * assert.ok(Math.abs(steps[19].x.data[0] - 3) < 1);
 * ```
 */
export async function lms<X extends HostValues>(
  x: X,
  step: Step<X>,
  { order = 4 }: { order?: number } = {},
): Promise<Move<X>> {
  checkInteger(order, { doing: "sample with lms", name: "order", from: 1, to: 4 });
  const { from, to } = step;
  const { x0, eps } = await step.denoise(x, from);
  const past = order > 1 ? step.history.slice(1 - order) : [];
  const nodes = [...past.map((before) => before.from.sigma), from.sigma];
  const directions = [...past.map((before) => before.eps), eps];
  const terms = directions.map((direction, j): Term<X> => {
    const share = integrateLagrange(nodes, j, [from.sigma, to.sigma]) / (to.sigma - from.sigma);
    return [share, direction];
  });
  return { x: holdNoise(x, combine(...(terms as [Term<X>, ...Term<X>[]])), step), x0, eps };
}

/** ∫ Π_{k≠j} (u − node_k)/(node_j − node_k) du between two ends, exactly, by its coefficients. */
function integrateLagrange(nodes: number[], j: number, [start, end]: [number, number]): number {
  // Shifted to the start, so that large σ cost no digits.
  let coefficients = [1];
  nodes.forEach((node, k) => {
    if (k === j) return;
    const root = node - start;
    const scale = 1 / (nodes[j] - node);
    const raised = [0, ...coefficients];
    coefficients = raised.map((value, power) => scale * (value - root * (coefficients[power] ?? 0)));
  });
  const length = end - start;
  return coefficients.reduce((sum, value, power) => sum + (value * length ** (power + 1)) / (power + 1), 0);
}
