/** Exercise 2: a perceptual hash by hand. */
import type { Exercise } from "noisebook";

/** The mean brightness of each of the 8 × 8 blocks, row after row. */
function blockMeans(grey: Float32Array, side: number): number[] {
  const block = side / 8;
  return Array.from({ length: 64 }, (_, at) => {
    const [top, left] = [Math.floor(at / 8) * block, (at % 8) * block];
    let sum = 0;
    for (let y = 0; y < block; y++) for (let x = 0; x < block; x++) sum += grey[(top + y) * side + left + x];
    return sum / (block * block);
  });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const above = (values: number[], level: number) => Uint8Array.from(values, (value) => Number(value > level));

export const averageHash: Exercise<[grey: Float32Array, side: number], ArrayLike<number>> = {
  id: "average-hash",
  title: "A perceptual hash",
  points: 3,
  hint: "First the 64 means: block number i starts at row Math.floor(i / 8) · side / 8 and at column (i % 8) · side / 8.",
  cases: (rng) =>
    [16, 8, 32].map((side) => {
      const brightness = 0.3 + 0.3 * rng.uniform();
      return [Float32Array.from(rng.uniform(side * side), (value) => brightness + 0.8 * (value - 0.5)), side];
    }),
  solution: (grey, side) => {
    const means = blockMeans(grey, side);
    return above(means, mean(means));
  },
  tolerance: 0,
  mistakes: [
    {
      name: "compared with 0, the middle grey",
      wrong: (grey, side) => above(blockMeans(grey, side), 0),
      hint: "A copy that is a little brighter must keep its bits. Which level moves along when the whole picture gets brighter?",
    },
    {
      name: "one pixel of each block in place of the block's mean",
      wrong: (grey, side) => {
        const block = side / 8;
        const corners = Array.from(
          { length: 64 },
          (_, at) => grey[Math.floor(at / 8) * block * side + (at % 8) * block],
        );
        return above(corners, mean(corners));
      },
      hint: "A single pixel is changed by a little noise; the mean of its block hardly is. Take all pixels of each block.",
    },
    {
      name: "rows and columns exchanged",
      wrong: (grey, side) => {
        const means = blockMeans(grey, side);
        const turned = means.map((_, at) => means[(at % 8) * 8 + Math.floor(at / 8)]);
        return above(turned, mean(means));
      },
      hint: "Bits go row by row, as pixels do: bit 1 belongs to the block to the right of the first, not below it.",
    },
    {
      name: "1 for the darker blocks",
      wrong: (grey, side) => {
        const means = blockMeans(grey, side);
        return above(means, mean(means)).map((bit) => 1 - bit);
      },
      hint: "A bit is 1 where the block is brighter than the mean; yours are all the other way round.",
    },
  ],
};
