import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { loadDataset } from "../../../lib/data/load.ts";
import { modeCoverage } from "../../../lib/evaluate/mode-coverage.ts";
import { gan, gradientPenalty, scores } from "../../../lib/model/gan.ts";
import type { DenseParameters } from "../../../lib/model/layers/dense.ts";
import { denseStackPlan } from "../../../lib/model/layers/dense-stack.ts";
import { trainGan } from "../../../lib/train/gan.ts";
import { ring } from "../points.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNetwork, noise } from "./networks.ts";

describe("gan()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("scores and the R1 penalty are PyTorch's, with the penalty's second derivatives", () =>
    assertNetwork<DenseParameters[]>("gan", denseStackPlan([4, 6, 6, 1]), (critic) => {
      const x = noise([5, 4], 1);
      const made = tf.tidy(
        () => ({ scores: scores(critic, x), penalty: tf.reshape(gradientPenalty(critic, x), [1]) }) as never,
      ) as Record<string, tf.Tensor>;
      x.dispose();
      return made;
    }));

  it("generates and judges points and pictures without a leak", () =>
    withoutLeaks(async () => {
      for (const shape of [[2], [4, 4, 3]]) {
        const model = gan({ shape, rng: random(1) });
        const made = await withoutLeaks(() => model.generate(3, { rng: random(2) }));
        assert.equal(made.count, 3);
        assert.equal("height" in made, shape.length === 3);
        assert.equal((await withoutLeaks(() => model.judge(made))).length, 3);
        model.dispose();
      }
    }));

  it("refuses sizes that make no sense", () => {
    assert.throws(
      () => gan({ shape: [2], noise: 0, rng: random(1) }),
      /noise must be an integer from 1, got 0/,
    );
  });
});

describe("trainGan()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("learns small pictures: the mean of what it makes comes near that of the digits", () =>
    withoutLeaks(async () => {
      const { images } = await loadDataset("digits8", { limit: 400 });
      const model = gan({ shape: [8, 8, 1], noise: 8, rng: random(1) });
      const distance = async () => {
        const made = await model.generate(400, { rng: random(3) });
        const mean = (data: ArrayLike<number>) =>
          Float32Array.from({ length: 64 }, (_, at) => {
            let sum = 0;
            for (let row = 0; row < 400; row++) sum += data[row * 64 + at] / 400;
            return sum;
          });
        const [a, b] = [mean(made.data), mean(images.data)];
        return Math.hypot(...a.map((value, at) => value - b[at]));
      };
      const before = await distance();
      for await (const { critic, generator } of trainGan(model, images, {
        penalty: 1,
        steps: 150,
        rng: random(2),
      }))
        assert.ok(Number.isFinite(critic + generator));
      const after = await distance();
      assert.ok(after < before / 3, `${before} to ${after}`);
      model.dispose();
    }));

  it("stops at break and at a signal, and frees what it made", () =>
    withoutLeaks(async () => {
      const model = gan({ shape: [2], rng: random(1) });
      for await (const { step } of trainGan(model, ring, { steps: 10, rng: random(2) }))
        if (step === 2) break;
      const signal = AbortSignal.abort(new Error("enough"));
      const loop = async () => {
        for await (const _ of trainGan(model, ring, { rng: random(2), signal }));
      };
      await assert.rejects(loop, /enough/);
      const refused = trainGan(model, ring, { rng: random(2), penalty: -1 }).next();
      await assert.rejects(refused, /penalty must be a number from 0, got -1/);
      model.dispose();
    }));
});

describe("modeCoverage()", () => {
  it("counts the modes of draws of the mixture itself: all of them, nearly all good", () => {
    const { covered, good, shares, modes } = modeCoverage(ring.draw(4000, { rng: random(1) }), ring);
    assert.deepEqual([covered, modes], [8, 8]);
    assert.ok(Math.abs(good - (1 - Math.exp(-4.5))) < 0.01, `${good}`); // Rayleigh: P(r ≤ 3σ)
    for (const share of shares) assert.ok(Math.abs(share - 1 / 8) < 0.025);
  });
});
