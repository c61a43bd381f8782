/** Exercise 3: a derivative that finite differences confirm. */
import type { Exercise } from "noisebook";

const gate = (x: number) => 1 / (1 + Math.exp(-x));

export const siluSlope: Exercise<[x: number], number> = {
  id: "silu-slope",
  title: "The slope of silu",
  points: 1,
  hint: "silu is a product, x · gate(x): use the rule for products. The slope of the gate is gate · (1 − gate).",
  cases: (rng) => [[0], [3 * rng.normal()], [1 + rng.uniform()], [-1 - rng.uniform()]],
  solution: (x) => gate(x) * (1 + x * (1 - gate(x))),
  tolerance: 1e-10,
  mistakes: [
    {
      name: "only the first half of the product rule",
      wrong: (x) => gate(x),
      hint: "This treats the gate as a constant. It moves with x as well: (u·v)' has two terms.",
    },
    {
      name: "only the second half of the product rule",
      wrong: (x) => x * gate(x) * (1 - gate(x)),
      hint: "At x = 0 yours is flat, and silu is not: its curve crosses 0 with a slope of a half. (u·v)' has two terms.",
    },
    {
      name: "the slope of the gate",
      wrong: (x) => gate(x) * (1 - gate(x)),
      hint: "This is the slope of the gate alone. silu is x times the gate.",
    },
    {
      name: "silu itself",
      wrong: (x) => x * gate(x),
      hint: "This is the function. Asked for is how fast it grows.",
    },
  ],
};
