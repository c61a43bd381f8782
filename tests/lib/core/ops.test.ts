import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { tf } from "../../../lib/core/tf.ts";
import { golden } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { engines } from "./engines.ts";
import { cases, updates } from "./op-cases.ts";

interface Summary {
  shape: number[];
  values: number[];
  projection: number;
}
interface Recorded {
  shapes: number[][];
  output: Summary;
  gradients: Summary[];
}
const recorded = golden<{ cases: Record<string, Recorded>; updates: Record<string, Recorded> }>("ops.json");

/** Where single precision itself costs digits: a mean of 30 leaves few for a deviation of 0.6. */
const tolerances: Record<string, number> = { "groupNormSilu far from zero": 3e-4 };

/** The numbers of ops.py: the same on every machine. */
function noise(size: number, seed: number): Float32Array {
  let state = (seed * 7919 + 12345) >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function noiseTensor(shape: number[], seed: number): tf.Tensor {
  return tf.tensor(noise(tf.util.sizeFromShape(shape), seed), shape);
}

/** Fails unless values and projection agree within `tolerance` of the largest value. */
async function assertAgrees(what: string, x: tf.Tensor, expected: Summary, tolerance = 2e-5): Promise<void> {
  assert.deepEqual(x.shape, expected.shape, `the shape of ${what}`);
  const actual = (await x.data()) as Float32Array;
  const count = expected.values.length;
  const scale = Math.max(1e-3, ...expected.values.map(Math.abs));
  expected.values.forEach((value, i) => {
    const got = actual[Math.floor((i * actual.length) / count)];
    assert.ok(
      Math.abs(got - value) <= tolerance * scale,
      `${what} at ${i} of ${count}: ${got} is not ${value}`,
    );
  });
  const weights = noise(actual.length, 200);
  const projection = actual.reduce((sum, value, i) => sum + value * weights[i], 0);
  const allowed = tolerance * scale * Math.max(1, Math.sqrt(actual.length));
  assert.ok(
    Math.abs(projection - expected.projection) <= allowed,
    `the projection of ${what}: ${projection} is not ${expected.projection} ± ${allowed}`,
  );
}

/** Σ f(inputs) · noise, whose gradient the golden file holds. */
function loss(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Scalar {
  const output = f(...inputs);
  return tf.sum(tf.mul(output, noiseTensor(output.shape, 100)));
}

/** The slope of the loss along a direction, summed in double precision on the host. */
async function slope(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  shapes: number[][],
  seed: number,
): Promise<number> {
  const step = 2 ** -8;
  const at = async (sign: number) => {
    const output = tf.tidy(() =>
      f(
        ...shapes.map((shape, i) =>
          tf.add(noiseTensor(shape, i), tf.mul(noiseTensor(shape, seed + i), sign * step)),
        ),
      ),
    );
    const values = (await output.data()) as Float32Array;
    output.dispose();
    const weights = noise(values.length, 100);
    return values.reduce((sum, value, i) => sum + value * weights[i], 0);
  };
  return ((await at(1)) - (await at(-1))) / (2 * step);
}

it("every case of the golden file is tried, and no other", () => {
  assert.deepEqual(Object.keys(cases).sort(), Object.keys(recorded.cases).sort());
  assert.deepEqual(Object.keys(updates).sort(), Object.keys(recorded.updates).sort());
  assert.ok(Object.keys(cases).length >= 76);
});

for (const engine of engines)
  describe(`values and gradients on ${engine.name}`, () => {
    if (engine.missing) {
      it.skip(engine.missing);
      return;
    }
    before(async function () {
      await engine.start().catch((error: Error) => {
        if (!engine.optional) throw error;
        console.log(error.message);
        this.skip();
      });
    });
    after(() => selectBackend({ prefer: "wasm" }));

    for (const [name, f] of Object.entries(cases))
      it(`${name} agrees with PyTorch, and so do its gradients`, () =>
        withoutLeaks(async () => {
          const { shapes, output, gradients } = recorded.cases[name];
          const inputs = shapes.map((shape, index) => noiseTensor(shape, index));
          const result = tf.tidy(() => f(...inputs));
          await assertAgrees("the result", result, output, tolerances[name]);
          const found = tf.tidy(() => tf.grads((...xs) => loss(f, xs))(inputs));
          for (const [index, gradient] of found.entries())
            await assertAgrees(`gradient ${index}`, gradient, gradients[index], tolerances[name]);
          tf.dispose([result, ...inputs, ...found]);
        }));

    for (const [name, f] of Object.entries(updates))
      it(`${name} takes the steps that PyTorch takes`, () =>
        withoutLeaks(async () => {
          const { shapes, output } = recorded.updates[name];
          const x = noiseTensor(shapes[0], 0);
          const result = f(x);
          await assertAgrees("the parameter", result, output);
          tf.dispose([x, result]);
        }));
  });

describe("finite differences", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  for (const [name, f] of Object.entries(cases))
    it(`${name} has the slope of its gradients`, async () => {
      const { shapes } = recorded.cases[name];
      const expected = await slope(f, shapes, 300);
      const inputs = shapes.map((shape, index) => noiseTensor(shape, index));
      const found = tf.tidy(() => tf.grads((...xs) => loss(f, xs))(inputs));
      let actual = 0;
      let size = 0;
      for (const [index, gradient] of found.entries()) {
        const direction = noise(gradient.size, 300 + index);
        const values = await gradient.data();
        values.forEach((value, i) => {
          actual += value * direction[i];
          size += (value * direction[i]) ** 2;
        });
      }
      tf.dispose([...inputs, ...found]);
      // A step may cross a kink of a maximum; a wrong gradient is off by far more.
      const allowed = 0.02 * Math.sqrt(size) + 0.02 * Math.abs(expected);
      assert.ok(Math.abs(actual - expected) <= allowed, `${actual} is not ${expected} ± ${allowed}`);
    });
});
