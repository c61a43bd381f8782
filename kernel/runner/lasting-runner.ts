/** A runner that is there for good: when its process dies, the next one takes its place and the notebook says so. */
import type { Duplex } from "node:stream";
import type { CellError, CommMessage, InterpreterHost } from "../interpreter.ts";
import type { RunResult } from "./frames.ts";
import { createOpenComms } from "./open-comms.ts";
import { createQuestion } from "./question.ts";
import type { Run } from "./requests.ts";
import { startRunner } from "./runner-process.ts";

export interface LastingRunner {
  run(cell: Omit<Run, "kind">): Promise<RunResult>;
  comm(message: CommMessage): void;
  comms(target?: string): Record<string, string>;
  /** Stops what runs; a process that has not obeyed after so many milliseconds is ended. */
  interrupt(patience: number): Promise<void>;
  stop(): Promise<void>;
}

export interface LastingOptions {
  host: InterpreterHost;
  /** Called when a process has died, before the cell is told. */
  onStateLost(): void;
  /** Called with each new process's way to its inspector. */
  onInspector(stream: Duplex): void;
}

interface State {
  origin: string;
  isStopping: boolean;
  /** Ends the run that waits for a process which has died. */
  giveUp: ((result: RunResult) => void) | undefined;
}

export function startLastingRunner(cwd: string, { host, ...events }: LastingOptions): LastingRunner {
  const comms = createOpenComms();
  const question = createQuestion(host);
  const state: State = { origin: "", isStopping: false, giveUp: undefined };
  const died = (reason: string) => {
    if (state.isStopping) return;
    const error = lost(reason);
    comms.clear();
    events.onStateLost();
    process = start();
    if (state.giveUp) state.giveUp({ error });
    else host.output({ origin: state.origin, type: "error", content: { ...error } });
  };
  const start = () =>
    startRunner(cwd, {
      output(output) {
        comms.track(output);
        host.output(output);
      },
      input: question.ask,
      origin: () => state.origin,
      inspector: events.onInspector,
      died,
    });
  let process = start();

  return {
    async run(cell) {
      state.origin = cell.origin;
      const gaveUp = new Promise<RunResult>((resolve) => {
        state.giveUp = resolve;
      });
      const result = await Promise.race([process.run(cell), gaveUp]);
      state.giveUp = undefined;
      return result;
    },
    comm(message) {
      comms.track(message);
      process.comm(message);
    },
    comms: comms.list,
    async interrupt(patience) {
      question.interrupt();
      await process.interrupt(patience);
    },
    async stop() {
      state.isStopping = true;
      process.kill();
      await process.ended;
    },
  };
}

function lost(reason: string): CellError {
  const evalue = `The notebook's process ${reason}. All variables are lost: run the cells again from the top.`;
  return { ename: "StateLost", evalue, traceback: [`StateLost: ${evalue}`] };
}
