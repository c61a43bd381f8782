/** What a kernel can do, shown by doing it. */
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stripAnsi } from "../../kernel/notebook/html/ansi.ts";
import { type FeatureCells, featureCells } from "./feature-cells.ts";
import type { Contestant } from "./peers.ts";
import { complete, echo, recovery, shows, showsLines } from "./probes.ts";
import { startReady } from "./rounds.ts";
import type { TimedKernel } from "./timed-kernel.ts";

/** By feature and kernel. */
export type Abilities = Map<string, Map<string, boolean>>;

interface Feature {
  name: string;
  has(kernel: TimedKernel, cells: FeatureCells): Promise<boolean>;
}

const lines = 5000;

export const features: Feature[] = [
  { name: "a type error stops a cell before it runs", has: stopsTypeErrors },
  { name: "functions see a variable's new value", has: seesNewValues },
  {
    name: `all of ${lines.toLocaleString("en")} printed lines arrive, before the cell is done`,
    has: keepsLines,
  },
  { name: "an error names your own lines", has: namesLines },
  { name: "completes while a cell runs", has: completesMeanwhile },
  { name: "interrupts a loop that began after an `await`", has: interruptsLater },
  { name: "a cell that ends its program leaves the kernel alive", has: survivesExit },
  { name: "sliders and other widgets answer", has: async (kernel) => (await echo(kernel, 1)) !== undefined },
  { name: "imports a file beside the notebook", has: importsFile },
  { name: "the language's newest syntax", has: async (kernel, { newest }) => isShown(kernel, newest, "new") },
  { name: "history of cells", has: hasHistory },
  { name: "debugger", has: hasDebugger },
];

/** Tries each feature with each kernel; one that has failed is started afresh for what follows. */
export async function tryFeatures(
  contestants: readonly Contestant[],
  onProgress?: (text: string) => void,
): Promise<Abilities> {
  const abilities: Abilities = new Map(features.map(({ name }) => [name, new Map()]));
  for (const contestant of contestants) {
    let kernel = await startReady(contestant);
    for (const { name, has } of features) {
      onProgress?.(`${contestant.name}: ${name}`);
      const able = await has(kernel, featureCells[contestant.name]!);
      abilities.get(name)!.set(contestant.name, able);
      if (able) continue;
      await kernel.stop();
      kernel = await startReady(contestant);
    }
    await kernel.stop();
  }
  return abilities;
}

async function isShown(kernel: TimedKernel, code: string, wanted: string): Promise<boolean> {
  return (await kernel.run(code, shows(wanted))) !== undefined;
}

async function stopsTypeErrors(kernel: TimedKernel, { typeError }: FeatureCells): Promise<boolean> {
  if (typeError === undefined || (await isShown(kernel, typeError, "ran"))) return false;
  return isShown(kernel, "kept", "42");
}

async function seesNewValues(kernel: TimedKernel, { newValue }: FeatureCells): Promise<boolean> {
  for (const code of newValue.slice(0, -1)) await kernel.run(code);
  return isShown(kernel, newValue.at(-1)!, "5");
}

async function keepsLines(kernel: TimedKernel): Promise<boolean> {
  const late = kernel.late();
  const took = await kernel.run(kernel.contestant.dialect.prints(lines), showsLines(lines));
  return took !== undefined && kernel.late() === late;
}

async function namesLines(kernel: TimedKernel, { fails }: FeatureCells): Promise<boolean> {
  let told = "";
  await kernel.run(fails, ({ content: { text, traceback } }) => {
    told += stripAnsi(String(text ?? (traceback as string[] | undefined)?.join("\n") ?? ""));
    return false;
  });
  await delay(recovery);
  return /(:|line |-> )2\b/.test(told) && /(:|line |-> )4\b/.test(told);
}

async function completesMeanwhile(kernel: TimedKernel, { pause }: FeatureCells): Promise<boolean> {
  const running = kernel.run(pause);
  const took = await complete(kernel, kernel.contestant.dialect.global(0));
  await running;
  return took !== undefined && took < 1000;
}

async function interruptsLater(kernel: TimedKernel, { busyLater }: FeatureCells): Promise<boolean> {
  if ((await kernel.interrupted(busyLater)) === undefined) return false;
  await delay(recovery);
  return isShown(kernel, "kept", "42");
}

async function survivesExit(kernel: TimedKernel, { exits }: FeatureCells): Promise<boolean> {
  await kernel.run(exits);
  await delay(recovery);
  return isShown(kernel, kernel.contestant.dialect.sum(1), "2");
}

async function importsFile(kernel: TimedKernel, { module }: FeatureCells): Promise<boolean> {
  const name = `noisebook_feature_${process.pid}`;
  const path = join(tmpdir(), `${name}${module.suffix}`);
  writeFileSync(path, module.text);
  try {
    return await isShown(kernel, module.use(name), "42");
  } finally {
    rmSync(path);
  }
}

async function hasHistory(kernel: TimedKernel): Promise<boolean> {
  const question = { output: false, raw: true, hist_access_type: "tail", n: 10 };
  const took = await kernel.ask("history_request", question, ({ history }) => (history as []).length > 0);
  return took !== undefined;
}

async function hasDebugger(kernel: TimedKernel): Promise<boolean> {
  const took = await kernel.ask(
    "kernel_info_request",
    {},
    ({ supported_features: named, debugger: flag }) =>
      flag === true || (named as string[] | undefined)?.includes("debugger") === true,
  );
  return took !== undefined;
}
