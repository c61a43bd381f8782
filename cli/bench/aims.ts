/** What Noisebook's kernel is to reach, as ratios of medians of one run. */
import { median } from "./median.ts";
import type { Samples } from "./rounds.ts";

export interface Aim {
  probe: string;
  /** The measured value may be at most `most` times this kernel's, or this other probe's of ours, or milliseconds. */
  than: { kernel: string } | { probe: string } | "ms";
  most: number;
}

export interface Judged extends Aim {
  /** The ratio, or the milliseconds; undefined where one side was not measured. */
  value?: number;
  reached?: boolean;
}

const ratio = (probe: string, kernel: string, most: number): Aim => ({ probe, than: { kernel }, most });

export const aims: Aim[] = [
  ratio("start → kernel_info", "tslab", 0.25),
  ratio("start → first result", "tslab", 0.3),
  ratio("start → first result", "ipykernel", 0.75),
  ratio("1 + i", "tslab", 0.8),
  ratio("60 typed lines", "tslab", 0.6),
  ratio("completion of a member", "tslab", 0.5),
  ratio("completion of a name", "tslab", 0.5),
  ratio("inspect", "tslab", 0.5),
  ratio("1,000 prints", "ipykernel", 1),
  ratio("5 MB display", "ipykernel", 1),
  { probe: "interrupt a busy loop", than: "ms", most: 100 },
  { probe: "interrupt an await", than: "ms", most: 100 },
  { probe: "top-level loop", than: { probe: "the same loop in a function" }, most: 1.5 },
  ratio("comm echo", "ipykernel", 1),
];

/** The median of a kernel's samples; NaN when it has none or has failed once. */
export function medianOf(samples: Samples, probe: string, kernel: string): number {
  const values = samples.get(probe)?.get(kernel) ?? [];
  return values.includes(undefined) ? Number.NaN : median(values as number[]);
}

/** Holds each aim against what was measured of the kernel `own`. */
export function judge(samples: Samples, own: string): Judged[] {
  return aims.map((aim) => {
    const { probe, than, most } = aim;
    const value = medianOf(samples, probe, own) / divisor(samples, { own, probe, than });
    return Number.isNaN(value) ? aim : { ...aim, value, reached: value <= most };
  });
}

function divisor(
  samples: Samples,
  { own, probe, than }: { own: string; probe: string; than: Aim["than"] },
): number {
  if (than === "ms") return 1;
  return "kernel" in than ? medianOf(samples, probe, than.kernel) : medianOf(samples, than.probe, own);
}
