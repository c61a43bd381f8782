import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { disposeParameters, mapTensors, namedTensors } from "../../../lib/model/parameters.ts";
import { lossFloors } from "../../../lib/oracle/loss-floor.ts";
import { cosineSchedule } from "../../../lib/schedule/cosine.ts";
import { sgd } from "../../../lib/train/optimizer.ts";
import { train } from "../../../lib/train/train.ts";
import type { TrainOptions } from "../../../lib/train/train-options.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { exact, points, schedule, trainSmall } from "./train-small.ts";

const run = trainSmall;

describe("train", () => {
  before(() => selectBackend({ prefer: "wasm", threads: 1 }));

  it("yields a record after each step, with all that was asked for", async () => {
    let time = 0;
    const { steps } = await withoutLeaks(() => run({ now: () => (time += 500) }));
    assert.equal(steps.length, 20);
    const last = steps[19];
    assert.deepEqual([last.step, last.steps, last.epoch, last.rate], [20, 20, 0, 1e-3]);
    assert.equal(last.history.length, 20);
    assert.deepEqual(Object.keys(last.history[0]), ["step", "loss", "floor", "gradientNorm", "rate"]);
    assert.equal(last.examplesPerSecond, (20 * 32) / 10);
    assert.equal(last.secondsLeft, 0);
    assert.equal(steps[9].secondsLeft, 5);
    assert.equal(last.perRow.t.length, 32);
    const mean = last.perRow.loss.reduce((sum, loss) => sum + loss, 0) / 32;
    assert.ok(Math.abs(mean - last.loss) < 1e-6, "without weights the loss is the mean over rows");
    assert.ok(last.memory.numTensors > 0);
  });

  it("the same seed gives the same parameters, bit for bit", async () => {
    assert.deepEqual((await run()).parameters, (await run()).parameters);
  });

  it("names the floor of a mixture's batch, which is lossFloors' where the times are all steps", async () => {
    const short = cosineSchedule({ steps: 16 });
    const levels: TrainOptions["levels"] = (count) =>
      Array.from({ length: count }, (_, row) => {
        const alphaBar = short.alphaBar[row % 16];
        const [a, s] = [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
        return { t: row % 16, a, s, sigma: s / a };
      });
    const { steps } = await run({ schedule: short, levels, steps: 1, target: "v" });
    const { mean } = lossFloors(exact, short, { target: "v" });
    assert.ok(Math.abs(steps[0].floor! / mean - 1) < 1e-3, `${steps[0].floor} is not ${mean}`);
  });

  it("comes near the floor", async () => {
    const { steps } = await run({ steps: 250, batch: 128, rate: 5e-3 });
    const tail = steps.slice(-50);
    const excess = tail.reduce((sum, { loss, floor }) => sum + loss - floor!, 0) / 50;
    const start = steps[0].loss - steps[0].floor!;
    assert.ok(start > 0.5 && excess > 0 && excess < 0.1, `${start} to ${excess}`);
  });

  it("accumulates the gradient of a batch in parts to the same numbers", async () => {
    const whole = await run({ optimizer: sgd(), rate: 0.05 });
    const parts = await withoutLeaks(() => run({ optimizer: sgd(), rate: 0.05, accumulate: 5 }));
    whole.parameters.forEach((value, index) => {
      assert.ok(Math.abs(value - parts.parameters[index]) < 1e-6);
    });
  });

  it("descends the gradient that finite differences give", async () => {
    const data = points(4);
    const at = (options: Partial<TrainOptions>) =>
      run({ optimizer: sgd(), batch: 4, steps: 2, ...options }, data);
    const far = await at({ rate: 1e-2 });
    const [first, second] = far.steps;
    // One step down the gradient changes the loss of the same batch by −rate·norm².
    const rng = random(1);
    const model = mlp({ dim: 2, width: 16, rng });
    const state = rng.state();
    const losses: number[] = [];
    for (let turn = 0; turn < 2; turn++) {
      rng.restore(state);
      for await (const { loss } of train(model, data, {
        schedule,
        optimizer: sgd(),
        batch: 4,
        steps: 1,
        rate: 1e-2,
        rng,
      }))
        losses.push(loss);
    }
    model.dispose();
    const expected = 1e-2 * first.gradientNorm ** 2;
    assert.ok(Math.abs((losses[0] - losses[1]) / expected - 1) < 0.05, `${losses} with ${expected}`);
    assert.notEqual(second.loss, losses[1]);
  });

  it("shortens a gradient that is too long, and reports its length before", async () => {
    const free = await run({ optimizer: sgd(), rate: 1, steps: 1 });
    const held = await withoutLeaks(() => run({ optimizer: sgd(), rate: 1, steps: 1, clipNorm: 0.01 }));
    const start = await run({ optimizer: sgd(), rate: 1e-30, steps: 1 });
    assert.equal(held.steps[0].gradientNorm, free.steps[0].gradientNorm);
    const moved = Math.hypot(...held.parameters.map((value, index) => value - start.parameters[index]));
    assert.ok(Math.abs(moved - 0.01) < 1e-5, `moved by ${moved}`);
  });

  it("weighs errors by the noise level", async () => {
    const plain = await run({ steps: 1 });
    const weighed = await run({ steps: 1, loss: ({ s }) => (s > 0.9 ? 0 : 2) });
    assert.deepEqual(weighed.steps[0].perRow, plain.steps[0].perRow);
    const { t, loss } = plain.steps[0].perRow;
    const expected = loss.reduce((sum, error, row) => {
      return sum + (Math.sqrt(1 - schedule.alphaBar[t[row]]) > 0.9 ? 0 : 2 * error);
    }, 0);
    assert.ok(Math.abs(weighed.steps[0].loss - expected / 32) < 1e-6);
    const named = await run({ steps: 1, loss: "min-snr" });
    assert.ok(named.steps[0].loss < plain.steps[0].loss);
  });

  it("leaves no tensor behind after 1,000 steps or after break, and lets the event loop breathe", async function () {
    this.timeout(60_000);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await withoutLeaks(() => run({ steps: 1000, batch: 8 }));
    clearInterval(timer);
    assert.ok(ticks > 20, `${ticks} ticks`);
    await withoutLeaks(async () => {
      const rng = random(1);
      const model = mlp({ dim: 2, width: 16, rng });
      for await (const { step } of train(model, exact, { schedule, steps: 20, rng })) if (step === 7) break;
      model.dispose();
    });
  });

  it("stops at a signal with its reason; the model keeps what it has learned", async () => {
    const stop = new AbortController();
    const rng = random(1);
    const model = mlp({ dim: 2, width: 16, rng });
    const before = mapTensors(model.parameters, (tensor) => tensor.clone());
    await assert.rejects(async () => {
      for await (const { step } of train(model, exact, { schedule, rng, signal: stop.signal }))
        if (step === 3) stop.abort(new Error("enough"));
    }, /enough/);
    const changed = namedTensors(model.parameters).map(([, tensor], index) =>
      tf.tidy(() => tf.max(tf.abs(tf.sub(tensor, namedTensors(before)[index][1]))).dataSync()[0]),
    );
    assert.ok(changed.every((change) => change > 0 && Number.isFinite(change)));
    disposeParameters(before);
    model.dispose();
  });

  it("refuses a step with NaN: it names step and tensor, and leaves the model as it was", async () => {
    const rng = random(1);
    const model = mlp({ dim: 2, width: 16, rng });
    await withoutLeaks(() =>
      assert.rejects(
        async () => {
          for await (const { step } of train(model, exact, { schedule, steps: 9, rate: 1e30, rng }))
            assert.ok(step < 9);
        },
        {
          name: "RangeError",
          message:
            /^Cannot train: the (loss is|length of the gradient is) (NaN|Infinity) at step \d; the first bad tensor is (the gradient of layers\.\d\.weight|the prediction); the model is as it was after step \d; lower the rate/,
        },
      ),
    );
    model.parameters.layers[1].bias?.dispose();
    model.parameters.layers[1].bias = tf.fill([16], Number.NaN);
    await assert.rejects(async () => {
      for await (const _ of train(model, exact, { schedule, rng }));
    }, /the loss is NaN at step 1; the first bad tensor is the parameter layers\.1\.bias/);
    model.dispose();
  });

  it("says what an option must be", async () => {
    const fails = (options: Partial<TrainOptions>, message: RegExp, data?: Parameters<typeof train>[1]) =>
      assert.rejects(() => run(options, data), message);
    await fails({ batch: 0 }, /Cannot train: batch must be an integer from 1, got 0/);
    await fails({ rate: -1 }, /rate must be a number above 0, got -1/);
    await fails({ dropCaption: 2 }, /dropCaption must be a number from 0 to 1, got 2/);
    await fails({ loss: "snr" as never }, /loss must be "uniform", "min-snr" or "p2", got "snr"/);
    await fails({ classes: [1, 2] }, /there must be 3 classes for as many rows, got 2/, points(3));
    await fails({}, /the data's rows must have the model's shape \[2\], got \[3\]/, {
      data: new Float32Array(6),
      count: 2,
      dim: 3,
    });
  });
});
