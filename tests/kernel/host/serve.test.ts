import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, formatConnection, newConnection } from "../../../kernel/host/connection.ts";
import { root } from "../../root.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { type Client, openClient } from "./pair.ts";

const program = join(root, "dist/tests/kernel/host/fake-main.js");

describe("serve()", () => {
  let folder: string;
  let file: string;
  let connection: Connection;
  let client: Client;

  beforeEach(async () => {
    folder = temporaryFolder();
    file = join(folder, "kernel.json");
    connection = await newConnection();
    writeFileSync(file, formatConnection(connection));
    client = openClient(connection);
  });

  afterEach(() => client.close());

  const start = (env: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [program, file], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });

  /** Waits until the kernel publishes to the client; gives the process that its interpreter owns. */
  const interpreterPid = async () => {
    await client.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
    const header = client.send("execute_request", { code: "pid" });
    const { content } = await client.expect(
      "iopub",
      (message) => message.parent?.msg_id === header.msg_id && message.header.msg_type === "stream",
    );
    return Number(content.text);
  };

  const ended = async (kernel: ChildProcess): Promise<number | null> => {
    if (kernel.exitCode === null) await once(kernel, "exit");
    return kernel.exitCode;
  };

  it("answers a request that was sent before it started", async () => {
    client.send("kernel_info_request", {});
    await sleep(100);
    const kernel = start();
    const reply = await client.expect("shell", ({ header }) => header.msg_type === "kernel_info_reply");
    assert.equal(reply.content.status, "ok");
    kernel.kill("SIGKILL");
  });

  it("ends after shutdown_request, with its interpreter, and has sent its reply and last status", async () => {
    const kernel = start();
    const pid = await interpreterPid();
    const asked = performance.now();
    const { reply } = await client.ask("shutdown_request", { restart: false }, { channel: "control" });
    assert.deepEqual(reply.content, { status: "ok", restart: false });
    assert.equal(await ended(kernel), 0);
    assert(performance.now() - asked < 10_000);
    assert(!isAlive(pid));
  });

  it("interrupts the cell on SIGINT and lives on", async function () {
    if (process.platform === "win32") this.skip();
    const kernel = start();
    await interpreterPid();
    const cell = client.send("execute_request", { code: "forever" });
    await client.expect("iopub", ({ content }) => content.code === "forever");
    kernel.kill("SIGINT");
    assert.equal((await client.done(cell)).reply.content.ename, "KernelInterrupt");
    assert.equal((await client.ask("kernel_info_request", {})).reply.content.status, "ok");
    kernel.kill("SIGKILL");
  });

  for (const signal of ["SIGTERM", "SIGHUP"] as const)
    it(`ends cleanly on ${signal}, also while a cell runs`, async function () {
      if (process.platform === "win32") this.skip();
      const kernel = start();
      const pid = await interpreterPid();
      client.send("execute_request", { code: "forever" });
      await client.expect("iopub", ({ content }) => content.code === "forever");
      kernel.kill(signal);
      assert.equal(await ended(kernel), 0);
      assert(!isAlive(pid));
    });

  it("ends when the process that started it is killed", async () => {
    const starter = `
      const { spawn } = require("node:child_process");
      const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
      spawn(process.execPath, ${JSON.stringify([program, file])}, { env, stdio: ["ignore", "ignore", "inherit"] });`;
    const jupyter = spawn(process.execPath, ["-e", starter], { stdio: ["ignore", "ignore", "pipe"] });
    const pid = await interpreterPid();
    client.send("execute_request", { code: "forever" });
    jupyter.kill("SIGKILL");
    // The kernel holds the other end of this pipe until it ends.
    await once(jupyter.stderr!.resume(), "close");
    assert(!isAlive(pid));
  });

  it("lives on without JPY_PARENT_PID, and says what it cannot read on stderr", async () => {
    const kernel = start({ JPY_PARENT_PID: undefined });
    await interpreterPid();
    client.sockets.shell.send([Buffer.from("noise")]);
    const [line] = await once(kernel.stderr!, "data");
    assert.equal(String(line), "Cannot read message: it has no <IDS|MSG> frame\n");
    kernel.stderr!.destroy();
    for (let round = 0; round < 50; round++) client.sockets.shell.send([Buffer.from("noise")]);
    await sleep(700);
    assert.equal((await client.ask("kernel_info_request", {})).reply.content.status, "ok");
    kernel.kill("SIGKILL");
  });

  it("ends with status 1, its interpreter stopped, after a fault of its own", async () => {
    const kernel = start();
    const said = text(kernel.stderr!);
    const pid = await interpreterPid();
    client.send("execute_request", { code: "fault" });
    assert.match(await said, /The kernel ends: Error: a fault in the kernel/);
    assert.equal(await ended(kernel), 1);
    assert(!isAlive(pid));
  });

  it("says what is wrong with a connection file", async () => {
    writeFileSync(file, "{}");
    const kernel = start();
    let said = "";
    kernel.stderr!.on("data", (text) => {
      said += text;
    });
    assert.equal(await ended(kernel), 1);
    assert.match(
      said,
      /Cannot read connection file: shell_port must be a port from 1 to 65535, got undefined/,
    );
  });

  it("keeps the heart beating while a cell floods it with outputs", async () => {
    const kernel = start();
    await interpreterPid();
    const cell = client.send("execute_request", { code: "repeat 20000" });
    let ended = false;
    const done = client.done(cell).then(() => {
      ended = true;
    });
    const echoes = client.sockets.hb[Symbol.asyncIterator]();
    for (let beat = 0; beat < 5; beat++) {
      client.sockets.hb.send([Buffer.from("ping")]);
      await echoes.next();
    }
    assert(!ended, "five beats in turn come back before 20,000 outputs are out");
    await done;
    kernel.kill("SIGKILL");
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
