/** Exercise 4: a number hidden in the pixels. */
import type { Exercise } from "noisebook";

const correlation = (values: Float32Array, pattern: Int8Array) =>
  pattern.reduce((sum, sign, at) => sum + sign * values[at], 0) / values.length;

export const readWatermark: Exercise<[values: Float32Array, patterns: Int8Array[]], ArrayLike<number>> = {
  id: "read-watermark",
  title: "Read a watermark",
  points: 2,
  hint: "Multiply each value by the pattern's sign at the same place and add up. Is the sum above or below 0?",
  cases: (rng) =>
    [6, 4, 4].map((bits) => {
      const length = 256;
      // Half of each pattern's signs are + and half are −: a picture's brightness falls out of the sum.
      const signs = Array.from({ length }, (_, at) => (at % 2 === 0 ? 1 : -1));
      const patterns = Array.from({ length: bits }, () => Int8Array.from(rng.shuffle(signs)));
      const message = rng.shuffle(patterns.map((_, at) => (at < bits / 2 ? 1 : 0)));
      const [brightness, slope] = [0.3 * rng.normal(), 0.4 * rng.uniform()];
      const values = Float32Array.from({ length }, (_, at) => brightness + slope * (at / length - 0.5));
      patterns.forEach((pattern, bit) => {
        for (let at = 0; at < length; at++) values[at] += 0.2 * (2 * message[bit] - 1) * pattern[at];
      });
      return [values.map((value) => value + 0.1 * rng.normal()), patterns];
    }),
  solution: (values, patterns) =>
    Uint8Array.from(patterns, (pattern) => Number(correlation(values, pattern) > 0)),
  tolerance: 0,
  mistakes: [
    {
      name: "0 and 1 exchanged",
      wrong: (values, patterns) =>
        Uint8Array.from(patterns, (pattern) => Number(correlation(values, pattern) <= 0)),
      hint: "Where the bit is 1 the pattern was added, so values and pattern go the same way and the sum is above 0.",
    },
    {
      name: "one pixel asked for each bit",
      wrong: (values, patterns) => Uint8Array.from(patterns, (pattern) => Number(values[0] * pattern[0] > 0)),
      hint: "In a single pixel the mark is weaker than the picture. Only the sum over all pixels brings it out.",
    },
    {
      name: "the correlations themselves",
      wrong: (values, patterns) => Float64Array.from(patterns, (pattern) => correlation(values, pattern)),
      hint: "The correlations are right. A bit is 1 where its correlation is above 0, else 0.",
    },
    {
      name: "the signs of the pattern left out",
      wrong: (values, patterns) =>
        Uint8Array.from(patterns, (pattern) =>
          Number(values.reduce((sum, value, at) => sum + value * Math.abs(pattern[at]), 0) > 0),
        ),
      hint: "Yours adds up the picture: every bit is the same. What tells one pattern from another are its signs.",
    },
  ],
};
