/** A long session of random cells in one kernel: nothing is lost, and its processes do not grow. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "../../lib/index.ts";
import { openSoakNotebook, type SoakNotebook } from "./soak-notebook.ts";
import { type Session, steps } from "./soak-steps.ts";

const cells = Number(process.env.NOISEBOOK_SOAK_CELLS ?? 2000);
const seed = Number(process.env.NOISEBOOK_SOAK_SEED ?? 42);
/** From the warm-up's end on, memory is looked at this often, in cells. */
const interval = 20;
const warmUp = cells / 4;

describe("the kernel in a long session", () => {
  const folder = mkdtempSync(join(tmpdir(), "noisebook-"));
  const samples: Record<string, number>[] = [];
  let notebook: SoakNotebook;

  after(async () => {
    await notebook?.stop();
    rmSync(folder, { recursive: true });
  });

  it(`loses nothing of ${cells} random cells (seed ${seed})`, async () => {
    notebook = await openSoakNotebook(folder);
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
      if (ran >= warmUp + samples.length * interval) samples.push(memoryOf(notebook.pid));
    }
    for (const [name, value] of session.variables)
      assert.deepEqual((await notebook.run(name)).results, [`${value}`]);
    assert.deepEqual(notebook.strays(), []);
  });

  for (const name of ["host", "language", "runner"])
    it(`keeps the memory of its ${name} process within 10 %`, function () {
      if (process.platform !== "linux") this.skip();
      const sizes = samples.map((sample) => sample[name]);
      assert.ok(sizes.length >= 8, "the session has ended too early");
      const quarter = Math.floor(sizes.length / 4);
      const [early, late] = [sizes.slice(0, quarter), sizes.slice(-quarter)].map(lowest);
      const text = `${name}: ${early.toFixed(0)} MB, later ${late.toFixed(0)} MB (of ${sizes.map((size) => size.toFixed(0))})`;
      if (process.env.NOISEBOOK_SOAK_REPORT) console.log(text);
      assert.ok(late <= 1.1 * early, text);
    });
});

/** Of memory that a collector frees now and then, the lowest tells what is held. */
function lowest(sizes: number[]): number {
  return Math.min(...sizes);
}

/** The resident megabytes of a kernel's processes. */
function memoryOf(host: number): Record<string, number> {
  if (process.platform !== "linux") return {};
  const sizes: Record<string, number> = { host: residentOf(host) };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const [, name] = /\/kernel\/(language|runner)\/main\.js/.exec(read(`/proc/${pid}/cmdline`)) ?? [];
    if (name && Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]) === host)
      sizes[name] = residentOf(Number(pid));
  }
  return sizes;
}

function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]) / 1024;
}

/** Empty for a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
