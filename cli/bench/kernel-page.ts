/** The README's table of kernels: what each can do, and how fast. */

import { medianOf } from "./aims.ts";
import type { Abilities } from "./features.ts";
import type { Contestant } from "./peers.ts";
import type { Samples } from "./rounds.ts";

/** What a reader of the README asks first; the benchmark itself shows all. */
const probes: Record<string, string> = {
  "start → first result": "from its start to the first result",
  "60 typed lines": "a cell of 60 typed lines",
  "completion of a name": "completion of a name",
  "1,000 prints": "1,000 printed lines",
  "comm echo": "a slider's tick",
  "interrupt a busy loop": "interrupts a loop without an end",
};

export interface KernelsMeasured {
  machine: string;
  rounds: number;
  kernels: readonly Contestant[];
  samples: Samples;
  abilities: Abilities;
}

export function kernelPage({ machine, rounds, kernels, samples, abilities }: KernelsMeasured): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const yes = (able: boolean | undefined) => (able ? "yes" : "–");
  return [
    row(["", ...kernels.map(({ name, version }) => `${name} ${version}`)]),
    row(["---", ...kernels.map(() => "---")]),
    ...[...abilities].map(([feature, of]) => row([feature, ...kernels.map(({ name }) => yes(of.get(name)))])),
    ...Object.entries(probes).map(([probe, words]) =>
      row([words, ...kernels.map(({ name }) => milliseconds(medianOf(samples, probe, name)))]),
    ),
    "",
    `Each line was tried, not read: \`npm run bench -- kernel --install\` runs the same cells in all four and writes this table. Times are medians of ${rounds} rounds in turns, on ${machine}; – where a kernel cannot, or not within 5 s.`,
  ].join("\n");
}

function milliseconds(value: number): string {
  return Number.isNaN(value) ? "–" : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
