/** Exercise 1: Heun's step. */
import { combine, type Exercise, type Points } from "noisebook";
import { noiseIn, pointsAt } from "./field.ts";

/** x + share·(σ' − σ)·first + rest·(σ' − σ)·second */
function moved(x: Points, length: number, ...directions: [share: number, direction: Points][]): Points {
  return combine([1, x], ...directions.map(([share, direction]) => [share * length, direction] as const));
}

function heun(x: Points, sigma: number, next: number): Points {
  const eps = noiseIn(x, sigma);
  const ahead = moved(x, next - sigma, [1, eps]);
  return next === 0 ? ahead : moved(x, next - sigma, [0.5, eps], [0.5, noiseIn(ahead, next)]);
}

/** A wrong second look; the last step, to σ = 0, is right. */
const secondLook =
  (look: (parts: { x: Points; sigma: number; next: number; eps: Points; ahead: Points }) => Points) =>
  (x: Points, sigma: number, next: number): Points => {
    const eps = noiseIn(x, sigma);
    const ahead = moved(x, next - sigma, [1, eps]);
    return next === 0 ? ahead : look({ x, sigma, next, eps, ahead });
  };

export const heunStep: Exercise<[x: Points, sigma: number, next: number], Points> = {
  id: "heun-step",
  title: "Heun's step",
  points: 3,
  hint: "Start with Euler's step: its end is the place `ahead`. Ask noiseIn there, at the noise level of that place, and go again from x.",
  cases: (rng) => {
    const levels = [
      [4, 2.5],
      [1.2 + rng.uniform(), 0.6 + 0.5 * rng.uniform()],
      [0.8, 0.4 + 0.2 * rng.uniform()],
      [0.3, 0],
    ];
    return levels.map(([sigma, next]) => [pointsAt(sigma, { count: 3, rng }), sigma, next]);
  },
  solution: heun,
  tolerance: 1e-7,
  mistakes: [
    {
      number: 15,
      name: "a sampler that is not the one it is named: this is Euler's",
      wrong: (x, sigma, next) => moved(x, next - sigma, [1, noiseIn(x, sigma)]),
      hint: "You ask once and go. Heun asks a second time, at the end of that step, and takes the mean of both directions.",
    },
    {
      number: 15,
      name: "a sampler that is not the one it is named: this is the midpoint method",
      wrong: secondLook(({ x, sigma, next, eps }) => {
        const middle = (sigma + next) / 2;
        return moved(x, next - sigma, [1, noiseIn(moved(x, middle - sigma, [1, eps]), middle)]);
      }),
      hint: "You look in the middle of the step. That is a good method of order 2, and another one: Heun looks at the end.",
    },
    {
      name: "the second look at x instead of ahead",
      wrong: secondLook(({ x, next, sigma, eps }) =>
        moved(x, next - sigma, [0.5, eps], [0.5, noiseIn(x, next)]),
      ),
      hint: "The second look is at the place where Euler's step ends, not at the place where it began.",
    },
    {
      name: "the second look with the old σ",
      wrong: secondLook(({ x, next, sigma, eps, ahead }) =>
        moved(x, next - sigma, [0.5, eps], [0.5, noiseIn(ahead, sigma)]),
      ),
      hint: "At the end of the step there is less noise. Tell noiseIn the noise level of the place where it looks.",
    },
    {
      name: "only the second direction used",
      wrong: secondLook(({ x, next, sigma, ahead }) => moved(x, next - sigma, [1, noiseIn(ahead, next)])),
      hint: "You throw the first direction away. The mean of both is what makes the error small.",
    },
    {
      name: "both directions added, not halved",
      wrong: secondLook(({ x, next, sigma, eps, ahead }) =>
        moved(x, next - sigma, [1, eps], [1, noiseIn(ahead, next)]),
      ),
      hint: "You go the way twice. It is the mean of the two directions that you follow.",
    },
    {
      name: "the second half from ahead",
      wrong: secondLook(({ next, sigma, eps, ahead }) =>
        moved(ahead, next - sigma, [0.5, eps], [0.5, noiseIn(ahead, next)]),
      ),
      hint: "The look ahead was only a look. The step itself begins at x again.",
    },
    {
      name: "asked at σ = 0",
      wrong: (x, sigma, next) => {
        const eps = noiseIn(x, sigma);
        const ahead = moved(x, next - sigma, [1, eps]);
        return moved(x, next - sigma, [0.5, eps], [0.5, noiseIn(ahead, next)]);
      },
      hint: "At σ = 0 there is no noise to see, and noiseIn divides by 0. Let the last step, to 0, be Euler's.",
    },
  ],
};
