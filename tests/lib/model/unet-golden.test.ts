import assert from "node:assert/strict";
import { tf } from "../../../lib/core/tf.ts";
import {
  disposeParameters,
  mapTensors,
  namedTensors,
  random,
  selectBackend,
  unet,
} from "../../../lib/index.ts";
import { assertClose, golden } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";

const recorded = golden<{ names: string[]; t: number[]; output: number[]; gradient: number[] }>("unet.json");

/** The numbers of unet.py. */
function noise(shape: number[], seed: number): tf.Tensor {
  let state = (seed * 7919 + 12345) >>> 0;
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(values, shape);
}

function draw(name: string, shape: number[]): tf.Tensor {
  const values = noise(shape, recorded.names.indexOf(name));
  if (name.endsWith("gamma")) return tf.add(1, tf.div(values, 10));
  return tf.div(values, shape.length === 1 ? 10 : Math.sqrt(tf.util.sizeFromShape(shape.slice(0, -1))));
}

describe("unet() as Stable Diffusion's", () => {
  before(() => selectBackend());

  it("has diffusers' parameters, and its prediction and its gradient in x are diffusers'", () =>
    withoutLeaks(async () => {
      const model = unet({
        image: [8, 8, 4],
        channels: [8, 16, 16],
        blocks: 2,
        attention: [1, 1, 0],
        heads: 2,
        groups: 4,
        feedForward: 4,
        projection: true,
        skips: "all",
        context: 6,
        rng: random(1),
      });
      const names = namedTensors(model.parameters).map(([name]) => name);
      assert.deepEqual(names.sort(), recorded.names);
      const drawn = mapTensors(model.parameters, ({ shape }, name) =>
        tf.keep(tf.tidy(() => draw(name, shape))),
      );
      const x = noise([2, 8, 8, 4], 1000);
      const t = tf.tensor1d(recorded.t);
      const states = noise([2, 3, 6], 1001);
      const condition = { data: (await states.data()) as Float32Array, count: 2, tokens: 3, width: 6 };
      const run = (x: tf.Tensor) => model.apply(drawn, x, { t, condition });
      const output = run(x);
      assertClose((await output.data()) as Float32Array, recorded.output, { absolute: 2e-5, relative: 1e-5 });
      const gradient = tf.tidy(() => tf.grad((x) => tf.sum(tf.mul(run(x), noise(output.shape, 100))))(x));
      assertClose((await gradient.data()) as Float32Array, recorded.gradient, {
        absolute: 5e-5,
        relative: 1e-5,
      });
      tf.dispose([x, t, states, output, gradient]);
      disposeParameters(drawn);
      model.dispose();
    }));
});
