/** Exercise 3: the numbers of a residual block. */
import type { Exercise } from "noisebook";

/** The sizes of a residual block. */
export interface BlockSizes {
  /** Channels that come in. */
  inputs: number;
  /** Channels that go out. */
  outputs: number;
  /** Features of the time. */
  time: number;
}

const norm = (channels: number) => 2 * channels;
const conv = (inputs: number, outputs: number, size: number) => size * size * inputs * outputs + outputs;
const dense = (inputs: number, outputs: number) => inputs * outputs + outputs;

const count = ({ inputs, outputs, time }: BlockSizes): number =>
  norm(inputs) +
  conv(inputs, outputs, 3) +
  dense(time, outputs) +
  norm(outputs) +
  conv(outputs, outputs, 3) +
  (inputs === outputs ? 0 : conv(inputs, outputs, 1));

export const countBlock: Exercise<[sizes: BlockSizes], number> = {
  id: "count-block",
  title: "Count a residual block",
  points: 3,
  hint: "Go through the list in the text line by line: two norms, two windows of 3 × 3, one dense layer, and a window of 1 × 1 only where it is needed. Every window and dense layer has a bias for each output.",
  cases: (rng) => [
    [{ inputs: 320, outputs: 320, time: 1280 }],
    [{ inputs: 320, outputs: 640, time: 1280 }],
    [{ inputs: 8 + rng.integer(90), outputs: 100 + rng.integer(90), time: 200 + rng.integer(90) }],
  ],
  solution: count,
  tolerance: 0,
  mistakes: [
    {
      name: "biases forgotten",
      wrong: (sizes) => {
        const { inputs, outputs } = sizes;
        return count(sizes) - 3 * outputs - (inputs === outputs ? 0 : outputs);
      },
      hint: "Yours is a little too small: a window of 3 × 3 has one number more for each output channel, its bias, and so has a dense layer.",
    },
    {
      name: "norms forgotten",
      wrong: (sizes) => count(sizes) - norm(sizes.inputs) - norm(sizes.outputs),
      hint: "A norm has parameters too: γ and β for each channel.",
    },
    {
      name: "norms with one number for each channel",
      wrong: (sizes) => count(sizes) - sizes.inputs - sizes.outputs,
      hint: "A norm has two numbers for each channel: γ multiplies, β is added.",
    },
    {
      name: "a 1 × 1 window in every block",
      wrong: (sizes) =>
        count({ ...sizes }) + (sizes.inputs === sizes.outputs ? conv(sizes.inputs, sizes.outputs, 1) : 0),
      hint: "Where as many channels go out as come in, x is added as it is, and no window is needed for that.",
    },
    {
      name: "no 1 × 1 window",
      wrong: (sizes) =>
        count(sizes) - (sizes.inputs === sizes.outputs ? 0 : conv(sizes.inputs, sizes.outputs, 1)),
      hint: "320 channels cannot be added to 640. What brings x to as many?",
    },
    {
      name: "no time",
      wrong: (sizes) => count(sizes) - dense(sizes.time, sizes.outputs),
      hint: "Each block is told the time: a dense layer from its features to a shift of each output channel.",
    },
    {
      name: "the second window as large as the first",
      wrong: (sizes) =>
        count(sizes) - conv(sizes.outputs, sizes.outputs, 3) + conv(sizes.inputs, sizes.outputs, 3),
      hint: "The first window has made `outputs` channels of `inputs`. How many come into the second?",
    },
  ],
};
