/** Exercise 2: the order of a method, from its errors. */
import type { Exercise } from "noisebook";

/** The slope of the straight line with the least squared error. */
function slope(x: number[], y: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centreX, centreY] = [mean(x), mean(y)];
  const product = x.reduce((sum, value, i) => sum + (value - centreX) * (y[i] - centreY), 0);
  return product / x.reduce((sum, value) => sum + (value - centreX) ** 2, 0);
}

const logs = (values: number[]) => values.map((value) => Math.log(value));

export const order: Exercise<[steps: number[], errors: number[]], number> = {
  id: "order",
  title: "The order of a method",
  points: 2,
  hint: "Take logarithms of both lists. Then the order is the slope of the line through the points, with its sign turned.",
  cases: (rng) => {
    const steps = [32, 64, 128, 256];
    return [1, 2, 1 + 2 * rng.uniform()].map((power) => [
      steps,
      steps.map((count) => 5 * count ** -power * Math.exp(0.2 * rng.normal())),
    ]);
  },
  solution: (steps, errors) => -slope(logs(steps), logs(errors)),
  tolerance: 1e-6,
  mistakes: [
    {
      name: "the sign of the slope",
      wrong: (steps, errors) => slope(logs(steps), logs(errors)),
      hint: "The line falls, so its slope is negative. The order is how fast it falls: a positive number.",
    },
    {
      name: "no logarithms",
      wrong: (steps, errors) => -slope(steps, errors),
      hint: "error = c·N^−p is a curve. It becomes a straight line with slope −p only when you take the logarithm of both sides.",
    },
    {
      name: "a logarithm of the errors only",
      wrong: (steps, errors) => -slope(steps, logs(errors)),
      hint: "Both axes need a logarithm: log error = log c − p·log N.",
    },
    {
      name: "only the first and the last point",
      wrong: (steps, errors) => {
        const [x, y] = [logs(steps), logs(errors)];
        return -(y[y.length - 1] - y[0]) / (x[x.length - 1] - x[0]);
      },
      hint: "A line through the two ends trusts two measurements and throws the others away. Take the line with the least squared error through all.",
    },
    {
      name: "the axes swapped",
      wrong: (steps, errors) => -slope(logs(errors), logs(steps)),
      hint: "The steps are on the horizontal axis: divide by the squares of their distances from the mean, not by those of the errors.",
    },
  ],
};
