/** Exercise 3: the adapter goes into the weight. */
import type { Exercise } from "noisebook";
import {
  type Adapter,
  layerSizes,
  type Matrix,
  normalMatrix,
  plus,
  product,
  rankOf,
  someAdapter,
} from "./adapters.ts";

const scaleOf = (adapter: Adapter): number => adapter.alpha / rankOf(adapter);
const changeOf = ({ down, up }: Adapter): Matrix => product(down, up);

export const merge: Exercise<[weight: Matrix, adapter: Adapter], Matrix> = {
  id: "merge",
  title: "Merge",
  points: 2,
  hint: "The product of down and up has the weight's shape: a row for each input, a number for each output. Add it, times α/r, to a new matrix.",
  cases: (rng) =>
    layerSizes.map(([inputs, outputs, rank]) => [
      normalMatrix(rng, inputs, outputs),
      someAdapter(rng, inputs, outputs, rank),
    ]),
  solution: (weight, adapter) => plus(weight, changeOf(adapter), scaleOf(adapter)),
  mistakes: [
    {
      number: 13,
      name: "α/r forgotten on merge",
      wrong: (weight, adapter) => plus(weight, changeOf(adapter)),
      hint: "Beside the layer your adapter is scaled, merged into it it is not: the model draws other pictures than before the merge.",
    },
    {
      number: 13,
      name: "α without r",
      wrong: (weight, adapter) => plus(weight, changeOf(adapter), adapter.alpha),
      hint: "In exercise 1 the adapter was scaled by α/r. The merged layer must say the same.",
    },
    {
      name: "the product alone",
      wrong: (_, adapter) => plus(changeOf(adapter), changeOf(adapter), scaleOf(adapter) - 1),
      hint: "That is what changes. The weight that it changes has to be in it too.",
    },
    {
      name: "taken out instead of put in",
      wrong: (weight, adapter) => plus(weight, changeOf(adapter), -scaleOf(adapter)),
      hint: "With that sign one takes an adapter out again. It is not in yet.",
    },
    {
      name: "merged twice",
      wrong: (weight, adapter) => plus(weight, changeOf(adapter), 2 * scaleOf(adapter)),
      hint: "Yours is twice as strong as the adapter beside the layer.",
    },
  ],
};
