/** `npm run bench -- train`: the step of a small U-Net, next to the program that people would use instead. */
import type { Bench } from "./bench.ts";
import { benchTrain, type Comparison } from "./train.ts";

export const bench: Bench = async ({ json }) => {
  const comparisons = await benchTrain();
  const text = json
    ? `${JSON.stringify({ train: comparisons }, undefined, 2)}\n`
    : comparisons.map(asLine).join("");
  process.stdout.write(text);
  return 0;
};

function asLine({ size, threads, parameters, ours, torch, ratio, difference }: Comparison): string {
  const here = `${size}×${size}, ${parameters} parameters, ${threads} threads: ${ours.toFixed(0)} ms a step`;
  if (!torch) return `${here}; no PyTorch here to compare with (set NOISEBOOK_PYTHON)\n`;
  const apart = `losses differ by at most ${difference?.toExponential(1)}`;
  return `${here}, PyTorch ${torch.toFixed(0)} ms, ratio ${ratio?.toFixed(2)}; ${apart}\n`;
}
