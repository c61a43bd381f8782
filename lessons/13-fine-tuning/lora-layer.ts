/** Exercise 1: a dense layer with an adapter beside it. */
import type { Exercise } from "noisebook";
import {
  type Adapter,
  layerSizes,
  type Matrix,
  normalMatrix,
  rankOf,
  someAdapter,
  times,
} from "./adapters.ts";

type Inputs = [x: number[], weight: Matrix, adapter: Adapter];

const sum = (a: number[], b: number[], factor: number): number[] =>
  a.map((value, i) => value + factor * b[i]);

const answer = (x: number[], weight: Matrix, adapter: Adapter, scale: number): number[] =>
  sum(times(x, weight), times(times(x, adapter.down), adapter.up), scale);

export const loraLayer: Exercise<Inputs, number[]> = {
  id: "lora-layer",
  title: "A layer with an adapter",
  points: 3,
  hint: "Two ways for x: through the weight, and through down and then up. The second is multiplied by α/r, and both are added. r is how many rows `up` has.",
  cases: (rng) =>
    layerSizes.map(([inputs, outputs, rank]) => [
      Array.from(rng.normal(inputs)),
      normalMatrix(rng, inputs, outputs),
      someAdapter(rng, inputs, outputs, rank),
    ]),
  solution: (x, weight, adapter) => answer(x, weight, adapter, adapter.alpha / rankOf(adapter)),
  mistakes: [
    {
      number: 13,
      name: "α/r forgotten",
      wrong: (x, weight, adapter) => answer(x, weight, adapter, 1),
      hint: "Your adapter is always at full strength. What do α and the rank do?",
    },
    {
      number: 13,
      name: "α without r",
      wrong: (x, weight, adapter) => answer(x, weight, adapter, adapter.alpha),
      hint: "A product of rank r is a sum of r terms. With yours every change of the rank would change the strength.",
    },
    {
      name: "r over α",
      wrong: (x, weight, adapter) => answer(x, weight, adapter, rankOf(adapter) / adapter.alpha),
      hint: "A larger α shall make the adapter stronger.",
    },
    {
      name: "divided by the number of inputs",
      wrong: (x, weight, adapter) => answer(x, weight, adapter, adapter.alpha / adapter.down.length),
      hint: "r is the narrow side of the two factors, not the width of the layer.",
    },
    {
      name: "the adapter alone",
      wrong: (x, weight, adapter) => {
        const scale = adapter.alpha / rankOf(adapter);
        return times(times(x, adapter.down), adapter.up).map((value) => scale * value);
      },
      hint: "The old layer is gone. An adapter adds to what the layer says.",
    },
    {
      name: "the scale on both ways",
      wrong: (x, weight, adapter) => {
        const scale = adapter.alpha / rankOf(adapter);
        return answer(x, weight, adapter, 1).map((value) => scale * value);
      },
      hint: "The old layer was louder or quieter than before even with an adapter that adds nothing. Only the adapter's way is scaled.",
    },
  ],
};
