import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  combine,
  cosineSchedule,
  type Denoiser,
  euler,
  flowSigmas,
  heun,
  type Images,
  last,
  loadRecording,
  mixture,
  mlp,
  type Points,
  predicting,
  random,
  record,
  type SampleFrame,
  type Sampler,
  type SampleStep,
  sample,
  saveRecording,
  selectBackend,
  train,
  unet,
} from "../../../lib/index.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const exact = mixture({
  weights: [0.5, 0.5],
  means: [
    [2, 1],
    [-1, 0],
  ],
  deviations: [0.1, 0.1],
});
const setup = { schedule: cosineSchedule(), steps: 10, count: 6, rng: random(1) };

describe("record()", () => {
  before(() => selectBackend());

  it("keeps what each step of a sampling yields, its first rows alone", async () => {
    const run = await last(record(sample(exact, { ...setup, rng: random(1) }), { rows: 2 }));
    const plain: SampleStep<Points>[] = [];
    for await (const step of sample(exact, { ...setup, rng: random(1) })) plain.push(step);
    assert.deepEqual([run.frames.length, run.steps, run.stride], [10, 10, 1]);
    run.frames.forEach((frame, at) => {
      assert.deepEqual(frame.x.data, plain[at].x.data.slice(0, 4));
      assert.deepEqual(frame.eps.data, plain[at].eps.data.slice(0, 4));
      assert.deepEqual([frame.sigma, frame.evaluations, frame.x0.count], [plain[at].sigma, at + 1, 2]);
    });
  });

  it("keeps both parts that guidance mixes, and times where there is a clock", async () => {
    const constant: Denoiser<Images, number> = {
      predicts: "x0",
      shape: [2, 2, 1],
      predict: (x, _level, condition) =>
        combine([0, x], [1, { ...x, data: new Float32Array(x.data.length).fill(condition ?? 0) }]),
    };
    let clock = 0;
    const steps = sample(constant, { ...setup, steps: 3, condition: 0.5, guidance: 2 });
    const { frames } = await last(record(steps, { now: () => (clock += 500) }));
    assert.deepEqual(frames[1].conditional?.data.slice(0, 2), Float32Array.of(0.5, 0.5));
    assert.deepEqual(frames[1].unconditional?.data.slice(0, 2), Float32Array.of(0, 0));
    // x̂₀ = u + 2·(c − u)
    assert.deepEqual(frames[1].x0.data.slice(0, 2), Float32Array.of(1, 1));
    assert.deepEqual(
      frames.map(({ seconds }) => seconds),
      [0.5, 1, 1.5],
    );
  });

  it("keeps the cross-attention of a network: at x_t and of the prompt alone, however often a step asks", async () => {
    const model = unet({ image: [8, 8, 3], channels: [8, 16], text: ["circle", "red"], rng: random(1) });
    const firstMaps = async (sampler: Sampler, guidance: number) => {
      const options = {
        ...setup,
        steps: 2,
        prompt: "red circle",
        guidance,
        sampler,
        rng: random(1),
        count: 1,
      };
      const { frames } = await last(record(sample(model, options), { attention: true }));
      return frames[0].attention ?? [];
    };
    try {
      const maps = await firstMaps(euler, 1);
      assert.ok(maps.length > 0 && maps.every(({ name }) => name.endsWith("cross.map")));
      assert.equal(new Set(maps.map(({ name }) => name)).size, maps.length);
      for (const sampler of [euler, heun]) assert.deepEqual(await firstMaps(sampler, 2), maps);
    } finally {
      model.dispose();
    }
  });

  it("stays in its size: of a long run every k-th step and the last are kept", async () => {
    const run = await last(record(sample(exact, { ...setup, steps: 50 }), { limit: 4000 }));
    assert.ok(run.bytes <= 4000 && run.stride > 1, `${run.bytes} bytes, stride ${run.stride}`);
    const indices = run.frames.map(({ index }) => index);
    assert.equal(indices[indices.length - 1], 49);
    assert.ok(
      indices.slice(0, -1).every((index, at) => index === at * run.stride),
      indices.join(),
    );
  });

  it("records a training", async () => {
    const model = mlp({ dim: 2, width: 8, rng: random(1) });
    try {
      const data = mixture({ weights: [1], means: [[1, 1]], deviations: [0.5] });
      const steps = train(model, data as never, {
        schedule: cosineSchedule(),
        steps: 5,
        batch: 8,
        rng: random(2),
      });
      const run = await last(record(steps));
      assert.deepEqual(
        run.frames.map(({ step }) => step),
        [1, 2, 3, 4, 5],
      );
      assert.ok(run.frames.every(({ loss, perRow }) => loss > 0 && perRow.t.length === 8));
    } finally {
      model.dispose();
    }
  });

  it("ends the sampling when its loop is left", async () => {
    let ended = false;
    async function* steps() {
      try {
        yield* sample(exact, setup);
      } finally {
        ended = true;
      }
    }
    for await (const { frames } of record(steps())) if (frames.length === 2) break;
    assert.ok(ended);
  });
});

describe("saveRecording() and loadRecording()", () => {
  const folder = temporaryFolder();

  it("give back all numbers and their types", async () => {
    const run = await last(record(sample(exact, setup)));
    await saveRecording(join(folder, "run.json.gz"), run);
    const loaded = await loadRecording(join(folder, "run.json.gz"));
    assert.deepEqual(loaded, run);
    assert.equal(
      (loaded.frames[0] as SampleFrame).x.data.constructor.name,
      run.frames[0].x.data.constructor.name,
    );
  });

  it("give back the infinite σ of a flow's start", async () => {
    const velocity = predicting(exact, "flow");
    const run = await last(
      record(sample(velocity, { sigmas: flowSigmas({ steps: 3 }), count: 2, rng: random(1) })),
    );
    assert.equal(run.frames[0].sigma, Infinity);
    await saveRecording(join(folder, "flow.json.gz"), run);
    assert.deepEqual(await loadRecording(join(folder, "flow.json.gz")), run);
  });

  it("refuse what is no recording", async () => {
    writeFileSync(join(folder, "text"), "no");
    await assert.rejects(loadRecording(join(folder, "text")), /SyntaxError: Cannot load a recording/);
  });
});
