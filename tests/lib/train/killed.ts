/** A training in a process of its own, which a test may kill: says each step, and in the end the sum of its parameters. */
import { createHash } from "node:crypto";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { train } from "../../../lib/train/train.ts";
import { exact, schedule, valuesOf } from "./train-small.ts";

const [path, mode] = process.argv.slice(2);
await selectBackend({ prefer: "wasm", threads: 1 });
const rng = random(1);
const model = mlp({ dim: 2, width: 16, rng });
const files = { kill: { checkpoint: { path, every: 5 } }, resume: { resume: path }, whole: {} }[mode];
for await (const { step } of train(model, exact, { schedule, steps: 40, batch: 32, rng, ...files })) {
  process.stdout.write(`step ${step}\n`);
  if (mode === "kill" && step === 23) await new Promise((resolve) => setTimeout(resolve, 30_000));
}
process.stdout.write(
  `sum ${createHash("sha256")
    .update(await valuesOf(model.parameters))
    .digest("hex")}\n`,
);
process.exit();
