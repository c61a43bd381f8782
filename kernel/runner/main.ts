/** The process that runs a notebook's code, started by runner-process.ts. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers";
import { Worker } from "node:worker_threads";
import { installDisplay } from "../display/index.ts";
import * as tslab from "../tslab/module.ts";
import { setOutlet } from "../tslab/outlet.ts";
import { installWidgets } from "../widgets/index.ts";
import { createChannel } from "./channel.ts";
import { createComms } from "./comms.ts";
import { KernelInterrupt } from "./kernel-interrupt.ts";
import { createNotebook } from "./notebook.ts";
import { createOrigins } from "./origins.ts";
import type { Outlet } from "./outlet.ts";
import { pipeWriter } from "./pipe.ts";
import { createPrompt } from "./prompt.ts";
import { descriptors, type Interrupt, type Request } from "./requests.ts";
import { stopSign } from "./stop-sign.ts";
import { installStreams } from "./streams.ts";
import { exposeFlush } from "./tail.ts";
import { createTimers } from "./timers.ts";
import { waitingSign } from "./waiting-sign.ts";
import type { WatchdogMemory } from "./watchdog.ts";

Error.stackTraceLimit = 50;
const cwd = process.cwd();
const origins = createOrigins();
const memory: WatchdogMemory = { stop: new SharedArrayBuffer(4), waiting: new SharedArrayBuffer(4) };
const channel = createChannel(pipeWriter(descriptors.output), {
  origins,
  waiting: waitingSign(memory.waiting),
});
const comms = createComms({
  refuse: (id) => channel.send({ type: "comm_close", content: { comm_id: id, data: {} } }),
  report,
});
const timers = createTimers(origins);
let isWatched = false;
/** The comm messages that listeners have not dealt with yet. */
const listening = new Map<number, () => void>();
const notebook = createNotebook({ cwd, channel, origins, clearTimers: timers.clear });

installGlobals();
process.on("uncaughtException", report);
process.on("unhandledRejection", report);
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", receive);
channel.notify({ kind: "ready" });
// Not at once: its start would take time from that of the language, for which the first cell waits.
setTimeout(watch, 1000);

function installGlobals(): void {
  const outlet: Outlet = {
    get origin() {
      return origins.current();
    },
    run: origins.run,
    bind: origins.bind,
    send: channel.send,
    later: channel.later,
    onComm: comms.onComm,
    onTarget: comms.onTarget,
  };
  const globals = globalThis as unknown as Record<string, unknown>;
  installStreams(channel);
  installDisplay(outlet, globals);
  setOutlet(outlet);
  installWidgets(outlet, globals, { describeError: notebook.describeError });
  Object.assign(globals, timers.globals, {
    prompt: createPrompt(channel, origins, notebook.isInputAllowed),
    require: cellRequire(),
  });
  process.exit = () => {
    throw new Error("Cannot exit from a cell: the notebook goes on; restart the kernel to start afresh");
  };
}

/** `require` of cells; notebooks in JavaScript get tslab by it. */
function cellRequire(): object {
  const require = createRequire(join(cwd, "notebook.js"));
  return Object.assign((name: string) => (name === "tslab" ? tslab : require(name)), require);
}

/** Shows an error that no cell is waiting for. */
function report(error: unknown): void {
  if (error instanceof KernelInterrupt) return;
  channel.send({ type: "error", content: { ...notebook.describeError(error) } });
}

/** Starts the watchdog, if it does not run yet; no cell runs without it. */
function watch(): void {
  if (isWatched) return;
  isWatched = true;
  const sign = stopSign(memory.stop);
  exposeFlush(channel.flushFromOutside);
  const watchdog = new Worker(new URL("./watchdog.js", import.meta.url), {
    workerData: memory,
    execArgv: [],
  });
  watchdog.on("message", (options: Interrupt & { forced: boolean }) => {
    sign.state = "seen";
    void notebook.interrupt(options).then(() => {
      sign.state = "clear";
      // A listener that was broken off will never say that it is done.
      for (const done of listening.values()) done();
      channel.notify({ kind: "done", what: "interrupt" });
    });
  });
}

function receive(request: Request): void {
  watch();
  if (request.kind === "comm") {
    const { id, message } = request;
    const done = () => {
      if (listening.delete(id)) channel.notify({ kind: "done", what: `comm ${id}` });
    };
    listening.set(id, done);
    void origins.run(message.origin, () => comms.receive(message)).then(done);
    return;
  }
  void notebook
    .run(request)
    .catch((error) => ({ error: notebook.describeError(error) }))
    .then((result) => channel.notify({ kind: "done", what: `run ${request.id}`, result }));
}
