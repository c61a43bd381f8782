/** Runs our networks on the weights of tests/golden/networks.py and compares what they compute, and their gradients. */
import assert from "node:assert/strict";
import { sizeOf } from "../../../lib/core/like.ts";
import type { Tensor } from "../../../lib/core/tensor.ts";
import { tf } from "../../../lib/core/tf.ts";
import { type Blank, mapTensors, namedTensors, type Plan } from "../../../lib/model/parameters.ts";
import { golden } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";

interface Recorded {
  parameters: Record<string, { shape: number[]; projection: number; size: number }>;
  outputs: Record<string, { shape: number[]; values: number[] }>;
}

/** The numbers of networks.py. */
export function noise(shape: readonly number[], seed: number): tf.Tensor {
  let state = (seed * 7919 + 12345) >>> 0;
  const values = Float32Array.from({ length: sizeOf(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(values, [...shape]);
}

/** Parameters of this plan with the values that networks.py gave them. */
export function filled<P extends object>(plan: Plan<P>): P {
  const names = namedTensors<Blank>(plan as object)
    .map(([name]) => name)
    .sort();
  return mapTensors(plan as unknown as P, (leaf, name) => {
    const values = tf.mul(noise(leaf.shape, 1000 + names.indexOf(name)), 0.3);
    return name.endsWith("gamma") ? tf.add(values, 1) : values;
  });
}

/**
 * Checks that `run` computes what the other program computed with these parameters, and that the gradients agree.
 *
 * @param tolerance Relative to the largest value of an output, and to the length of a gradient.
 */
export async function assertNetwork<P extends object>(
  name: string,
  plan: Plan<P>,
  run: (parameters: P) => Record<string, Tensor>,
  tolerance = 1e-5,
): Promise<void> {
  const recorded = golden<Record<string, Recorded>>("networks.json")[name];
  await withoutLeaks(async () => {
    const parameters = tf.tidy(() => filled<P>(plan) as never) as P;
    assert.deepEqual(
      Object.fromEntries(namedTensors(parameters).map(([name, { shape }]) => [name, shape])),
      Object.fromEntries(Object.entries(recorded.parameters).map(([name, { shape }]) => [name, shape])),
    );
    await assertOutputs(recorded, () => run(parameters), tolerance);
    await assertGradients(recorded, { parameters, run, tolerance });
    tf.dispose(parameters as never);
  });
}

async function assertOutputs(
  { outputs }: Recorded,
  run: () => Record<string, Tensor>,
  tolerance: number,
): Promise<void> {
  const found = await withoutLeaks(async () => {
    const tensors = run();
    const read = await Promise.all(
      Object.entries(tensors).map(async ([name, x]) => [name, x.shape, await x.data()] as const),
    );
    tf.dispose(tensors as never);
    return read;
  });
  assert.deepEqual(
    found.map(([name]) => name),
    Object.keys(outputs),
  );
  for (const [name, shape, values] of found) {
    const expected = outputs[name];
    assert.deepEqual(shape, expected.shape, `the shape of ${name}`);
    const scale = Math.max(...expected.values.map(Math.abs));
    expected.values.forEach((value, at) => {
      const error = Math.abs(values[at] - value) / scale;
      assert.ok(error <= tolerance, `${name} at ${at}: ${values[at]} is not ${value} (off by ${error})`);
    });
  }
}

interface Network<P> {
  parameters: P;
  run: (parameters: P) => Record<string, Tensor>;
  tolerance: number;
}

async function assertGradients<P extends object>(
  recorded: Recorded,
  { parameters, run, tolerance }: Network<P>,
): Promise<void> {
  const leaves = namedTensors(parameters);
  const gradients = tf.tidy(() => {
    const loss = (...xs: tf.Tensor[]): tf.Scalar => {
      const next = xs.values();
      const made = run(mapTensors(parameters, () => next.next().value as Tensor));
      return tf.addN(Object.values(made).map((x) => tf.sum(tf.mul(x, noise(x.shape, 100)))));
    };
    return tf.grads(loss)(leaves.map(([, x]) => x));
  });
  for (const [index, [name]] of leaves.entries()) {
    const { projection, size } = recorded.parameters[name];
    const gradient = gradients[index];
    const found = tf.tidy(() => tf.sum(tf.mul(gradient, noise(gradient.shape, 200))));
    const [value] = await found.data();
    found.dispose();
    const error = Math.abs(value - projection);
    assert.ok(
      error <= 20 * tolerance * size + 1e-5,
      `the gradient of ${name}: ${value} is not ${projection} of ${size}`,
    );
  }
  tf.dispose(gradients);
}
