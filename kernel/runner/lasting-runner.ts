/** A runner that is there for good: when its process dies, the next one takes its place and the notebook says so. */
import type { CellError, CommMessage, InterpreterHost } from "../interpreter.ts";
import type { RunResult } from "./frames.ts";
import { createOpenComms } from "./open-comms.ts";
import { createQuestion } from "./question.ts";
import type { Run } from "./requests.ts";
import { type RunnerEvents, type RunnerProcess, startRunner } from "./runner-process.ts";

export interface LastingRunner {
  run(cell: Omit<Run, "kind">): Promise<RunResult>;
  comm(message: CommMessage): void;
  comms(target?: string): Record<string, string>;
  /** Stops what runs; a process that has not obeyed after so many milliseconds is ended. */
  interrupt(patience: number): Promise<void>;
  stop(): Promise<void>;
}

export function startLastingRunner(
  cwd: string,
  { host, onStateLost }: { host: InterpreterHost; onStateLost: () => void },
): LastingRunner {
  const comms = createOpenComms();
  const question = createQuestion(host);
  let origin = "";
  let stopped = false;
  let disobeyed = false;
  /** Ends the run that waits for a process which has died. */
  let giveUp: ((result: RunResult) => void) | undefined;
  const events: RunnerEvents = {
    output(output) {
      comms.track(output);
      host.output(output);
    },
    input: question.ask,
    rawText: (name, text) => host.output({ origin, type: "stream", content: { name, text } }),
    died(reason) {
      if (stopped) return;
      const error = lost(disobeyed ? "did not stop when it was interrupted, and was ended" : reason);
      disobeyed = false;
      comms.clear();
      onStateLost();
      process = startRunner(cwd, events);
      if (giveUp) giveUp({ error });
      else host.output({ origin, type: "error", content: { ...error } });
    },
  };
  let process: RunnerProcess = startRunner(cwd, events);

  return {
    async run(cell) {
      origin = cell.origin;
      const died = new Promise<RunResult>((resolve) => {
        giveUp = resolve;
      });
      const result = await Promise.race([process.run(cell), died]);
      giveUp = undefined;
      return result;
    },
    comm(message) {
      comms.track(message);
      process.comm(message);
    },
    comms: comms.list,
    async interrupt(patience) {
      question.interrupt();
      const timer = setTimeout(() => {
        disobeyed = true;
        process.kill();
      }, patience);
      await process.interrupt();
      clearTimeout(timer);
    },
    async stop() {
      stopped = true;
      process.kill();
      await process.ended;
    },
  };
}

function lost(reason: string): CellError {
  const evalue = `The notebook's process ${reason}. All variables are lost: run the cells again from the top.`;
  return { ename: "StateLost", evalue, traceback: [`StateLost: ${evalue}`] };
}
