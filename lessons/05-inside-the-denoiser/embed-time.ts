/** Exercise 1: the time as waves. */
import type { Exercise } from "noisebook";

const longest = 10_000;

/** Cosines, then sines, of t times each rate. */
function waves(t: number, rates: number[]): Float64Array {
  const angles = rates.map((rate) => t * rate);
  return Float64Array.from([...angles.map(Math.cos), ...angles.map(Math.sin)]);
}

/** Falling rates: 1 first, and so many to the factor 10,000. */
const rates = (count: number, per = count, base = longest) =>
  Array.from({ length: count }, (_, i) => base ** (-i / per));

export const embedTime: Exercise<[t: number, width: number], ArrayLike<number>> = {
  id: "embed-time",
  title: "The time as waves",
  points: 2,
  hint: "n is half of the width. First the n rates f_i, then the n angles t·f_i, then their cosines and after these their sines.",
  cases: (rng) => [
    [1 + rng.integer(999), 8],
    [1 + rng.integer(999), 32],
    [100 + 800 * rng.uniform(), 6],
  ],
  solution: (t, width) => waves(t, rates(width / 2)),
  mistakes: [
    {
      name: "the sines come first",
      wrong: (t, width) => {
        const all = waves(t, rates(width / 2));
        return Float64Array.from([...all.slice(width / 2), ...all.slice(0, width / 2)]);
      },
      hint: "All numbers are there, in another order. Which come first is a convention, and a network that learned one cannot read the other: Stable Diffusion has the cosines first.",
    },
    {
      name: "cosines and sines take turns",
      wrong: (t, width) => {
        const all = waves(t, rates(width / 2));
        return Float64Array.from(all, (_, i) => all[(i % 2) * (width / 2) + Math.floor(i / 2)]);
      },
      hint: "All numbers are there, in another order: first all cosines, then all sines.",
    },
    {
      name: "the slowest rate is 1/10,000 itself",
      wrong: (t, width) => waves(t, rates(width / 2, Math.max(width / 2 - 1, 1))),
      hint: "You divide i by n − 1, so that the last rate is 1/10,000. Another convention, of the paper by Ho et al.: this one divides by n.",
    },
    {
      name: "the rates grow",
      wrong: (t, width) => waves(t, rates(width / 2, width / 2, 1 / longest)),
      hint: "The exponent lost its minus: rates from 1 up to 10,000 turn so fast that neighbouring steps look unrelated.",
    },
    {
      name: "as many rates as the width",
      wrong: (t, width) => waves(t, rates(width / 2, width)),
      hint: "Half of the numbers are cosines and half are sines: there are n = width / 2 rates.",
    },
  ],
};
