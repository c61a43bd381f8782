import assert from "node:assert/strict";
import { tf } from "../../../lib/core/tf.ts";
import {
  type Blank,
  countParameters,
  disposeParameters,
  initialise,
  mapTensors,
  namedTensors,
  type Plan,
  random,
  selectBackend,
  type Tensor,
} from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

interface Tree {
  first: { weight: Tensor; bias?: Tensor | undefined };
  list: { gamma: Tensor }[];
}

const plan: Plan<Tree> = {
  first: { weight: { shape: [40, 50], deviation: 0.5 }, bias: undefined },
  list: [{ gamma: { shape: [3], deviation: 0, mean: 1 } }, { gamma: { shape: [2], deviation: 0 } }],
};
const make = (seed: number) => initialise<Tree>(plan, random(seed));

describe("parameters", () => {
  before(() => selectBackend());

  it("have dotted names in the order in which they were written, of tensors as of plans", () =>
    withoutLeaks(() => {
      const tree = make(1);
      const names = ["first.weight", "list.0.gamma", "list.1.gamma"];
      assert.deepEqual(
        namedTensors(tree).map(([name]) => name),
        names,
      );
      assert.deepEqual(
        namedTensors<Blank>(plan).map(([name]) => name),
        names,
      );
      disposeParameters(tree);
    }));

  it("are as many as the plan says", () =>
    withoutLeaks(() => {
      const tree = make(1);
      assert.equal(countParameters(plan), 2005);
      assert.equal(countParameters(tree), 2005);
      disposeParameters(tree);
    }));

  it("initialise() draws the planned mean and deviation, the same for the same seed", () =>
    withoutLeaks(async () => {
      const [tree, again] = [make(1), make(1)];
      const data = (await tree.first.weight.data()) as Float32Array;
      assert.deepEqual(await again.first.weight.data(), data);
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      const deviation = Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
      assert.ok(Math.abs(mean) < 0.04 && Math.abs(deviation - 0.5) < 0.03, `${mean}, ${deviation}`);
      assert.deepEqual([...(await tree.list[0].gamma.data())], [1, 1, 1]);
      assert.deepEqual([...(await tree.list[1].gamma.data())], [0, 0]);
      for (const made of [tree, again]) disposeParameters(made);
    }));

  it("initialise() makes tensors that outlive a tidy", () =>
    withoutLeaks(() => {
      const made: Tree[] = [];
      tf.tidy(() => {
        made.push(make(1));
      });
      assert.equal(made[0].first.weight.isDisposed, false);
      disposeParameters(made[0]);
    }));

  it("mapTensors() keeps the tree and names each leaf", () =>
    withoutLeaks(() => {
      const tree = make(1);
      const names: string[] = [];
      const doubled = tf.tidy(
        () =>
          mapTensors(tree, (tensor, name) => {
            names.push(name);
            return tf.keep(tensor.mul(2));
          }) as never,
      ) as Tree;
      assert.deepEqual(
        names,
        namedTensors(tree).map(([name]) => name),
      );
      assert.ok(Array.isArray(doubled.list));
      assert.notEqual(doubled.first.weight, tree.first.weight);
      disposeParameters(tree);
      disposeParameters(doubled);
    }));
});
