/** Exercise 5: how many numbers a residual block has. */
import type { Exercise } from "noisebook";

export interface BlockSizes {
  inputs: number;
  outputs: number;
  /** Features of the time. */
  time: number;
}

const conv = (inputs: number, outputs: number, size: number) => outputs * (inputs * size * size + 1);

/** The parts of a block, each with its count. */
const parts = ({ inputs, outputs, time }: BlockSizes) => ({
  norm1: 2 * inputs,
  conv1: conv(inputs, outputs, 3),
  time: outputs * (time + 1),
  norm2: 2 * outputs,
  conv2: conv(outputs, outputs, 3),
  skip: inputs === outputs ? 0 : conv(inputs, outputs, 1),
});

const total = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export const residualCount: Exercise<[sizes: BlockSizes], number> = {
  id: "residual-count",
  title: "The numbers in a residual block",
  points: 2,
  hint: "Go through the table: two norms, two convolutions of 3 × 3, one dense layer, and a convolution of 1 × 1 if the channels change. Add them up.",
  cases: (rng) => {
    const [wide, time] = [32 * (1 + rng.integer(10)), 64 * (1 + rng.integer(10))];
    return [
      [{ inputs: wide, outputs: wide, time }],
      [{ inputs: wide, outputs: 2 * wide, time }],
      [{ inputs: 320, outputs: 640, time: 1280 }],
    ];
  },
  solution: (sizes) => total(parts(sizes)),
  tolerance: 0,
  mistakes: [
    {
      name: "the biases are forgotten",
      wrong: (sizes) => {
        const { inputs, outputs } = sizes;
        return total(parts(sizes)) - (inputs === outputs ? 3 : 4) * outputs;
      },
      hint: "You are short of a few times outputs: each convolution and the dense layer add one number to every channel that they make.",
    },
    {
      name: "the norms are forgotten",
      wrong: (sizes) => total({ ...parts(sizes), norm1: 0, norm2: 0 }),
      hint: "A norm learns two numbers for each channel, a factor and a shift.",
    },
    {
      name: "the skip counts when channels stay",
      wrong: (sizes) => total({ ...parts(sizes), skip: conv(sizes.inputs, sizes.outputs, 1) }),
      hint: "Where inputs equal outputs x can be added as it is: nothing is learned there.",
    },
    {
      name: "the skip is forgotten",
      wrong: (sizes) => total({ ...parts(sizes), skip: 0 }),
      hint: "Where the channels change x does not fit the result. A convolution of 1 × 1 makes it fit, and it has numbers too.",
    },
    {
      name: "a skip of 3 × 3",
      wrong: (sizes) =>
        total({
          ...parts(sizes),
          skip: sizes.inputs === sizes.outputs ? 0 : conv(sizes.inputs, sizes.outputs, 3),
        }),
      hint: "The skip only changes the number of channels: its window is 1 × 1.",
    },
    {
      name: "the time is forgotten",
      wrong: (sizes) => total({ ...parts(sizes), time: 0 }),
      hint: "A dense layer turns the features of the time into a shift of each channel.",
    },
  ],
};
