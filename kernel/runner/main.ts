/** The process that runs a notebook's code, started by runner-process.ts. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { installDisplay } from "../display/index.ts";
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
import { createTimers } from "./timers.ts";

Error.stackTraceLimit = 50;
const cwd = process.cwd();
const origins = createOrigins();
const channel = createChannel(pipeWriter(descriptors.output), origins);
const comms = createComms({
  refuse: (id) => channel.send({ type: "comm_close", content: { comm_id: id, data: {} } }),
  report,
});
const timers = createTimers(origins);
const notebook = createNotebook({ cwd, channel, origins, clearTimers: timers.clear });

installGlobals();
watch();
process.on("uncaughtException", report);
process.on("unhandledRejection", report);
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", receive);
channel.notify({ kind: "ready" });

function installGlobals(): void {
  const outlet: Outlet = {
    get origin() {
      return origins.current();
    },
    run: origins.run,
    send: channel.send,
    later: channel.later,
    onComm: comms.onComm,
    onTarget: comms.onTarget,
  };
  const globals = globalThis as unknown as Record<string, unknown>;
  installStreams(channel);
  installDisplay(outlet, globals);
  installWidgets(outlet, globals, { describeError: notebook.describeError });
  Object.assign(globals, timers.globals, {
    prompt: createPrompt(channel, origins, notebook.isInputAllowed),
    require: createRequire(join(cwd, "notebook.js")),
  });
  process.exit = () => {
    throw new Error("Cannot exit from a cell: the notebook goes on; restart the kernel to start afresh");
  };
}

/** Shows an error that no cell is waiting for. */
function report(error: unknown): void {
  if (error instanceof KernelInterrupt) return;
  channel.send({ type: "error", content: { ...notebook.describeError(error) } });
}

function watch(): void {
  const memory = new SharedArrayBuffer(4);
  const sign = stopSign(memory);
  const watchdog = new Worker(new URL("./watchdog.js", import.meta.url), {
    workerData: memory,
    execArgv: [],
  });
  watchdog.on("message", (options: Interrupt & { forced: boolean }) => {
    sign.state = "seen";
    void notebook.interrupt(options).then(() => {
      sign.state = "clear";
      channel.notify({ kind: "done", what: "interrupt" });
    });
  });
}

function receive(request: Request): void {
  if (request.kind === "comm") {
    const { id, message } = request;
    void origins
      .run(message.origin, () => comms.receive(message))
      .then(() => channel.notify({ kind: "done", what: `comm ${id}` }));
    return;
  }
  void notebook
    .run(request)
    .catch((error) => ({ error: notebook.describeError(error) }))
    .then((result) => channel.notify({ kind: "done", what: `run ${request.id}`, result }));
}
