import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { random } from "../../../lib/core/random.ts";
import { openSafetensors, writeSafetensors } from "../../../lib/core/safetensors.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { adam, sgd } from "../../../lib/train/optimizer.ts";
import { train } from "../../../lib/train/train.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { points, trainSmall } from "./train-small.ts";

/** Runs killed.ts and kills it at step 23 if it waits there. */
async function inProcess(path: string, mode: "whole" | "kill" | "resume") {
  const script = fileURLToPath(new URL("./killed.js", import.meta.url));
  const child = spawn(process.execPath, [script, path, mode], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
    if (mode === "kill" && said.includes("step 23\n")) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "close");
  return { said, signal };
}

describe("train with checkpoints", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  it("goes on bit by bit, in the middle of an epoch, with its history, and without leaks", async () => {
    const path = join(folder, "run.safetensors");
    const data = points(50);
    const whole = await trainSmall({ steps: 12, dropCaption: 0 }, data);
    await withoutLeaks(() => trainSmall({ steps: 12, checkpoint: { path, every: 7 }, stopAfter: 8 }, data));
    const rest = await withoutLeaks(() => trainSmall({ steps: 12, resume: path }, data));
    assert.deepEqual(
      rest.steps.map(({ step }) => step),
      [9, 10, 11, 12],
    );
    assert.deepEqual(rest.parameters, whole.parameters);
    assert.deepEqual(rest.steps[3].history, whole.steps[11].history);
    assert.deepEqual(rest.after, whole.after, "rng is where it would be");
  });

  it("writes nothing after a step that failed", async () => {
    const path = join(folder, "run.safetensors");
    await assert.rejects(
      trainSmall({ checkpoint: { path }, rate: 1e30 }),
      /the model is as it was after step/,
    );
    assert.deepEqual(await readdir(folder), []);
  });

  it("keeps the running mean of the parameters", async () => {
    const path = join(folder, "run.safetensors");
    const whole = await trainSmall({ steps: 8, average: 0.9 });
    await withoutLeaks(() =>
      trainSmall({ steps: 8, average: 0.9, checkpoint: { path, every: 4 }, stopAfter: 5 }),
    );
    const rest = await withoutLeaks(() => trainSmall({ steps: 8, average: 0.9, resume: path }));
    assert.deepEqual(rest.mean, whole.mean);
    assert.notDeepEqual(whole.mean, whole.parameters);
    const { rate } = whole.steps[0];
    const moved = Math.max(...whole.mean!.map((value, index) => Math.abs(value - whole.parameters[index])));
    assert.ok(moved > rate && moved < 8 * rate, `apart by ${moved}`);
  });

  it("writes the last step too, and leaves nothing but the file", async () => {
    const path = join(folder, "run.safetensors");
    await trainSmall({ steps: 5, checkpoint: { path } });
    assert.deepEqual(await readdir(folder), ["run.safetensors"]);
    const file = await openSafetensors(path);
    assert.equal(file.metadata["model"], "mlp");
    assert.equal(JSON.parse(file.metadata["training"]).made, 5);
    await file.close();
    const { steps } = await trainSmall({ steps: 5, resume: path });
    assert.deepEqual(steps, []);
  });

  it("a killed process loses at most the last interval; resumed, it ends as if it had not been", async function () {
    this.timeout(60_000);
    const path = join(folder, "run.safetensors");
    const whole = await inProcess(path, "whole");
    const killed = await inProcess(path, "kill");
    assert.deepEqual([killed.signal, existsSync(path)], ["SIGKILL", true]);
    const resumed = await inProcess(path, "resume");
    assert.match(resumed.said, /^step 21\n/);
    assert.match(whole.said, /sum [0-9a-f]{64}\n$/);
    assert.equal(resumed.said.split("sum ")[1], whole.said.split("sum ")[1]);
  });

  it("refuses a file that does not fit, and changes nothing", async () => {
    const path = join(folder, "run.safetensors");
    await trainSmall({ steps: 2, checkpoint: { path } });
    const bytes = await readFile(path);
    await assert.rejects(trainSmall({ resume: path, optimizer: sgd() }), {
      message: `Cannot go on from ${path}: it was trained with the optimizer adam, not with sgd`,
    });
    const rng = random(1);
    const wide = mlp({ dim: 2, width: 17, rng });
    await withoutLeaks(() =>
      assert.rejects(async () => {
        const options = { schedule: linearSchedule(), optimizer: adam(), resume: path, rng };
        for await (const _ of train(wide, points(9), options));
      }, /layers\.0\.weight has the shape \[34, 16\] there and \[34, 17\] in this model/),
    );
    wide.dispose();
    const plain = join(folder, "plain.safetensors");
    await writeSafetensors(plain, { a: { shape: [1], data: Float32Array.of(1) } });
    await assert.rejects(trainSmall({ resume: plain }), /it holds no training, only a model/);
    assert.deepEqual(await readFile(path), bytes);
  });
});
