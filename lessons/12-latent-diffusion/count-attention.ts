/** Exercise 4: the numbers of a layer of cross-attention. */
import type { Exercise } from "noisebook";

/** The sizes of a layer of attention. */
export interface AttentionSizes {
  /** Channels of what asks. */
  channels: number;
  /** Channels of what is asked: the states of the words. */
  context: number;
}

const count = ({ channels, context }: AttentionSizes): number =>
  channels * channels + 2 * context * channels + channels * channels + channels;

export const countAttention: Exercise<[sizes: AttentionSizes], number> = {
  id: "count-attention",
  title: "Count cross-attention",
  points: 2,
  hint: "Four dense layers: q from the picture, k and v from the words, and out. Only out has a bias in Stable Diffusion.",
  cases: (rng) => [
    [{ channels: 320, context: 768 }],
    [{ channels: 640, context: 2048 }],
    [{ channels: 16 + rng.integer(200), context: 300 + rng.integer(200) }],
  ],
  solution: count,
  tolerance: 0,
  mistakes: [
    {
      name: "self-attention",
      wrong: ({ channels }) => count({ channels, context: channels }),
      hint: "Keys and values are made of the words, which have `context` channels.",
    },
    {
      name: "a bias for all four",
      wrong: (sizes) => count(sizes) + 3 * sizes.channels,
      hint: "Yours is a little too large: q, k and v have no bias here.",
    },
    {
      name: "no bias at all",
      wrong: (sizes) => count(sizes) - sizes.channels,
      hint: "Yours is a little too small: the last of the four layers has a bias.",
    },
    {
      name: "the layer after the mixing forgotten",
      wrong: (sizes) => count(sizes) - sizes.channels * sizes.channels - sizes.channels,
      hint: "The heads' results are mixed by one more dense layer.",
    },
    {
      name: "queries from the words too",
      wrong: ({ channels, context }) =>
        count({ channels, context }) - channels * channels + context * channels,
      hint: "The picture asks: queries are made of its own channels.",
    },
  ],
};
