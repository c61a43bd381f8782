/**
 * A lesson in VS Code: its Jupyter extension finds the kernel, starts it by itself and speaks to it without a server.
 *
 * As microsoft/vscode-jupyter does it at 3d24702; the files are named where they are followed.
 */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Kernel, type KernelConnection, KernelMessage } from "@jupyterlab/services";
import { joinText, type NotebookCell, readNotebook } from "../../kernel/notebook/nbformat.ts";
import { noisebook } from "../cli/noisebook.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import {
  descendants,
  environment,
  isAlive,
  type Kernelspec,
  kernelspecs,
  startAsEditor,
} from "./vscode/launch.ts";
import { connectAsEditor } from "./vscode/raw-socket.ts";

describe("a lesson in VS Code", () => {
  const home = temporaryFolder();
  const env = environment(home);
  let spec: Kernelspec;
  let kernel: ChildProcess;
  let client: KernelConnection;
  let cells: NotebookCell[];

  before(async () => {
    const { status, stderr } = await noisebook(["install"], { cwd: home, env });
    assert.equal(status, 0, stderr);
  });

  after(() => {
    client?.dispose();
    kernel?.kill("SIGKILL");
  });

  it("is offered the kernel that `noisebook install` has registered for the user", () => {
    spec = kernelspecs(env, home).find(({ name }) => name === "noisebook")!;
    assert.ok(spec, "no kernelspec is where the extension looks");
    assert.ok(spec.argv.includes("{connection_file}"));
  });

  it("is offered one of an environment, where JUPYTER_PATH names it", async () => {
    const prefix = join(home, "environment");
    await noisebook(["install", "--prefix", prefix], { cwd: home, env });
    const data = join(prefix, "share", "jupyter");
    const [first] = kernelspecs({ ...env, JUPYTER_PATH: ["/nowhere", data].join(delimiter) }, home);
    assert.deepEqual(first, { ...spec, file: join(data, "kernels", "noisebook", "kernel.json") });
  });

  it("names this kernel, and its language as VS Code knows it", async () => {
    const { notebook } = await readNotebook(join(root, "notebooks", "02-forward-noising.ipynb"));
    const { kernelspec, language_info } = notebook.metadata as Record<string, Record<string, string>>;
    assert.deepEqual([kernelspec!.name, kernelspec!.language], [spec.name, spec.language]);
    assert.equal(language_info!.name, "typescript");
    cells = notebook.cells.filter((cell) => cell.cell_type === "code");
  });

  it("has a kernel that was asked on shell and control before it listened", async () => {
    const started = await startAsEditor(spec, { env, cwd: home });
    kernel = started.kernel;
    client = await connectAsEditor(started.connection);
    const published = new Promise<void>((resolve) => client.iopubMessage.connect(() => resolve()));
    const onControl = ask(client, "kernel_info_request", "control");
    const [shell, control] = await Promise.all([client.requestKernelInfo(), onControl, published]);
    assert.equal((shell!.content as KernelMessage.IInfoReply).language_info.name, "typescript");
    assert.equal(control.header.msg_type, "kernel_info_reply");
  });

  it("runs its first cells, with pictures and a slider", async () => {
    const shown: string[] = [];
    for (const cell of cells.slice(0, 5)) {
      const { status, outputs } = await run(client, cell);
      assert.equal(status, "ok", joinText(cell.source));
      shown.push(...outputs.flatMap(mimeTypes));
    }
    assert.ok(shown.includes("image/png"), shown.join());
    assert.ok(shown.includes("application/vnd.jupyter.widget-view+json"), shown.join());
  });

  it("shows an exercise that is not written yet as an error, and goes on", async () => {
    const code = "function later(): number { throw new Error('Not written yet'); }\nlater()";
    const { status } = await run(client, { source: code });
    assert.equal(status, "error");
    assert.equal((await run(client, { source: "oneValue" })).status, "ok");
  });

  it("asks its reader", async () => {
    const { outputs } = await run(client, { source: 'prompt("name? ")' }, "Ada");
    assert.match(JSON.stringify(outputs.map(({ content }) => content)), /Ada/);
  });

  it("completes and explains", async () => {
    const { content } = await client.requestComplete({ code: "faces.fir", cursor_pos: 9 });
    assert.ok(content.status === "ok" && content.matches.includes("first"));
    const inspected = await client.requestInspect({ code: "forward", cursor_pos: 7, detail_level: 0 });
    assert.ok(inspected.content.status === "ok" && inspected.content.found);
    assert.match(JSON.stringify(inspected.content.data), /x_t|noise/);
  });

  // Releases up to 2023 sent the interrupt on shell, where a kernel that reads it only between cells never sees it.
  for (const channel of ["control", "shell"] as const)
    it(`stops a cell that never ends, asked on ${channel}`, async () => {
      assert.equal(spec.interrupt_mode, "message");
      const endless = execute(client, { source: 'console.log("go"); while (true) {}' });
      await new Promise<void>((resolve) => {
        endless.onIOPub = ({ header }) => {
          if (header.msg_type === "stream") resolve();
        };
      });
      await ask(client, "interrupt_request", channel);
      assert.equal((await endless.done).content.status, "error");
      assert.equal((await run(client, { source: "oneValue" })).status, "ok");
    });

  it("leaves no process behind when VS Code ends the children and then the kernel", async () => {
    const processes = [...descendants(kernel.pid!), kernel.pid!];
    assert.ok(processes.length > 1);
    const ended = once(kernel, "exit");
    for (const pid of processes) process.kill(pid, "SIGTERM");
    await ended;
    while (processes.some(isAlive)) await delay(50);
  });
});

type Run = Kernel.IShellFuture<KernelMessage.IExecuteRequestMsg, KernelMessage.IExecuteReplyMsg>;

/** Sends a request without content, also where @jupyterlab/services has no method for it. */
async function ask(client: KernelConnection, type: string, channel: "shell" | "control") {
  const { clientId: session } = client;
  const message = KernelMessage.createMessage({
    msgType: type as "kernel_info_request",
    channel: channel as "shell",
    session,
    content: {},
  });
  if (channel === "shell") return client.sendShellMessage(message, true).done;
  return client.sendControlMessage(message as never, true).done;
}

/** Sends a cell as execution/cellExecution.ts does. */
function execute(client: KernelConnection, cell: Pick<NotebookCell, "source"> & Partial<NotebookCell>): Run {
  const request = { silent: false, stop_on_error: false, allow_stdin: true, store_history: true };
  const metadata = { cellId: `vscode-notebook-cell:lesson.ipynb#${randomUUID()}`, ...cell.metadata };
  return client.requestExecute({ code: joinText(cell.source), ...request }, false, metadata as never);
}

async function run(client: KernelConnection, cell: Parameters<typeof execute>[1], answer = "") {
  const future = execute(client, cell);
  const outputs: KernelMessage.IIOPubMessage[] = [];
  future.onIOPub = (message) => void outputs.push(message);
  future.onStdin = ({ header }) =>
    client.sendInputReply({ status: "ok", value: answer }, header as KernelMessage.IHeader<"input_request">);
  const { content } = await future.done;
  return { status: content.status, outputs };
}

function mimeTypes({ content }: KernelMessage.IIOPubMessage): string[] {
  return "data" in content ? Object.keys(content.data as object) : [];
}
