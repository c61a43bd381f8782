/** A runner that is there for good: when its process dies, the next one takes its place and the notebook says so. */
import type { Duplex } from "node:stream";
import type { CellError, CommMessage, InterpreterHost } from "../interpreter.ts";
import type { RunResult } from "./frames.ts";
import { createOpenComms } from "./open-comms.ts";
import { createQuestion } from "./question.ts";
import type { Run } from "./requests.ts";
import { type RunnerChild, spawnRunner } from "./runner-child.ts";
import { type RunnerProcess, startRunner } from "./runner-process.ts";

export interface LastingRunner {
  run(cell: Omit<Run, "kind">): Promise<RunResult>;
  comm(message: CommMessage): Promise<void>;
  comms(target?: string): Record<string, string>;
  /** Stops what runs; a process that has not obeyed after so many milliseconds is ended. */
  interrupt(patience: number): Promise<void>;
  stop(): Promise<void>;
}

export interface LastingOptions {
  host: InterpreterHost;
  /** The first process, started already. */
  first: RunnerChild;
  /** Called when a process has died, before the cell is told. */
  onStateLost(): void;
  /** Called with each new process's way to its inspector. */
  onInspector(stream: Duplex): void;
}

export function startLastingRunner(cwd: string, { host, first, ...events }: LastingOptions): LastingRunner {
  const comms = createOpenComms();
  const question = createQuestion(host);
  const state = { origin: "", isRunning: false, isStopped: false };
  const start = (child = spawnRunner(cwd)) =>
    startRunner(child, {
      output(output) {
        comms.track(output);
        host.output(output);
      },
      input: question.ask,
      inspector: events.onInspector,
      died(reason, { wasReady }) {
        if (state.isStopped) return;
        // One that cannot even start is tried again at the next cell, not over and over.
        process = wasReady ? start() : undefined;
        loss = lost(reason);
        comms.clear();
        events.onStateLost();
        if (!state.isRunning) host.output({ origin: state.origin, type: "error", content: { ...loss } });
      },
    });
  let process: RunnerProcess | undefined = start(first);
  let loss = lost("has not started");

  return {
    async run(cell) {
      process ??= start();
      state.origin = cell.origin;
      state.isRunning = true;
      // Without a result, the process has died with the cell.
      const result = (await process.run(cell)) ?? { error: loss };
      state.isRunning = false;
      return result;
    },
    async comm(message) {
      comms.track(message);
      await process?.comm(message);
    },
    comms: comms.list,
    async interrupt(patience) {
      question.interrupt();
      await process?.interrupt(patience);
    },
    async stop() {
      state.isStopped = true;
      process?.kill();
      await process?.ended;
    },
  };
}

function lost(reason: string): CellError {
  const evalue = `The notebook's process ${reason}. All variables are lost: run the cells again from the top.`;
  return { ename: "StateLost", evalue, traceback: [`StateLost: ${evalue}`] };
}
