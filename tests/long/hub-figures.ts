/** What a class on a hub takes: memory, time and processor; for the sums of docs/school.md. */
import { readFileSync } from "node:fs";
import { describeMachine } from "../../cli/bench/machine.ts";
import { median } from "../../cli/bench/median.ts";
import { buildLesson } from "../../lessons/build.ts";
import type { Hub } from "./hub-server.ts";
import { run, type Student } from "./hub-student.ts";
import { memoryOf, processorSeconds, watchMemory } from "./process-memory.ts";

export interface HubFigures {
  time<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** The memory of these students' processes, for one student. */
  weigh(what: string, hub: Hub, students: string[]): void;
  weighHub(hub: Hub): void;
  /** Runs a lesson with its solutions in a new kernel of the student. */
  runLesson(lesson: string, hub: Hub, student: Student): Promise<void>;
  table(): string;
}

export function hubFigures(): HubFigures {
  const times = new Map<string, number[]>();
  const rows: [what: string, value: string][] = [["machine", describeMachine()]];
  const add = (what: string, mebibytes: number) => rows.push([what, `${mebibytes.toFixed(0)} MiB`]);
  return {
    async time(what, work) {
      const began = performance.now();
      const result = await work();
      times.set(what, [...(times.get(what) ?? []), (performance.now() - began) / 1000]);
      return result;
    },
    weigh(what, hub, students) {
      const spent = median(students.map((name) => processorSeconds(hub.processes(name))));
      add(what, median(students.map((name) => memoryOf(hub.processes(name)))));
      rows.push([`${what}: processor since the login`, `${spent.toFixed(1)} s`]);
    },
    weighHub(hub) {
      const of = (word: string) => memoryOf(hub.processes().filter((pid) => programOf(pid).includes(word)));
      add("hub", of("bin/jupyterhub\0"));
      add("proxy", of("configurable-http-proxy"));
      add("idle culler", of("jupyterhub_idle_culler"));
    },
    async runLesson(lesson, hub, { name, startKernel }) {
      const before = memoryOf(hub.processes(name));
      const kernel = await startKernel();
      const watch = watchMemory(() => hub.processes(name));
      for (const { cell_type, source } of buildLesson(lesson, { solutions: true }).cells)
        if (cell_type === "code") await run(kernel, [source].flat().join(""));
      const most = watch.stop();
      const spent = processorSeconds(hub.processes(name).filter((pid) => programOf(pid).includes("kernel")));
      await kernel.shutdown();
      const beside = `of it the server ${before.toFixed(0)} MiB; ${spent.toFixed(0)} s of processor`;
      rows.push([lesson, `at most ${most.toFixed(0)} MiB, ${beside}`]);
    },
    table() {
      const timed = [...times].map(
        ([what, seconds]) => `${what}: ${seconds.map((s) => s.toFixed(1)).join(", ")} s`,
      );
      return [...rows.map((row) => row.join(": ")), ...timed].join("\n");
    },
  };
}

function programOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
