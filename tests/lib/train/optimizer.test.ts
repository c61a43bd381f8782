import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { tf } from "../../../lib/core/tf.ts";
import { clipGradients, globalNorm } from "../../../lib/train/gradients.ts";
import { adam, adamw, type Optimizer, sgd } from "../../../lib/train/optimizer.ts";
import { cosineRate, oneCycleRate, type Rate, warmup } from "../../../lib/train/rate.ts";
import { assertClose, golden } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";

const torch = golden<{ optimizers: Record<string, number[][]>; rates: Record<string, number[]> }>(
  "optimizers.json",
);

/** The numbers of optimizers.py. */
function noise(size: number, seed: number): Float32Array {
  let state = (seed * 7919 + 12345) >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Six steps down the sum of x⁴/4 + x. */
async function descend(
  optimizer: Optimizer,
  { rate, limit }: { rate: number; limit?: number },
): Promise<number[][]> {
  let param: tf.Tensor = tf.tensor(noise(12, 1));
  let slots: readonly tf.Tensor[] = optimizer.slots.map(() => tf.zerosLike(param));
  const path = [];
  for (let step = 1; step <= 6; step++) {
    let gradient: tf.Tensor = tf.tidy(() => tf.add(tf.pow(param, 3), 1));
    if (limit !== undefined) {
      const norm = globalNorm([gradient]);
      const [clipped] = clipGradients([gradient], { norm: (await norm.data())[0], limit });
      tf.dispose([norm, gradient]);
      gradient = clipped;
    }
    const next = optimizer.update(param, gradient, { slots, step, rate });
    tf.dispose([param, gradient, ...slots]);
    ({ param, slots } = next);
    path.push([...(await param.data())]);
  }
  tf.dispose([param, ...slots]);
  return path;
}

const cases: Record<string, [Optimizer, { rate: number; limit?: number }]> = {
  adam: [adam(), { rate: 0.1 }],
  "adam, betas, epsilon and decay": [
    adam({ beta1: 0.8, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.3 }),
    { rate: 0.1 },
  ],
  adamw: [adamw(), { rate: 0.1 }],
  "adamw, decay": [adamw({ weightDecay: 0.3 }), { rate: 0.1 }],
  sgd: [sgd(), { rate: 0.05 }],
  "sgd, momentum": [sgd({ momentum: 0.9 }), { rate: 0.05 }],
  "sgd, nesterov and decay": [sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.3 }), { rate: 0.05 }],
  "sgd, clipped": [sgd({ momentum: 0.9 }), { rate: 0.05, limit: 0.7 }],
};

describe("optimizers", () => {
  for (const prefer of ["cpu", "wasm"] as const)
    for (const [name, [optimizer, options]] of Object.entries(cases))
      it(`${name}: PyTorch's values at each of six steps, on ${prefer}, without leaks`, async () => {
        await selectBackend({ prefer });
        const path = await withoutLeaks(() => descend(optimizer, options));
        assertClose(path.flat(), torch.optimizers[name].flat(), { absolute: 1e-5 });
      });

  it("say what an option must be", () => {
    assert.throws(() => adam({ beta1: 1 }), {
      message: "Cannot make the optimizer adam: beta1 must be a number from 0 and below 1, got 1",
    });
    assert.throws(
      () => adamw({ weightDecay: -1 }),
      /optimizer adamw: weightDecay must be a number from 0, got -1/,
    );
    assert.throws(() => sgd({ momentum: 2 }), /momentum must be a number from 0 to 1, got 2/);
  });
});

describe("rates", () => {
  const rates: Record<string, Rate> = {
    cosine: cosineRate(0.02, { end: 0.001 }),
    "one cycle": oneCycleRate(0.02),
    "one cycle, own": oneCycleRate(0.02, { rise: 0.1, start: 10, end: 100 }),
    "warmup and cosine": warmup(cosineRate(0.02), { steps: 10 }),
  };
  for (const [name, rate] of Object.entries(rates))
    it(`${name}: PyTorch's value at each step`, () => {
      const expected = torch.rates[name];
      const own = expected.map((_, step) => rate(step, expected.length));
      assertClose(own, expected, { relative: 1e-12, absolute: 1e-15 });
    });

  it("one cycle whose rise is a single step starts at its peak", () => {
    const rate = oneCycleRate(1e-3, { rise: 0.1 });
    assert.equal(rate(0, 10), 1e-3);
    assertClose([rate(9, 10)], [1e-3 / 25 / 1e4], { relative: 1e-12 });
  });
});
