/** `noisebook bench kernel`: our kernel beside others, in one run. */
import { findSnapshot, readySnapshot } from "../../kernel/language/snapshot.ts";
import { writeRegion } from "../../lessons/page-region.ts";
import { openProgress } from "../progress.ts";
import { projectFolder } from "../project-folder.ts";
import { packageVersion } from "../version.ts";
import { type Judged, judge, medianOf } from "./aims.ts";
import type { Bench } from "./bench.ts";
import { type Abilities, tryFeatures } from "./features.ts";
import { kernelPage } from "./kernel-page.ts";
import { describeMachine } from "./machine.ts";
import { type Contestant, contestants, installPeers } from "./peers.ts";
import { probes } from "./probes.ts";
import { measureRounds, type Samples, startProbes } from "./rounds.ts";

interface Result {
  machine: string;
  rounds: number;
  kernels: Contestant[];
  absent: string[];
  samples: Samples;
  abilities: Abilities;
  judged: Judged[];
}

export const bench: Bench = async ({ json, quick, install }) => {
  const project = projectFolder();
  const progress = openProgress();
  const machine = describeMachine();
  if (install) await installPeers(project, progress);
  const { present, absent } = contestants(project, packageVersion());
  // A kernel makes it in the background when it first runs; every later one starts from it, and those are measured.
  if (findSnapshot().isMissing) progress.show("Making the snapshot that our kernel starts from…");
  await readySnapshot();
  const rounds = quick ? 2 : 8;
  const samples = await measureRounds(present, probes, { rounds, onProgress: progress.show });
  progress.show("");
  const abilities = await tryFeatures(present, progress.show);
  progress.show("");
  const [own] = present;
  const judged = judge(samples, own!.name);
  const result = { machine, rounds, kernels: present, absent, samples, abilities, judged };
  if (!quick && absent.length === 0) writeRegion("README.md", "kernels", kernelPage(result));
  process.stdout.write(`${json ? toJson(result) : toTable(result)}\n`);
  return 0;
};

function toJson({ machine, rounds, kernels, absent, samples, abilities, judged }: Result): string {
  const measured = [...samples].map(([probe, row]) => ({
    probe,
    kernels: Object.fromEntries(
      [...row].map(([name, values]) => [
        name,
        { median: medianOf(samples, probe, name), samples: values.map((value) => value ?? null) },
      ]),
    ),
  }));
  const versions = Object.fromEntries(kernels.map(({ name, version }) => [name, version]));
  const able = Object.fromEntries([...abilities].map(([name, of]) => [name, Object.fromEntries(of)]));
  return JSON.stringify(
    { machine, rounds, versions, absent, unit: "ms", measured, features: able, aims: judged },
    undefined,
    2,
  );
}

function toTable({ machine, rounds, kernels, absent, samples, abilities, judged }: Result): string {
  const names = [...startProbes, ...probes.map(({ name }) => name)];
  const width = Math.max(...names.map((name) => name.length));
  const line = (first: string, cells: string[]) =>
    [first.padEnd(width), ...cells.map((cell) => cell.padStart(11))].join(" ");
  const rows = names.map((probe) =>
    line(
      probe,
      kernels.map(({ name }) => milliseconds(medianOf(samples, probe, name))),
    ),
  );
  return [
    machine,
    `Medians of ${rounds} rounds in milliseconds; – where a kernel did not do it within 5 s or lost some of it`,
    ...(absent.length > 0 ? [`Not here: ${absent.join(", ")}; --install fetches them`] : []),
    "",
    line(
      "",
      kernels.map(({ name }) => name),
    ),
    line(
      "",
      kernels.map(({ version }) => version),
    ),
    ...rows,
    "",
    ...[...abilities].map(([feature, of]) => {
      const able = kernels.filter(({ name }) => of.get(name)).map(({ name }) => name);
      return `${feature}: ${able.join(", ") || "none"}`;
    }),
    "",
    ...judged.map(sentence),
  ].join("\n");
}

function milliseconds(value: number): string {
  if (Number.isNaN(value)) return "–";
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function sentence({ probe, than, most, value, reached }: Judged): string {
  const state = reached === undefined ? "?     " : reached ? "ok    " : "missed";
  const unit = than === "ms" ? "ms" : `× ${"kernel" in than ? than.kernel : than.probe}`;
  return `${state} ${probe}: ${value === undefined ? "not measured" : value.toFixed(2)}, at most ${most} ${unit}`;
}
