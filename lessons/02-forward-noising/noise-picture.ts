/** Exercise 2: from the bytes of a file to x_t. */
import type { Exercise, Random } from "noisebook";

const toModelRange = (bytes: ArrayLike<number>) => Float32Array.from(bytes, (byte) => byte / 127.5 - 1);

/** Both halves of x_t, as the wrong versions below need them: some values, and some noise. */
function mixed(values: ArrayLike<number>, eps: ArrayLike<number>, alphaBar: number): Float32Array {
  return Float32Array.from(
    values,
    (value, i) => Math.sqrt(alphaBar) * value + Math.sqrt(1 - alphaBar) * eps[i],
  );
}

export const noisePicture: Exercise<[bytes: Uint8Array, alphaBar: number, rng: Random], ArrayLike<number>> = {
  id: "noise-picture",
  title: "From a file to a noised picture",
  points: 3,
  hint: "Three lines: bytes to values in [−1, 1] with Float32Array.from(bytes, …), noise from rng.normal(bytes.length), and your function noise.",
  cases: (rng) =>
    [0.9, 0.1].map((alphaBar) => [
      Uint8Array.from(rng.integer(256, 6144), (byte) => byte),
      alphaBar,
      rng.fork(),
    ]),
  solution: (bytes, alphaBar, rng) => mixed(toModelRange(bytes), rng.normal(bytes.length), alphaBar),
  accepts: (xt, bytes, alphaBar) => {
    const x0 = toModelRange(bytes);
    return looksNormal(x0.map((value, i) => (xt[i] - Math.sqrt(alphaBar) * value) / Math.sqrt(1 - alphaBar)));
  },
  mistakes: [
    {
      number: 2,
      name: "images left in [0, 1]",
      wrong: (bytes, alphaBar, rng) =>
        mixed(
          Float32Array.from(bytes, (byte) => byte / 255),
          rng.normal(bytes.length),
          alphaBar,
        ),
      hint: "Black must become −1 and white 1, so that grey is 0, the mean of the noise. What do black and white become in yours?",
    },
    {
      name: "bytes used as they are, 0 to 255",
      wrong: (bytes, alphaBar, rng) => mixed(bytes, rng.normal(bytes.length), alphaBar),
      hint: "Noise of variance 1 is nothing beside values up to 255. Bring the bytes to [−1, 1] first.",
    },
    {
      name: "the values rounded back to bytes",
      wrong: (bytes, alphaBar, rng) =>
        mixed(
          bytes.map((byte) => byte / 127.5 - 1),
          rng.normal(bytes.length),
          alphaBar,
        ),
      hint: "bytes.map makes bytes again, whole numbers from 0 to 255. Float32Array.from(bytes, …) keeps fractions and signs.",
    },
    {
      number: 1,
      name: "√(1 − ᾱ) written as 1 − √ᾱ",
      wrong: (bytes, alphaBar, rng) => {
        const [a, s] = [Math.sqrt(alphaBar), 1 - Math.sqrt(alphaBar)];
        const eps = rng.normal(bytes.length);
        return toModelRange(bytes).map((value, i) => a * value + s * eps[i]);
      },
      hint: "Bytes and noise are as they should be; the weights are not. Exercise 1 comes first: its check tells you about them.",
    },
    {
      number: 8,
      name: "`rand` where `randn` was meant: uniform noise in [0, 1)",
      wrong: (bytes, alphaBar, rng) => mixed(toModelRange(bytes), rng.uniform(bytes.length), alphaBar),
      hint: "Your noise has mean ½ and is never negative. ε comes from the normal distribution, N(0, 1).",
    },
    {
      number: 8,
      name: "`rand` where `randn` was meant: uniform noise in [−1, 1)",
      wrong: (bytes, alphaBar, rng) =>
        mixed(
          toModelRange(bytes),
          rng.uniform(bytes.length).map((value) => 2 * value - 1),
          alphaBar,
        ),
      hint: "Your noise has mean 0, but variance ⅓ instead of 1. ε comes from the normal distribution, N(0, 1).",
    },
  ],
};

/**
 * Whether values have the first four moments of N(0, 1), each within 6 standard errors: a right answer is refused once
 * in 10⁸ seeds, and uniform noise of the right mean and variance is still 9 off in the fourth.
 */
function looksNormal(values: Float32Array): boolean {
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  const expected: [power: number, mean: number, variance: number][] = [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ];
  return expected.every(
    ([power, mean, variance]) => Math.abs(moment(power) - mean) < 6 * Math.sqrt(variance / values.length),
  );
}
