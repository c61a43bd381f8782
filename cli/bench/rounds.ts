/** Measures all kernels in turns, so that a busy moment of the machine falls on each of them alike. */
import type { Contestant } from "./peers.ts";
import { type Measured, type Probe, shows } from "./probes.ts";
import { startTimed, type TimedKernel } from "./timed-kernel.ts";

/** Samples in milliseconds, by probe and kernel; undefined where a kernel did not do it. */
export type Samples = Map<string, Map<string, Measured[]>>;

export const startProbes = ["start → kernel_info", "start → first result"] as const;

export interface RoundsOptions {
  rounds: number;
  /** Hears what is measured now. */
  onProgress?: (text: string) => void;
}

export async function measureRounds(
  contestants: readonly Contestant[],
  probes: readonly Probe[],
  { rounds, onProgress }: RoundsOptions,
): Promise<Samples> {
  const samples: Samples = new Map();
  for (let round = 0; round < rounds; round++) {
    const order = rotate(contestants, round);
    const kernels = new Map<Contestant, TimedKernel>();
    try {
      onProgress?.(`Round ${round + 1} of ${rounds}: start`);
      for (const contestant of order) kernels.set(contestant, await startReady(contestant, samples));
      for (const probe of probes) {
        onProgress?.(`Round ${round + 1} of ${rounds}: ${probe.name}`);
        for (const contestant of order) await measure(probe, contestant, { kernels, samples, round });
      }
    } finally {
      for (const kernel of kernels.values()) await kernel.stop();
    }
  }
  return samples;
}

function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** A kernel that has run its first cell and holds the dialect's `setup`. */
export async function startReady(contestant: Contestant, samples?: Samples): Promise<TimedKernel> {
  const kernel = await startTimed(contestant);
  const { first, setup } = contestant.dialect;
  const cell = await kernel.run(first, shows("42"));
  if (samples) {
    const [info, result] = startProbes;
    add(samples, [info, contestant.name], kernel.started);
    add(samples, [result, contestant.name], cell === undefined ? undefined : kernel.started + cell);
  }
  await kernel.run(setup);
  return kernel;
}

interface Table {
  kernels: Map<Contestant, TimedKernel>;
  samples: Samples;
  round: number;
}

/** A kernel that has failed once is not asked again, and is started afresh for what follows. */
async function measure(probe: Probe, contestant: Contestant, { kernels, samples, round }: Table) {
  const place = [probe.name, contestant.name] as const;
  if (samples.get(probe.name)?.get(contestant.name)?.includes(undefined)) return;
  const first = 1 + round * 100;
  const kernel = kernels.get(contestant)!;
  if (probe.warmUp) await probe.measure(kernel, first);
  for (let repeat = 1; repeat <= probe.repeats; repeat++) {
    const measured = await probe.measure(kernel, first + repeat);
    add(samples, place, measured);
    if (measured !== undefined) continue;
    await kernel.stop();
    kernels.set(contestant, await startReady(contestant));
    return;
  }
}

function add(samples: Samples, [probe, name]: readonly [string, string], measured: Measured): void {
  const row = samples.get(probe) ?? new Map<string, Measured[]>();
  samples.set(probe, row.set(name, [...(row.get(name) ?? []), measured]));
}
