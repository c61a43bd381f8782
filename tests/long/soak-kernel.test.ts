/** A long session of random cells in one kernel: nothing is lost, and its processes do not grow. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { random } from "../../lib/index.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openSoakNotebook, type SoakNotebook } from "./soak-notebook.ts";
import { type Session, steps } from "./soak-steps.ts";

const cells = Number(process.env.NOISEBOOK_SOAK_CELLS ?? 2000);
const seed = Number(process.env.NOISEBOOK_SOAK_SEED ?? 42);
/** From the warm-up's end on, memory is looked at this often, in cells. */
const interval = cells / 40;
const warmUp = cells / 4;

/** Megabytes that a process keeps when it may rest. */
interface Memory {
  rss: number;
  /** Of JavaScript objects and what belongs to them. */
  held: number;
}

describe("the kernel in a long session", function () {
  this.timeout(Math.max(900_000, 450 * cells));
  const folder = temporaryFolder();
  const samples: Record<string, Memory>[] = [];
  let notebook: SoakNotebook;

  after(() => notebook?.stop());

  it(`loses nothing of ${cells} random cells (seed ${seed})`, async () => {
    const hook = join(root, "tests", "long", "soak-memory.cjs");
    notebook = await openSoakNotebook(folder, {
      ...process.env,
      NODE_OPTIONS: `--require ${JSON.stringify(hook)}`,
      NOISEBOOK_SOAK_MEMORY: folder,
      NOISEBOOK_HISTORY: join(folder, "history"),
      // A process that starts from a snapshot loads nothing first.
      NOISEBOOK_SNAPSHOT: "off",
    });
    let ran = 0;
    let count = 0;
    const counted: SoakNotebook = {
      ...notebook,
      run(code, onMessage) {
        ran += 1;
        return notebook.run(code, onMessage);
      },
    };
    const rng = random(seed);
    const session: Session = { notebook: counted, folder, rng, variables: new Map(), next: () => ++count };
    const bag = steps.flatMap(([step, weight]) => Array.from({ length: weight }, () => step));
    while (ran < cells) {
      await bag[rng.integer(bag.length)](session);
      if (ran >= warmUp + samples.length * interval) samples.push(await memoryOf(notebook.pid, folder));
    }
    for (const [name, value] of session.variables)
      assert.deepEqual((await notebook.run(name)).results, [`${value}`]);
    assert.deepEqual(notebook.strays(), []);
  });

  for (const name of ["host", "language", "runner"])
    it(`keeps the memory of its ${name} process flat`, function () {
      if (process.platform !== "linux") this.skip();
      const sizes = samples.map((sample) => sample[name]);
      assert.ok(sizes.length >= 8, "the session has ended too early");
      const text = sizes.map(({ rss, held }) => `${rss.toFixed(0)} (${held.toFixed(1)})`).join(", ");
      if (process.env.NOISEBOOK_SOAK_REPORT) console.log(`${name}: ${text}`);
      for (const [key, slack] of Object.entries(slacks) as ["held" | "rss", number][])
        assert.ok(
          growth(sizes.map((size) => size[key])) <= slack,
          `${name} grows by more than 10 % and ${slack} MB, resident (and of objects): ${text}`,
        );
    });
});

/**
 * Megabytes by which the median of the last quarter may be above 110 % of the first's. Objects: what cells have declared stays,
 * some 200 bytes of each. Resident: malloc's arenas come and go whole.
 */
const slacks = { held: 2, rss: 8 };

/** Megabytes by which the median of the last quarter is above 110 % of that of the first. */
function growth(sizes: number[]): number {
  const quarter = sizes.length >> 2;
  const [early, late] = [sizes.slice(0, quarter), sizes.slice(-quarter)].map(
    (part) => part.sort((a, b) => a - b)[quarter >> 1],
  );
  return late - 1.1 * early;
}

/** Has each process of a kernel collect its garbage, and asks what is left. */
async function memoryOf(host: number, folder: string): Promise<Record<string, Memory>> {
  if (process.platform !== "linux") return {};
  const pids: [string, number][] = [["host", host]];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const [, name] = /\/kernel\/(language|runner)\/main\.js/.exec(read(`/proc/${pid}/cmdline`)) ?? [];
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);
    if (name && parent === host) pids.push([name, Number(pid)]);
  }
  const memories = pids.map(async ([name, pid]) => [name, await collected(pid, folder)] as const);
  return Object.fromEntries(await Promise.all(memories));
}

async function collected(pid: number, folder: string): Promise<Memory> {
  const file = join(folder, `${pid}.json`);
  process.kill(pid, "SIGUSR2");
  for (const deadline = Date.now() + 20_000; !existsSync(file); await delay(5))
    assert.ok(Date.now() < deadline, `process ${pid} does not tell its memory`);
  const { rss, held } = JSON.parse(readFileSync(file, "utf8")) as Memory;
  rmSync(file);
  return { rss: rss / 2 ** 20, held: held / 2 ** 20 };
}

/** Empty for a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
