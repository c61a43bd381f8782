import assert from "node:assert/strict";
import { tf } from "../../../../lib/core/tf.ts";
import { type Blank, namedTensors, selectBackend } from "../../../../lib/index.ts";
import { golden } from "../../golden.ts";
import { withoutLeaks } from "../../without-leaks.ts";
import { type LayerCase, layerCases } from "./layer-cases.ts";

interface Summary {
  shape: number[];
  values: number[];
  projection: number;
}
interface Recorded {
  parameters: number[][];
  inputs: number[][];
  output: Summary;
  gradients: Summary[];
}
const recorded = golden<Record<string, Recorded>>("layers.json");
const tolerance = 1e-5;

/** The numbers of layers.py. */
function noise(size: number, seed: number): Float32Array {
  let state = (seed * 7919 + 12345) >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function noiseTensor(shape: readonly number[], seed: number): tf.Tensor {
  return tf.tensor(noise(tf.util.sizeFromShape([...shape]), seed), [...shape]);
}

/** Fails unless values and projection agree within 1e-5 of the largest value. */
async function assertAgrees(what: string, x: tf.Tensor, expected: Summary): Promise<void> {
  assert.deepEqual(x.shape, expected.shape, `the shape of ${what}`);
  const actual = (await x.data()) as Float32Array;
  const scale = Math.max(1, ...expected.values.map(Math.abs));
  expected.values.forEach((value, i) => {
    const got = actual[Math.floor((i * actual.length) / expected.values.length)];
    assert.ok(Math.abs(got - value) <= tolerance * scale, `${what} at ${i}: ${got} is not ${value}`);
  });
  const weights = noise(actual.length, 200);
  const projection = actual.reduce((sum, value, i) => sum + value * weights[i], 0);
  const allowed = tolerance * scale * Math.sqrt(actual.length);
  assert.ok(
    Math.abs(projection - expected.projection) <= allowed,
    `the projection of ${what}: ${projection} is not ${expected.projection} ± ${allowed}`,
  );
}

const call = ({ plan, run }: LayerCase, tensors: tf.Tensor[]): tf.Tensor =>
  tf.tidy(() => {
    let next = 0;
    const fill = (tree: object): object =>
      "shape" in tree
        ? tensors[next++]
        : Array.isArray(tree)
          ? tree.map(fill)
          : Object.fromEntries(Object.entries(tree).map(([name, branch]) => [name, fill(branch)]));
    const parameters = fill(plan);
    return run(parameters as never, ...tensors.slice(next));
  });

/** Σ layer(inputs) · noise, summed in double precision on the host. */
async function loss(layer: LayerCase, tensors: tf.Tensor[]): Promise<number> {
  const output = call(layer, tensors);
  const values = (await output.data()) as Float32Array;
  output.dispose();
  const weights = noise(values.length, 100);
  return values.reduce((sum, value, i) => sum + value * weights[i], 0);
}

describe("layers", () => {
  before(() => selectBackend());

  it("are all in the golden file, and no other", () => {
    assert.deepEqual(Object.keys(layerCases).sort(), Object.keys(recorded).sort());
  });

  for (const [name, layer] of Object.entries(layerCases)) {
    it(`${name}: values and gradients agree with PyTorch`, () =>
      withoutLeaks(async () => {
        const { parameters, inputs, output, gradients } = recorded[name];
        const blanks = namedTensors<Blank>(layer.plan).map(([, { shape }]) => shape);
        assert.deepEqual(blanks, parameters, "the shapes of the parameters");
        const tensors = [...parameters, ...inputs].map(noiseTensor);
        const result = call(layer, tensors);
        await assertAgrees("the output", result, output);
        const found = tf.tidy(() =>
          tf.grads((...xs) => tf.sum(tf.mul(call(layer, xs), noiseTensor(output.shape, 100))))(tensors),
        );
        for (const [index, gradient] of found.entries())
          await assertAgrees(`gradient ${index}`, gradient, gradients[index]);
        tf.dispose([result, ...tensors, ...found]);
      }));

    it(`${name}: the gradient is the slope of the loss`, () =>
      withoutLeaks(async () => {
        const { parameters, inputs, output } = recorded[name];
        const shapes = [...parameters, ...inputs];
        const tensors = shapes.map(noiseTensor);
        const found = tf.tidy(() =>
          tf.grads((...xs) => tf.sum(tf.mul(call(layer, xs), noiseTensor(output.shape, 100))))(tensors),
        );
        const step = 2 ** -8;
        for (const [index, gradient] of found.entries()) {
          const direction = noise(gradient.size, 300 + index);
          const moved = (sign: number) =>
            tensors.map((tensor, at) =>
              at === index
                ? tf.tidy(() => tf.add(tensor, tf.mul(tf.tensor(direction, tensor.shape), sign * step)))
                : tensor,
            );
          const [above, below] = [moved(1), moved(-1)];
          const measured = ((await loss(layer, above)) - (await loss(layer, below))) / (2 * step);
          const values = (await gradient.data()) as Float32Array;
          const expected = values.reduce((sum, value, at) => sum + value * direction[at], 0);
          const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) + 1;
          assert.ok(
            Math.abs(measured - expected) <= 2e-3 * scale,
            `tensor ${index}: ${measured} is not ${expected}`,
          );
          tf.dispose([above[index], below[index]]);
        }
        tf.dispose([...tensors, ...found]);
      }));
  }
});
