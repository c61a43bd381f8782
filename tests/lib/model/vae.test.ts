import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { collect } from "../../../lib/core/collect.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { loadDataset } from "../../../lib/data/load.ts";
import { autoencoder } from "../../../lib/model/autoencoder.ts";
import { draw, drawBound } from "../../../lib/model/draw.ts";
import { type DrawParameters, drawPlan, drawRounds } from "../../../lib/model/draw-step.ts";
import {
  readWindow,
  windowFilters,
  windowOf,
  writeWindow,
} from "../../../lib/model/layers/attention-window.ts";
import { type VaeParameters, vae, vaeBound, vaePlan } from "../../../lib/model/vae.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import { trainVae } from "../../../lib/train/vae.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNetwork, noise } from "./networks.ts";

const one = (terms: Record<string, tf.Tensor>) =>
  Object.fromEntries(Object.entries(terms).map(([name, x]) => [name, tf.reshape(x, [1])]));

describe("vae()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  const config = { shape: [2, 2, 1], latent: 2, width: 6, layers: 2, deviation: 0.5, weight: 0.3 };

  it("computes the bound that PyTorch computes, with its gradients", () =>
    assertNetwork<VaeParameters>("vae", vaePlan(config), (parameters) => {
      const run = () =>
        one({ ...vaeBound(parameters, noise([3, 2, 2, 1], 1), { noise: noise([3, 2], 2), config }) });
      return tf.tidy(run as never) as ReturnType<typeof run>;
    }));

  it("encodes, decodes and makes new data without a leak", () =>
    withoutLeaks(async () => {
      const model = vae({ ...config, rng: random(1) });
      const x = { data: new Float32Array(12), count: 3, height: 2, width: 2, channels: 1 };
      const { mean, deviation } = await withoutLeaks(() => model.encode(x));
      assert.deepEqual([mean.count, mean.dim, deviation.count], [3, 2, 3]);
      assert.ok(deviation.data.every((value) => value > 0));
      const y = await withoutLeaks(() => model.decode(mean));
      assert.deepEqual({ ...y, data: y.data.length }, { ...x, data: 12 });
      const made = await withoutLeaks(() => model.generate(5, { rng: random(2) }));
      assert.deepEqual([made.count, made.data.length], [5, 20]);
      await assert.rejects(model.decode({ ...mean, dim: 3, count: 2 }), /codes.*latent is 3 instead of 2/);
      model.dispose();
    }));

  it("refuses sizes that make no sense", () => {
    assert.throws(
      () => vae({ shape: [2], latent: 0, rng: random(1) }),
      /latent must be an integer from 1, got 0/,
    );
    assert.throws(
      () => vae({ shape: [2], deviation: 0, rng: random(1) }),
      /deviation must be a number above 0, got 0/,
    );
  });
});

