/** Exercise 2: what shall stay of a picture is put back, as noisy as the rest. */
import type { Exercise } from "noisebook";

export interface KeepInput {
  /** The picture on its way: height × width × 3 numbers. */
  x: Float64Array;
  /** The clean picture. */
  image: Float64Array;
  noise: Float64Array;
  /** One number for each pixel: 1 paint, 0 keep. */
  mask: Float64Array;
  alphaBar: number;
}

/** mask·x + (1 − mask)·kept, with its parts open. */
function blended(
  { x, image, noise, mask, alphaBar }: KeepInput,
  {
    a = Math.sqrt(alphaBar),
    s = Math.sqrt(1 - alphaBar),
    share = (i: number) => mask[Math.floor(i / 3)],
    rest = (i: number) => 1 - share(i),
  }: { a?: number; s?: number; share?: (i: number) => number; rest?: (i: number) => number } = {},
): Float64Array {
  return x.map((value, i) => share(i) * value + rest(i) * (a * image[i] + s * noise[i]));
}

export const keepRest: Exercise<[input: KeepInput], ArrayLike<number>> = {
  id: "keep-rest",
  title: "Keep the rest",
  points: 3,
  hint: "Noise the clean picture to ᾱ first, as in lesson 2. Then mix it with x, pixel by pixel: number i belongs to pixel Math.floor(i / 3).",
  cases: (rng) =>
    [0.5, 0.1 + 0.8 * rng.uniform(), 1].map((alphaBar, at) => [
      {
        x: rng.normal(24),
        image: rng.uniform(24),
        noise: rng.normal(24),
        mask: rng.uniform(8).map((value) => (at === 1 ? value : Math.round(value))),
        alphaBar,
      },
    ]),
  solution: (input) => blended(input),
  tolerance: 1e-9,
  mistakes: [
    {
      name: "the mask the other way round",
      wrong: (input) => {
        const share = (i: number) => 1 - input.mask[Math.floor(i / 3)];
        return blended(input, { share });
      },
      hint: "1 means paint: there x stays. Yours repaints what was to be kept.",
    },
    {
      name: "the clean picture pasted in",
      wrong: (input) => blended(input, { a: 1, s: 0 }),
      hint: "x is as noisy as ᾱ says, and your part has no noise at all. The denoiser sees two pictures, and the seam stays.",
    },
    {
      name: "pure noise where the picture shall stay",
      wrong: (input) => blended(input, { a: 0, s: 1 }),
      hint: "What shall stay is the picture with its noise, not the noise alone.",
    },
    {
      name: "weights without their roots",
      wrong: (input) => blended(input, { a: input.alphaBar, s: 1 - input.alphaBar }),
      hint: "The kept part is noised as in lesson 2: both factors are roots.",
    },
    {
      name: "the kept part added everywhere",
      wrong: (input) => blended(input, { rest: () => 1 }),
      hint: "Where the mask is 1 nothing of the old picture may be left: it has the factor 1 − mask.",
    },
    {
      name: "the mask read as if it had three numbers a pixel",
      wrong: (input) => blended(input, { share: (i) => input.mask[i % input.mask.length] }),
      hint: "The mask has one number for each pixel, the picture three: red, green and blue of pixel 0 come first.",
    },
  ],
};
