import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import { random } from "../../../lib/core/random.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import type { Model } from "../../../lib/model/model.ts";
import { unet } from "../../../lib/model/unet.ts";
import type { Batch } from "../../../lib/train/batch.ts";
import { parallelGradients } from "../../../lib/train/parallel.ts";
import { train } from "../../../lib/train/train.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { exact, schedule, trainSmall } from "./train-small.ts";

describe("train with workers", function () {
  this.timeout(120_000);

  it("gives the loss curve and the parameters of one worker, for a batch that does not divide too", async () => {
    const one = await trainSmall({ batch: 33 });
    const two = await withoutLeaks(() => trainSmall({ batch: 33, workers: 2 }));
    two.steps.forEach(({ loss }, index) => {
      assert.ok(Math.abs(loss - one.steps[index].loss) < 1e-4, `step ${index + 1}: ${loss}`);
    });
    const apart = two.parameters.map((value, index) => Math.abs(value - one.parameters[index]));
    assert.ok(Math.max(...apart) < 1e-4, `apart by ${Math.max(...apart)}`);
    assert.deepEqual(two.after, one.after);
  });

  it("tells each worker the captions of its rows", async () => {
    const images = { data: random(3).normal(8 * 48), count: 8, height: 4, width: 4, channels: 3 };
    const data = {
      images: { ...images, data: Float32Array.from(images.data) },
      captions: Array.from({ length: 8 }, (_, row) => (row % 2 ? "red" : "green circle")),
    };
    const losses = async (workers: number) => {
      const rng = random(1);
      const model = unet({ image: [4, 4, 3], channels: [8, 8], text: ["circle", "green", "red"], rng });
      const seen = [];
      for await (const { loss } of train(model, data, {
        schedule,
        steps: 4,
        batch: 8,
        rate: 0.01,
        rng,
        workers,
      }))
        seen.push(loss);
      model.dispose();
      return seen;
    };
    const [one, three] = [await losses(1), await losses(3)];
    three.forEach((loss, step) => {
      assert.ok(Math.abs(loss - one[step]) < 1e-4, `${three} is not ${one}`);
    });
  });

  it("ends its threads at break", async () => {
    const rng = random(1);
    const model = mlp({ dim: 2, width: 16, rng });
    const before = process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
    await withoutLeaks(async () => {
      for await (const { step } of train(model, exact, { schedule, batch: 8, rng, workers: 2 }))
        if (step === 2) break;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const after = process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
    assert.equal(after, before);
    model.dispose();
  });

  it("says which worker died, and ends the others", async () => {
    const model = mlp({ dim: 2, width: 16, rng: random(1) }) as unknown as Model;
    const threads: Worker[] = [];
    const engine = await parallelGradients(model, {
      workers: 2,
      start: (workerData) => {
        const url = new URL("../../../lib/train/worker.js", import.meta.url);
        threads.push(new Worker(url, { workerData, execArgv: [] }));
        return threads[threads.length - 1];
      },
    });
    const x = { data: new Float32Array(8), count: 4, dim: 2 };
    const level = { t: 1, a: 1, s: 0, sigma: 0 };
    const batch: Batch = { x, target: x, levels: [level, level, level, level], weights: [1, 1, 1, 1] };
    const { errors, gradients } = await engine.compute(batch);
    assert.equal(errors.length, 4);
    for (const gradient of gradients) gradient.dispose();
    const dying = engine.compute(batch);
    void threads[1].terminate();
    await assert.rejects(dying, { message: "Cannot train: worker 2 of 2 died: it ended with status 1" });
    await assert.rejects(engine.compute(batch), /worker 2 of 2 died/);
    await engine.close();
    assert.deepEqual(
      threads.map(({ threadId }) => threadId),
      [-1, -1],
    );
    model.dispose();
  });

  it("says why a worker does not start, and hands on what is wrong with the data", async () => {
    const rng = random(1);
    const model = { ...mlp({ dim: 2, width: 16, rng }), kind: "mine" };
    const run = async () => {
      for await (const _ of train(model, exact, { schedule, steps: 1, rng, workers: 2 }));
    };
    await withoutLeaks(() =>
      assert.rejects(
        run,
        /worker \d of 2 died: a model of the kind "mine" cannot be made again in another thread/,
      ),
    );
    model.dispose();
  });
});
