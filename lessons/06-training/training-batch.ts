/** Exercise 1: what one step of training looks at. */
import { cosineSchedule, type Exercise, linearSchedule, type Random } from "noisebook";

/** A batch of numbers, noised. */
export interface Noised {
  /** The step of each row. */
  t: ArrayLike<number>;
  x: ArrayLike<number>;
  /** What the network is asked for. */
  eps: ArrayLike<number>;
}

type Inputs = [x0: Float64Array, alphaBar: Float64Array, rng: Random];

function noised(x0: Float64Array, alphaBar: Float64Array, { t, eps }: Pick<Noised, "t" | "eps">): Noised {
  const x = x0.map((value, i) => Math.sqrt(alphaBar[t[i]]) * value + Math.sqrt(1 - alphaBar[t[i]]) * eps[i]);
  return { t, x, eps };
}

const times = (x0: Float64Array, alphaBar: Float64Array, rng: Random) =>
  rng.integer(alphaBar.length, x0.length);

export const trainingBatch: Exercise<Inputs, Noised> = {
  id: "training-batch",
  title: "What one step looks at",
  points: 3,
  hint: "For n = x0.length rows: n steps with rng.integer(alphaBar.length, n), n numbers of noise, and x from the jump of lesson 2, each row with its own t.",
  cases: (rng) =>
    [linearSchedule({ steps: 40 + rng.integer(40) }), cosineSchedule({ steps: 60 })].map(
      ({ alphaBar }): Inputs => [rng.normal(3000), alphaBar, rng.fork()],
    ),
  solution: (x0, alphaBar, rng) =>
    noised(x0, alphaBar, { t: times(x0, alphaBar, rng), eps: rng.normal(x0.length) }),
  accepts: (batch, x0, alphaBar) =>
    isUniform(batch.t, alphaBar.length) && isNormal(batch.eps) && fits(batch, x0, alphaBar),
  mistakes: [
    {
      number: 8,
      name: "`rand` where `randn` was meant: uniform noise",
      wrong: (x0, alphaBar, rng) =>
        noised(x0, alphaBar, { t: times(x0, alphaBar, rng), eps: rng.uniform(x0.length) }),
      hint: "Your noise has mean ½ and is never negative. ε is normal, N(0, 1).",
    },
    {
      number: 8,
      name: "`rand` where `randn` was meant: uniform noise from −1 to 1",
      wrong: (x0, alphaBar, rng) => {
        const t = times(x0, alphaBar, rng);
        return noised(x0, alphaBar, { t, eps: rng.uniform(x0.length).map((value) => 2 * value - 1) });
      },
      hint: "Your noise has variance ⅓. ε is normal, N(0, 1).",
    },
    {
      number: 8,
      name: "`randn` where `rand` was meant: steps around the middle",
      wrong: (x0, alphaBar, rng) => {
        const last = alphaBar.length - 1;
        const t = rng
          .normal(x0.length)
          .map((z) => Math.min(last, Math.max(0, Math.round((last * (z + 3)) / 6))));
        return noised(x0, alphaBar, { t, eps: rng.normal(x0.length) });
      },
      hint: "Most of your steps lie in the middle. Algorithm 1 draws all steps with equal chance, the first and the last too.",
    },
    {
      name: "one t for the whole batch",
      wrong: (x0, alphaBar, rng) => {
        const t = new Int32Array(x0.length).fill(rng.integer(alphaBar.length));
        return noised(x0, alphaBar, { t, eps: rng.normal(x0.length) });
      },
      hint: "All rows have the same step, so each training step teaches one noise level and upsets the others. Draw a t for each row.",
    },
    {
      name: "the last step is never drawn",
      wrong: (x0, alphaBar, rng) =>
        noised(x0, alphaBar, { t: rng.integer(alphaBar.length - 1, x0.length), eps: rng.normal(x0.length) }),
      hint: "integer(n) gives 0 to n − 1 already. Your network never sees the step at which sampling starts.",
    },
    {
      number: 1,
      name: "√(1 − ᾱ) written as 1 − √ᾱ",
      wrong: (x0, alphaBar, rng) => {
        const t = times(x0, alphaBar, rng);
        const eps = rng.normal(x0.length);
        const x = x0.map((value, i) => {
          const a = Math.sqrt(alphaBar[t[i]]);
          return a * value + (1 - a) * eps[i];
        });
        return { t, x, eps };
      },
      hint: "t and ε are right; x is not the jump of lesson 2. Look at the weight of the noise.",
    },
  ],
};

/** Whole numbers from 0 to below `steps`, both ends among them, their mean within 6 standard errors. */
function isUniform(t: ArrayLike<number>, steps: number): boolean {
  const all = Array.from(t);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const deviation = Math.sqrt((steps ** 2 - 1) / 12);
  const variance = all.reduce((sum, value) => sum + (value - (steps - 1) / 2) ** 2, 0) / all.length;
  return (
    all.every((value) => Number.isInteger(value) && value >= 0 && value < steps) &&
    all.includes(0) &&
    all.includes(steps - 1) &&
    Math.abs(mean - (steps - 1) / 2) < (6 * deviation) / Math.sqrt(all.length) &&
    Math.abs(variance / deviation ** 2 - 1) < 0.12
  );
}

/** The first four moments of N(0, 1), each within 6 standard errors. */
function isNormal(eps: ArrayLike<number>): boolean {
  const moments: [mean: number, variance: number][] = [
    [0, 1],
    [1, 2],
    [0, 15],
    [3, 96],
  ];
  return moments.every(([mean, variance], at) => {
    const sum = Array.from(eps).reduce((total, value) => total + value ** (at + 1), 0);
    return Math.abs(sum / eps.length - mean) < 6 * Math.sqrt(variance / eps.length);
  });
}

function fits({ t, x, eps }: Noised, x0: Float64Array, alphaBar: Float64Array): boolean {
  const right = noised(x0, alphaBar, { t, eps }).x;
  return Array.from(x).every((value, i) => Math.abs(value - right[i]) < 1e-5 * (1 + Math.abs(right[i])));
}
