/** `npm run bench -- train [--threads N] [--json]`: what is fast, next to the program that people would use instead. */
import { parseArgs } from "node:util";
import { benchTrain, type Comparison } from "./train.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, threads: { type: "string" } },
});
if (positionals.join() !== "train") {
  process.stderr.write(
    "Cannot run the benchmark: it is used like this: npm run bench -- train [--threads N] [--json]\n",
  );
  process.exitCode = 2;
} else {
  const comparisons = await benchTrain(values.threads ? { threads: Number(values.threads) } : {});
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ train: comparisons }, undefined, 2)}\n`
      : comparisons.map(asLine).join(""),
  );
}

function asLine({ size, threads, parameters, ours, torch, ratio, difference }: Comparison): string {
  const here = `${size}×${size}, ${parameters} parameters, ${threads} threads: ${ours.toFixed(0)} ms a step`;
  if (!torch) return `${here}; no PyTorch here to compare with (set NOISEBOOK_PYTHON)\n`;
  const apart = `losses differ by at most ${difference?.toExponential(1)}`;
  return `${here}, PyTorch ${torch.toFixed(0)} ms, ratio ${ratio?.toFixed(2)}; ${apart}\n`;
}
