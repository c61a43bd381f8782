/** The default engine in several worker threads at once, as data-parallel training uses it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { trainHere } from "../../../cli/bench/train.ts";
import { selectBackend } from "../../../lib/core/backend.ts";

const library = new URL("../../../lib/index.js", import.meta.url).href;
const training = new URL("../../../cli/bench/train.js", import.meta.url).href;
const task = { size: 8, batch: 4, threads: 1, steps: 4 };

interface Answer {
  device: string;
  losses: number[];
  /** What the process uses while every worker holds its engine. */
  rss: number;
}

/** Starts the engine in a worker, trains there, and tells what came of it; the worker lives on until it is ended. */
async function trainInWorker(): Promise<{ worker: Worker; answer: Answer }> {
  const program = `(async () => {
    const { parentPort } = require("node:worker_threads");
    const { selectBackend } = await import("${library}");
    const { trainHere } = await import("${training}");
    const { device } = await selectBackend({ prefer: "wasm", threads: 1 });
    const { losses } = await trainHere(${JSON.stringify(task)});
    parentPort.postMessage({ device, losses, rss: process.memoryUsage.rss() });
    setInterval(() => undefined, 1e6);
  })()`;
  const worker = new Worker(program, { eval: true, execArgv: [], stdout: true });
  const [answer] = (await once(worker, "message")) as [Answer];
  return { worker, answer };
}

describe("several workers", () => {
  it("each train on an engine of their own, as one does alone, in less than 200 MB each", async function () {
    this.timeout(120_000);
    await selectBackend({ prefer: "wasm" });
    const { losses } = await trainHere(task);
    const before = process.memoryUsage.rss();
    const started = await Promise.all(Array.from({ length: 3 }, trainInWorker));
    try {
      for (const { answer } of started) {
        assert.match(answer.device, /^1 thread with/);
        assert.deepEqual(answer.losses, losses);
      }
      const grown = (Math.max(...started.map(({ answer }) => answer.rss)) - before) / started.length;
      assert.ok(grown < 200e6, `each takes ${(grown / 1e6).toFixed(0)} MB`);
    } finally {
      await Promise.all(started.map(({ worker }) => worker.terminate()));
    }
    assert.deepEqual((await trainHere(task)).losses, losses);
  });
});
