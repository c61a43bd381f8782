/** Exercise 1: what a flow model is trained on. */
import { combine, type Exercise, gaussianLike, type Points, type Random } from "noisebook";

/** A batch for the loss. */
export interface FlowBatch {
  /** A time for each row. */
  t: ArrayLike<number>;
  xt: Points;
  /** The velocity that the model should give. */
  v: Points;
}

/** A batch of its parts, each of which may be wrong. */
function batch(
  x0: Points,
  { t, eps }: { t: Float64Array; eps: Points },
  change: Partial<FlowBatch> = {},
): FlowBatch {
  const xt = combine([t.map((time) => 1 - time), x0], [t, eps]);
  return { t, xt, v: combine([1, eps], [-1, x0]), ...change };
}

const right = (x0: Points, rng: Random) => ({ t: rng.uniform(x0.count), eps: gaussianLike(x0, rng) });

export const flowBatch: Exercise<[x0: Points, rng: Random], FlowBatch> = {
  id: "flow-batch",
  title: "A batch for flow matching",
  points: 3,
  hint: "Four lines: t with rng.uniform(x0.count), eps with gaussianLike(x0, rng), then xt and v with combine. A factor of combine may be a list, one for each row.",
  cases: (rng) => [[{ data: rng.normal(2400), count: 1200, dim: 2 }, rng.fork()]],
  solution: (x0, rng) => batch(x0, right(x0, rng)),
  tolerance: 1e-6,
  accepts: ({ t, xt, v }, x0) => {
    const eps = combine([1, v], [1, x0]);
    const times = Float64Array.from(t);
    const line = combine([times.map((time) => 1 - time), x0], [times, eps]);
    return (
      xt.data.every((value, i) => Math.abs(value - line.data[i]) < 1e-5) &&
      has(times, uniformMoments) &&
      has(eps.data, normalMoments)
    );
  },
  mistakes: [
    {
      number: 8,
      name: "`rand` where `randn` was meant: uniform noise",
      wrong: (x0, rng) => {
        const t = rng.uniform(x0.count);
        return batch(x0, { t, eps: { ...x0, data: rng.uniform(x0.data.length) } });
      },
      hint: "Your ε is never negative and has mean ½. Noise is normal, N(0, 1); only the times are uniform.",
    },
    {
      number: 8,
      name: "`randn` where `rand` was meant: normal times",
      wrong: (x0, rng) => batch(x0, { t: rng.normal(x0.count), eps: gaussianLike(x0, rng) }),
      hint: "Some of your times are below 0 or above 1, where there is no line. Times are uniform, the noise is normal.",
    },
    {
      name: "one time for the whole batch",
      wrong: (x0, rng) => {
        const t = new Float64Array(x0.count).fill(rng.uniform());
        return batch(x0, { t, eps: gaussianLike(x0, rng) });
      },
      hint: "Each row needs a time of its own: with one for all, every step of training sees a single noise level.",
    },
    {
      name: "the velocity turned round",
      wrong: (x0, rng) => {
        const parts = right(x0, rng);
        return batch(x0, parts, { v: combine([1, x0], [-1, parts.eps]) });
      },
      hint: "v is dx/dt, and t grows towards noise: at t = 1 you want to have arrived at ε. Yours points to the data.",
    },
    {
      name: "noise at t = 0",
      wrong: (x0, rng) => {
        const { t, eps } = right(x0, rng);
        return batch(x0, { t, eps }, { xt: combine([t, x0], [t.map((time) => 1 - time), eps]) });
      },
      hint: "At t = 0 stand the clean data, at t = 1 the noise. (Some papers count the other way; this course counts as Stable Diffusion 3.)",
    },
    {
      name: "roots in the weights, as in diffusion",
      wrong: (x0, rng) => {
        const { t, eps } = right(x0, rng);
        const root = (values: Float64Array) => values.map((value) => Math.sqrt(value));
        return batch(x0, { t, eps }, { xt: combine([root(t.map((time) => 1 - time)), x0], [root(t), eps]) });
      },
      hint: "With roots it is an arc, and its velocity changes on the way. Here x_t lies on the straight line: the weights are 1 − t and t.",
    },
    {
      name: "the velocity multiplied by t",
      wrong: (x0, rng) => {
        const { t, eps } = right(x0, rng);
        return batch(x0, { t, eps }, { v: combine([t, eps], [t.map((time) => -time), x0]) });
      },
      hint: "That is how far x_t has come. The velocity is the same everywhere on the line, whatever t is.",
    },
  ],
};

type Moments = [power: number, mean: number, variance: number][];
const uniformMoments: Moments = [1, 2, 3, 4].map((power) => [
  power,
  1 / (power + 1),
  1 / (2 * power + 1) - 1 / (power + 1) ** 2,
]);
const normalMoments: Moments = [
  [1, 0, 1],
  [2, 1, 2],
  [3, 0, 15],
  [4, 3, 96],
];

/** Whether values have these moments, each within 6 standard errors: a right answer is refused once in 10⁸ seeds. */
function has(values: Float64Array | Float32Array, moments: Moments): boolean {
  return moments.every(([power, mean, variance]) => {
    let sum = 0;
    for (const value of values) sum += value ** power;
    return Math.abs(sum / values.length - mean) < 6 * Math.sqrt(variance / values.length);
  });
}
