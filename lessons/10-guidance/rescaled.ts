/** Exercise 4: the contrast that guidance added, taken away again. */
import type { Exercise } from "noisebook";

export interface RescaleInput {
  guided: Float64Array;
  conditional: Float64Array;
  /** φ: 0 leaves everything, 1 restores the whole deviation. */
  phi: number;
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: Float64Array): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}

const scaled = ({ guided, phi }: RescaleInput, ratio: number) =>
  guided.map((value) => phi * ratio * value + (1 - phi) * value);

const deviations = ({ guided, conditional }: RescaleInput) =>
  Math.sqrt(variance(conditional) / variance(guided));

export const rescaled: Exercise<[input: RescaleInput], ArrayLike<number>> = {
  id: "rescaled",
  title: "Contrast restored",
  points: 3,
  hint: "First a function for the standard deviation: mean, then the mean of the squared distances from it, then the root.",
  cases: (rng) =>
    [0.7, 1, 0, rng.uniform()].map((phi) => {
      const conditional = rng.normal(24).map((value) => 0.5 * value + 0.4);
      const guided = rng.normal(24).map((value, i) => conditional[i] * 3 + value);
      return [{ guided, conditional, phi }];
    }),
  solution: (input) => scaled(input, deviations(input)),
  tolerance: 1e-7,
  mistakes: [
    {
      name: "variances in place of deviations",
      wrong: (input) => scaled(input, deviations(input) ** 2),
      hint: "A factor multiplies the deviation. You divided variances: take the roots.",
    },
    {
      name: "the ratio turned over",
      wrong: (input) => scaled(input, 1 / deviations(input)),
      hint: "Guided values have too much contrast, so the factor is below 1: the deviation that you want, divided by the one that you have.",
    },
    {
      name: "φ and 1 − φ swapped",
      wrong: (input) => scaled({ ...input, phi: 1 - input.phi }, deviations(input)),
      hint: "With φ = 0 nothing may change.",
    },
    {
      name: "φ left out",
      wrong: (input) => scaled({ ...input, phi: 1 }, deviations(input)),
      hint: "You restore all of it, whatever φ is. φ says how much: the rest stays as it was.",
    },
    {
      name: "lengths in place of deviations: the mean not taken away",
      wrong: (input) => {
        const square = (values: Float64Array) => mean(values.map((value) => value ** 2));
        return scaled(input, Math.sqrt(square(input.conditional) / square(input.guided)));
      },
      hint: "A deviation is measured from the mean. A bright picture is not one of high contrast.",
    },
    {
      name: "a mix with the conditional prediction",
      wrong: ({ guided, conditional, phi }) =>
        guided.map((value, i) => phi * conditional[i] + (1 - phi) * value),
      hint: "That undoes the guidance. Only the contrast is to be taken from the conditional prediction: one number.",
    },
  ],
};
