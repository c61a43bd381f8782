/** Exercise 3: the filter bank through which DRAW looks. */
import type { Exercise } from "noisebook";

/** A window along one side of a picture. */
export interface Window {
  /** Where its middle lies, in pixels from 0. */
  middle: number;
  /** Pixels between two of its points. */
  stride: number;
  /** Of the Gaussian at each point, in pixels. */
  deviation: number;
  points: number;
  /** Pixels of the picture along this side. */
  size: number;
}

/** Where each point lies, counted from the middle in strides. */
type Offset = (point: number, points: number) => number;
const centred: Offset = (point, points) => point - (points - 1) / 2;

/** The Gaussians of all points, row by row, before they are divided. */
const bells = (
  { middle, stride, deviation, points, size }: Window,
  { offset = centred, variance = deviation ** 2 }: { offset?: Offset; variance?: number } = {},
): number[][] =>
  Array.from({ length: points }, (_, i) =>
    Array.from({ length: size }, (_, a) =>
      Math.exp(-((a - middle - offset(i, points) * stride) ** 2) / (2 * variance)),
    ),
  );

const total = (row: number[]) => row.reduce((sum, value) => sum + value, 0);
const divided = (rows: number[][]) => rows.map((row) => row.map((value) => value / total(row)));
const flat = (rows: number[][]) => Float64Array.from(rows.flat());

export const windowFilter: Exercise<[window: Window], ArrayLike<number>> = {
  id: "window-filter",
  title: "The window of DRAW",
  points: 3,
  hint: "For each point its place μ = middle + (i − (N − 1)/2) · stride; for each pixel a the bell exp(−(a − μ)²/2σ²); then divide the row by its sum. All rows in one list.",
  cases: (rng) =>
    [3, 4, 5].map((points): [Window] => [
      {
        middle: 3 + 2 * rng.uniform(),
        stride: 1 + 0.5 * rng.uniform(),
        deviation: 0.6 + 0.3 * rng.uniform(),
        points,
        size: 9,
      },
    ]),
  solution: (window) => flat(divided(bells(window))),
  tolerance: 1e-10,
  mistakes: [
    {
      name: "the rows are not divided by their sums",
      wrong: (window) => flat(bells(window)),
      hint: "Your rows do not sum to 1: a window that looks at a grey wall would see another grey.",
    },
    {
      name: "divided by the sum of everything",
      wrong: (window) => {
        const rows = bells(window);
        const all = total(rows.flat());
        return flat(rows.map((row) => row.map((value) => value / all)));
      },
      hint: "All numbers together sum to 1, and each row has to: every point of the window is a mean of its own.",
    },
    {
      name: "the columns sum to 1",
      wrong: (window) => {
        const rows = bells(window);
        return flat(rows.map((row) => row.map((value, a) => value / total(rows.map((each) => each[a])))));
      },
      hint: "You divide along the other side: a row belongs to a point, a column to a pixel.",
    },
    {
      name: "the window does not lie about its middle",
      wrong: (window) => flat(divided(bells(window, { offset: (point) => point }))),
      hint: "Your first point lies in the middle, and the others to one side of it. Half of them belong to either side.",
    },
    {
      name: "off by half a point",
      wrong: (window) => flat(divided(bells(window, { offset: (point, points) => point - points / 2 }))),
      hint: "With three points counted from 0 the one in the middle is number 1: which number do you take away from i?",
    },
    {
      name: "σ in place of σ²",
      wrong: (window) => flat(divided(bells(window, { variance: window.deviation }))),
      hint: "The exponent of a Gaussian has the variance below the line.",
    },
    {
      name: "the 2 is left out",
      wrong: (window) => flat(divided(bells(window, { variance: window.deviation ** 2 / 2 }))),
      hint: "Your bells are too narrow by a factor √2: the exponent has a 2 below the line.",
    },
  ],
};
