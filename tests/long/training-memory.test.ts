/** Thousands of training steps, each run in a process of its own, whose memory nothing else moves: nothing is left behind. */
import assert from "node:assert/strict";
import { said } from "./npm-folder.ts";

/** A look at the memory: tensors, their bytes, and what the process holds of the machine, in bytes. */
type Look = [tensors: number, bytes: number, resident: number];

describe("training", () => {
  it("leaves no tensor behind in 1,000 steps of the network alone, and memory flat within 5 %", async () => {
    const looks = await looksOf(`
      import { trainHere } from "./dist/cli/bench/train.js";
      for (let round = 0; round < 10; round++) {
        await trainHere({ size: 8, batch: 4, steps: 100, threads: 2 });
        look();
      }`);
    assertFlat(looks);
  });

  it("leaves no tensor behind in 2,000 steps of train, and memory flat within 5 %", async function () {
    this.timeout(900_000);
    const looks = await looksOf(`
      import { cosineSchedule, random, train, unet } from "noisebook";
      const rng = random(1);
      const images = { data: Float32Array.from(rng.normal(64 * 192)), count: 64, height: 8, width: 8, channels: 3 };
      const captions = Array.from({ length: 64 }, (_, row) => (row % 2 ? "red" : "green"));
      const model = unet({ image: [8, 8, 3], channels: [16, 16], text: ["red", "green"], rng });
      const options = { schedule: cosineSchedule(), steps: 2000, batch: 8, rng };
      for await (const { step } of train(model, { images, captions }, options)) if (step % 200 === 0) look();`);
    assertFlat(looks);
  });
});

/** Runs a program that calls `look()` again and again. */
async function looksOf(program: string): Promise<Look[]> {
  const around = `
    import { selectBackend } from "noisebook";
    import { tf } from "./dist/lib/core/tf.js";
    await selectBackend({ prefer: "wasm" });
    const looks = [];
    const look = () => {
      gc();
      looks.push([tf.memory().numTensors, tf.memory().numBytes, process.memoryUsage.rss()]);
    };
    ${program}
    console.log(JSON.stringify(looks));`;
  const text = await said(process.execPath, ["--expose-gc", "--input-type=module", "--eval", around]);
  return JSON.parse(text.match(/^\[\[.*$/m)?.[0] ?? assert.fail(text)) as Look[];
}

function assertFlat(looks: Look[]): void {
  assert.equal(looks.length, 10);
  for (const [tensors, bytes] of looks) assert.deepEqual([tensors, bytes], looks[0]!.slice(0, 2));
  // V8 takes the first looks to settle on the size of its heap.
  const sizes = looks.slice(2).map((look) => Math.round(look[2] / 1e6));
  const mean = (some: number[]) => some.reduce((sum, size) => sum + size) / some.length;
  console.log(`${sizes} MB from look to look`);
  assert.ok(mean(sizes.slice(4)) <= 1.05 * mean(sizes.slice(0, 4)), `${sizes} MB`);
}
