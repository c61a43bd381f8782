/** Exercise 4: from one noise to another without leaving the sphere. */
import type { Exercise } from "noisebook";

export interface SphereInput {
  from: Float64Array;
  to: Float64Array;
  /** 0 is from, 1 is to. */
  fraction: number;
}

const dot = (left: Float64Array, right: Float64Array) =>
  left.reduce((sum, value, i) => sum + value * right[i], 0);
const size = (values: Float64Array) => Math.sqrt(dot(values, values));
const angleOf = ({ from, to }: SphereInput) => Math.acos(dot(from, to) / (size(from) * size(to)));

function mixed({ from, to }: SphereInput, [left, right]: readonly [number, number]): Float64Array {
  return from.map((value, i) => left * value + right * to[i]);
}

function arc({ fraction }: SphereInput, angle: number): [number, number] {
  return [(1 - fraction) * angle, fraction * angle].map((part) => Math.sin(part) / Math.sin(angle)) as [
    number,
    number,
  ];
}

export const onSphere: Exercise<[input: SphereInput], ArrayLike<number>> = {
  id: "on-sphere",
  title: "Along the sphere",
  points: 3,
  hint: "First the angle ω: Math.acos of the scalar product of both, divided by both lengths. Then two factors with Math.sin.",
  cases: (rng) =>
    [0.5, rng.uniform(), 0.25, 1].map((fraction) => [
      { from: rng.normal(16), to: rng.normal(16).map((value) => 1.2 * value + 0.1), fraction },
    ]),
  solution: (input) => mixed(input, arc(input, angleOf(input))),
  tolerance: 1e-7,
  mistakes: [
    {
      name: "the straight line",
      wrong: (input) => mixed(input, [1 - input.fraction, input.fraction]),
      hint: "Half way on a straight line the noise is only 0.7 times as long: it cuts through the sphere.",
    },
    {
      name: "the ends swapped",
      wrong: (input) => {
        const [left, right] = arc(input, angleOf(input));
        return mixed(input, [right, left]);
      },
      hint: "A fraction of 0 must give the first noise.",
    },
    {
      name: "not divided by sin ω",
      wrong: (input) => {
        const angle = angleOf(input);
        return mixed(input, [Math.sin((1 - input.fraction) * angle), Math.sin(input.fraction * angle)]);
      },
      hint: "A fraction of 1 must give the second noise at its full length. What is missing below the line?",
    },
    {
      name: "always a right angle",
      wrong: (input) => mixed(input, arc(input, Math.PI / 2)),
      hint: "Two long noises are nearly at a right angle, but not quite, and short ones not at all. Compute the angle.",
    },
    {
      name: "the straight line, brought back to the sphere",
      wrong: (input) => {
        const line = mixed(input, [1 - input.fraction, input.fraction]);
        const wanted = (1 - input.fraction) * size(input.from) + input.fraction * size(input.to);
        return line.map((value) => (value * wanted) / size(line));
      },
      hint: "The length is right now, the place is not: equal steps on the line are no equal angles. Go along the arc.",
    },
    {
      name: "the cosine in place of the angle",
      wrong: (input) => mixed(input, arc(input, Math.cos(angleOf(input)))),
      hint: "The scalar product divided by the lengths is cos ω. The angle itself is its Math.acos.",
    },
  ],
};
