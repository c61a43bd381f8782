/** The host's side of one runner: hands it cells and messages, and passes on what it puts out. */
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers";
import type { CommMessage, Output } from "../interpreter.ts";
import { frameReader, type Notice, type RunResult } from "./frames.ts";
import { createPending } from "./pending.ts";
import type { Answer } from "./prompt.ts";
import type { Interrupt, Run } from "./requests.ts";
import type { RunnerChild } from "./runner-child.ts";
import { mergeStreams } from "./stream-merger.ts";

export interface RunnerEvents {
  output(output: Output): void;
  input(question: { origin: string; prompt: string; password: boolean }): Promise<Answer>;
  /** Takes the way to the inspector of the process; see debug/relay.ts. */
  inspector(stream: Duplex): void;
  /** The process has ended, and why, as the rest of a sentence. */
  died(reason: string, options: { wasReady: boolean }): void;
}

export interface RunnerProcess {
  /** The result is undefined when the process dies meanwhile. */
  run(cell: Omit<Run, "kind">): Promise<RunResult | undefined>;
  /** Settles when the listeners have dealt with it. */
  comm(message: CommMessage): Promise<void>;
  /** Stops the running cell, or what cells have left running; ends the process if it has not obeyed in time. */
  interrupt(patience: number): Promise<void>;
  kill(): void;
  readonly ended: Promise<void>;
}

export function startRunner(child: RunnerChild, events: RunnerEvents): RunnerProcess {
  const pending = createPending();
  const streams = mergeStreams(events.output);
  const state = { origin: "", wasReady: false, isStubborn: false, lastComm: 0, run: 0 };
  const done = (what: string, result?: RunResult) => {
    child.passHeldText();
    streams.flush();
    pending.settle(what, result);
  };
  const onNotice = (notice: Notice) => {
    if (notice.kind === "ready") state.wasReady = true;
    if (notice.kind === "input") void events.input(notice).then((answer) => child.write("input", answer));
    // One turn later: what child processes wrote before this has been read by then.
    if (notice.kind === "done") setImmediate(done, notice.what, notice.result);
  };
  events.inspector(child.inspector);
  child.onData(frameReader(streams.put, onNotice));
  child.onText((name, text) =>
    streams.put({ origin: state.origin, type: "stream", content: { name, text } }),
  );
  const ended = child.ended.then((reason) => {
    streams.flush();
    events.died(state.isStubborn ? stubbornness : reason, state);
    pending.settleAll();
  });
  const endStubborn = () => {
    state.isStubborn = true;
    child.kill();
  };
  return {
    run(cell) {
      state.origin = cell.origin;
      state.run = cell.id;
      child.send({ ...cell, kind: "run" });
      return pending.wait(`run ${cell.id}`);
    },
    comm(message) {
      state.lastComm += 1;
      child.send({ kind: "comm", id: state.lastComm, message });
      return pending.wait(`comm ${state.lastComm}`);
    },
    async interrupt(patience) {
      const timer = setTimeout(endStubborn, patience);
      child.write("watchdog", { run: state.run } satisfies Interrupt);
      await pending.wait("interrupt");
      clearTimeout(timer);
    },
    kill: child.kill,
    ended,
  };
}

const stubbornness = "did not stop when it was interrupted, and was ended";