describe("draw()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  const config = {
    image: [5, 6, 2] as [number, number, number],
    ...{ rounds: 3, points: 3, latent: 4, units: 7, weight: 1 },
  };

  it("computes the bound and the canvas that PyTorch computes, with their gradients", () =>
    assertNetwork<DrawParameters>("draw", drawPlan(config), (parameters) => {
      const run = () => {
        const x = noise([2, 5, 6, 2], 1);
        const draws = noise([3, 2, 4], 2);
        const bound = drawBound(parameters, x, { noise: draws, config });
        const white = tf.transpose(tf.div(tf.add(x, 1), 2), [0, 3, 1, 2]);
        const { canvas } = drawRounds(parameters, white, { noise: draws, config });
        return { ...one({ ...bound }), canvas };
      };
      return tf.tidy(run as never) as Record<string, tf.Tensor>;
    }));

  it("filters have rows that sum to 1, wherever the window is", () =>
    withoutLeaks(async () => {
      const sizes = { height: 7, width: 9, points: 4 };
      const sums = tf.tidy(() => {
        const numbers = tf.concat([
          noise([5, 5], 1),
          tf.mul(noise([5, 5], 2), 6),
          tf.tensor2d([[40, -40, -3, 1, 0]]),
        ]);
        const { rows, columns } = windowFilters(windowOf(numbers as tf.Tensor2D, sizes), sizes);
        assert.deepEqual([rows.shape, columns.shape], [[11, 4, 7], [11, 4, 9]]); // biome-ignore format: short
        return tf.concat([tf.sum(rows, 2), tf.sum(columns, 2)], 1);
      });
      for (const sum of await sums.data()) assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
      sums.dispose();
    }));

  it("a sharp window over the whole picture reads and writes it as it is", () =>
    withoutLeaks(async () => {
      const sizes = { height: 4, width: 4, points: 4 };
      const off = tf.tidy(() => {
        const window = windowOf(tf.tensor2d([[0, 0, -6, 0, 0.7]]), sizes);
        const filters = { ...windowFilters(window, sizes), intensity: window.intensity };
        const x = noise([1, 2, 4, 4], 1);
        const back = writeWindow(readWindow(x, filters), filters);
        return tf.max(tf.abs(tf.sub(back, x)));
      });
      assert.ok((await off.data())[0] < 1e-5);
      off.dispose();
    }));

  it("yields a canvas after each round, the same for the same seed, and leaves nothing behind", () =>
    withoutLeaks(async () => {
      const model = draw({ ...config, rng: random(1) });
      const film = await collect(model.generate(2, { rng: random(3) }));
      assert.deepEqual(
        film.map(({ round }) => round),
        [1, 2, 3],
      );
      for (const { canvas, window } of film) {
        assert.deepEqual([canvas.count, canvas.height, canvas.width, canvas.channels], [2, 5, 6, 2]);
        assert.ok(canvas.data.every((value) => Math.abs(value) <= 1));
        assert.deepEqual([window.x.length, window.y.length, window.side.length], [2, 2, 2]);
      }
      assert.notDeepEqual(film[0].canvas.data, film[2].canvas.data);
      assert.deepEqual(film, await collect(model.generate(2, { rng: random(3) })));
      for await (const _ of model.generate(2, { rng: random(3) })) break;
      const { numTensors } = tf.memory();
      for await (const { round } of model.generate(2, { rng: random(3) }))
        assert.equal(tf.memory().numTensors, numTensors, `tensors live while round ${round} is looked at`);
      model.dispose();
    }));
});

describe("trainVae()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("teaches a VAE the modes of a mixture", () =>
    withoutLeaks(async () => {
      const data = mixture({ weights: [0.5, 0.5], means: [[-2, 0], [2, 1]], deviations: [0.2, 0.2] }); // biome-ignore format: short
      const model = vae({ shape: [2], width: 48, deviation: 0.2, rng: random(1) });
      const steps = await collect(
        trainVae(model, data, { steps: 600, batch: 128, rate: 1e-2, rng: random(2) }),
      );
      assert.equal(steps.length, 600);
      const { data: values, count } = await model.generate(500, { rng: random(3) });
      let near = 0;
      const sides = [0, 0];
      for (let row = 0; row < count; row++) {
        const [x, y] = values.subarray(2 * row, 2 * row + 2);
        if (Math.min(Math.hypot(x + 2, y), Math.hypot(x - 2, y - 1)) < 0.8) near++;
        sides[x < 0 ? 0 : 1]++;
      }
      assert.ok(near > 310 && Math.min(...sides) > 150, `${near} near, ${sides} on each side`);
      model.dispose();
    }));

  it("teaches an autoencoder, stops at a signal, and frees what it made", () =>
    withoutLeaks(async () => {
      const { images } = await loadDataset("digits8", { limit: 64 });
      const model = autoencoder({ image: [8, 8, 1], channels: [8, 16], latent: 2, rng: random(1) });
      const losses: number[] = [];
      const stop = new AbortController();
      const loop = async () => {
        for await (const { loss, step, history } of trainVae(model, images, {
          steps: 60,
          batch: 16,
          rng: random(2),
          rate: 5e-3,
          signal: stop.signal,
        })) {
          // biome-ignore format: one call
          losses.push(loss);
          assert.equal(history.length, step);
          if (step === 40) stop.abort(new Error("enough"));
        }
      };
      await assert.rejects(loop, /enough/);
      assert.equal(losses.length, 40);
      assert.ok(losses[39] < losses[0] / 2, `${losses[0]} to ${losses[39]}`);
      model.dispose();
    }));
});
