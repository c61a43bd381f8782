import { checkInteger, checkOneOf } from "../core/check.ts";
import { combine, type Term } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { type Level, lambdaOf } from "../schedule/level.ts";
import { holdData, type Move, type Step } from "./sampler.ts";
import { solve } from "./solve.ts";

export interface UnipcOptions {
  /** The predictor's order, 1 to 3; the first and the last steps have a lower one. Default: 2. */
  order?: number;
  /** B(h) in the paper: "bh1" is −h, "bh2" is e^{−h} − 1. Default: "bh2". */
  solver?: "bh1" | "bh2";
}

/**
 * Takes a step of UniPC: corrects where the last step led, now that the denoiser was asked there, and predicts on.
 *
 * x' = (s'/s)·x − a'(e^{−h} − 1)·m_0 − a'·B(h)·Σ_k ρ_k D_k, D_k = (m_k − m_0)/r_k, m the data predictions
 *
 * Zhao et al. 2023, "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion Models", in its
 * form that predicts x_0. The corrector raises the order by one without another evaluation.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, linearSchedule, mixture, random, sample, unipc } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const setup = { schedule: linearSchedule(), sampler: unipc, steps: 20, rng: random(1) };
 * const steps = await collect(sample(exact, setup));
 * assert.equal(steps[19].evaluations, 20);
 * ```
 */
export async function unipc<X extends HostValues>(
  x: X,
  step: Step<X>,
  { order = 2, solver = "bh2" }: UnipcOptions = {},
): Promise<Move<X>> {
  checkInteger(order, { doing: "sample with unipc", name: "order", from: 1, to: 3 });
  checkOneOf(solver, { doing: "sample with unipc", name: "solver", names: ["bh1", "bh2"] });
  const { from, to, index, steps, history } = step;
  const { x0, eps } = await step.denoise(x, from);
  const orderAt = (at: number) => Math.min(order, steps - at, at + 1);
  const known = history.map((past) => ({ level: past.from, x0: past.x0 }));
  const now = { level: from, x0 };
  const last = history.at(-1);
  const start = last
    ? extend(last.start, { known, to: now, order: orderAt(index - 1), solver, correct: true })
    : x;
  const next = extend(start, { known: [...known, now], to: { level: to }, order: orderAt(index), solver });
  return { x: next, x0, eps, start };
}

interface Known<X extends HostValues> {
  level: Level;
  x0: X;
}

interface Extension<X extends HostValues> {
  /** Where the denoiser was asked, oldest first; the last is where x is. */
  known: Known<X>[];
  /** Where to go; the corrector has asked the denoiser there too. */
  to: { level: Level; x0?: X };
  order: number;
  solver: "bh1" | "bh2";
  correct?: boolean;
}

/** The predictor's and the corrector's one formula. */
function extend<X extends HostValues>(x: X, { known, to, order, solver, correct = false }: Extension<X>): X {
  const origin = known[known.length - 1];
  const base = holdData(x, origin.x0, { from: origin.level, to: to.level });
  const h = lambdaOf(to.level) - lambdaOf(origin.level);
  // To clean data h is infinite: only first order is left, which is exact for this data prediction.
  if (!Number.isFinite(h)) return base;
  const nodes: { r: number; x0: X }[] = known
    .slice(-order, -1)
    // Where no data are left λ is −∞: too far away to say anything about this step.
    .filter(({ level }) => level.a > 0)
    .reverse()
    .map(({ level, x0 }) => ({ r: (lambdaOf(level) - lambdaOf(origin.level)) / h, x0 }));
  if (correct && to.x0) nodes.push({ r: 1, x0: to.x0 });
  if (nodes.length === 0) return base;
  const scale = solver === "bh1" ? -h : Math.expm1(-h);
  const rho = weights(
    nodes.map(({ r }) => r),
    { h, scale },
  );
  const differences = nodes.flatMap(({ r, x0 }, k): Term<X>[] => {
    const factor = (-to.level.a * scale * rho[k]) / r;
    return [
      [factor, x0],
      [-factor, origin.x0],
    ];
  });
  return combine([1, base], ...differences);
}

/** ρ of the paper, from the condition that the expansion in h agrees with the exact solution's. */
function weights(r: number[], { h, scale }: { h: number; scale: number }): number[] {
  // With a single node the paper takes 1/2, which does not depend on B(h).
  if (r.length === 1) return [0.5];
  let phi = Math.expm1(-h) / -h - 1;
  let factorial = 1;
  const right = r.map((_, k) => {
    const value = (phi * factorial) / scale;
    factorial *= k + 2;
    phi = phi / -h - 1 / factorial;
    return value;
  });
  return solve(
    r.map((_, power) => r.map((value) => value ** power)),
    right,
  );
}
