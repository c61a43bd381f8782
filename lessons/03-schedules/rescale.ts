/** Exercise 2: the rescale to zero terminal SNR by hand. */
import { type Exercise, linearSchedule, type Random, scaledLinearSchedule } from "noisebook";

/** Moves a list so that its last value is 0, and stretches it so that its first one stays. */
function moved(values: Float64Array): Float64Array {
  const [first, last] = [values[0], values[values.length - 1]];
  return values.map((value) => ((value - last) * first) / (first - last));
}

const roots = (alphaBar: Float64Array) => alphaBar.map(Math.sqrt);
const squares = (values: Float64Array) => values.map((value) => value ** 2);

/** Schedules whose last step leaves something of the picture. */
export const leakySchedules = (rng: Random) => [
  scaledLinearSchedule({ steps: 1000 }).alphaBar,
  scaledLinearSchedule({ steps: 200 + rng.integer(700) }).alphaBar,
  linearSchedule({ steps: 100 + rng.integer(400), betaEnd: 0.01 + 0.005 * rng.uniform() }).alphaBar,
];

export const rescale: Exercise<[alphaBar: Float64Array], ArrayLike<number>> = {
  id: "rescale",
  title: "Zero terminal SNR by hand",
  points: 3,
  hint: "Three moves on the list of roots: take the roots, shift them so that the last is 0, stretch them so that the first is what it was. Then square.",
  cases: (rng) => leakySchedules(rng).map((alphaBar) => [alphaBar]),
  solution: (alphaBar) => squares(moved(roots(alphaBar))),
  tolerance: 1e-12,
  mistakes: [
    {
      name: "ᾱ itself is moved, without roots",
      wrong: (alphaBar) => moved(alphaBar),
      hint: "Both ends are right and the middle is not. Algorithm 1 moves the weight of the picture, √ᾱ, along a straight line.",
    },
    {
      name: "only the last step is set to 0",
      wrong: (alphaBar) => alphaBar.map((kept, t) => (t === alphaBar.length - 1 ? 0 : kept)),
      hint: "The last step is pure noise now, and the one before it still leaks: a jump. All steps have to move a little.",
    },
    {
      name: "shifted, not stretched",
      wrong: (alphaBar) => {
        const all = roots(alphaBar);
        return squares(all.map((root) => root - all[all.length - 1]));
      },
      hint: "The end is right. The first step lost a part of the picture as well: stretch the list so that it keeps its first value.",
    },
    {
      name: "stretched to 1",
      wrong: (alphaBar) => {
        const all = roots(alphaBar);
        const last = all[all.length - 1];
        return squares(all.map((root) => (root - last) / (all[0] - last)));
      },
      hint: "Your first step adds no noise at all. It should stay what it was: where is √ᾱ_0 in your stretch?",
    },
    {
      name: "the roots are not squared again",
      wrong: (alphaBar) => moved(roots(alphaBar)),
      hint: "These are the weights √ᾱ', and they are right. Asked for is ᾱ'.",
    },
  ],
};
