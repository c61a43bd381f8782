/** The protocol without a language: a fake interpreter, a real client, real sockets. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { newConnection } from "../../../kernel/host/connection.ts";
import { startKernel } from "../../../kernel/host/kernel.ts";
import { connectSockets } from "../../../kernel/host/sockets.ts";
import { codec, newHeader } from "../../../kernel/host/wire.ts";
import { fakeStarter } from "./fake-interpreter.ts";
import { eachPair, openClient, openPair, types } from "./pair.ts";

describe("startKernel()", () => {
  it("works with an empty key", async () => {
    const pair = await openPair({ key: "" });
    assert.equal((await pair.client.ask("kernel_info_request", {})).reply.content.status, "ok");
    await pair.close();
  });

  it("works over ipc", async function () {
    if (process.platform === "win32") this.skip();
    const pair = await openPair({ transport: "ipc" });
    const { published } = await pair.client.ask("execute_request", { code: "print a" });
    assert.deepEqual(types(published), ["busy", "execute_input", "stream", "idle"]);
    await pair.close();
  });

  it("listens on localhost by name", async () => {
    const connection = { ...(await newConnection()), ip: "localhost" };
    const kernel = await startKernel(connection, fakeStarter().start, { cwd: ".", log: () => {} });
    const client = openClient(connection);
    await client.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
    assert.equal((await client.ask("kernel_info_request", {})).reply.content.status, "ok");
    client.close();
    await kernel.stop();
  });

  for (const ip of ["0.0.0.0", "*", "192.168.1.5", "example.org", "::", "eth0", "127.0.0.1.example.org"])
    it(`refuses to listen on ${ip}`, async () => {
      const connection = { ...(await newConnection()), ip };
      await assert.rejects(startKernel(connection, fakeStarter().start, { cwd: ".", log: () => {} }), {
        name: "RangeError",
        message: `Cannot listen: a kernel runs whatever it is sent, so ip must be 127.0.0.1, ::1 or localhost, got ${ip}`,
      });
    });

  it("says so when a port is taken, and leaves none bound", async () => {
    const connection = await newConnection();
    const options = { cwd: ".", log: () => {} };
    const first = await startKernel(connection, fakeStarter().start, options);
    const ports = { ...(await newConnection()).ports, hb: connection.ports.hb };
    await assert.rejects(startKernel({ ...connection, ports }, fakeStarter().start, options), /in use/i);
    await first.stop();
    const again = await untilFree(() => startKernel({ ...connection, ports }, fakeStarter().start, options));
    await again.stop();
  });

  const stops: [string, () => Promise<void>][] = [
    ["never ends", () => new Promise(() => {})],
    ["fails", () => Promise.reject(new Error("no such process"))],
  ];
  for (const [what, stop] of stops)
    it(`stops although the interpreter's stop ${what}`, async () => {
      const connection = await newConnection();
      const log: string[] = [];
      const options = { cwd: ".", log: (line: string) => log.push(line) };
      const kernel = await startKernel(
        connection,
        (host) => ({ ...fakeStarter().start(host), stop }),
        options,
      );
      await kernel.stop();
      await kernel.stopped;
      assert.deepEqual(log, what === "fails" ? ["Cannot stop the interpreter: Error: no such process"] : []);
    });
});

/** ZeroMQ lets a port go some time after its socket is closed. */
async function untilFree<Result>(start: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!/in use/i.test((error as Error).message)) throw error;
      await sleep(50);
    }
  }
}

describe("kernel", () => {
  const pair = eachPair();
  const { execute } = pair;

  describe("iopub", () => {
    it("welcomes every subscriber and says starting to the first", async () => {
      await pair.client.ask("kernel_info_request", {});
      assert.deepEqual(types(pair.client.received.iopub).slice(0, 2), ["iopub_welcome", "starting"]);
      assert.deepEqual(pair.client.received.iopub[0]!.content, { subscription: "" });
      const second = openClient(pair.connection);
      await second.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
      second.close();
    });

    it("shows every client what another one runs", async () => {
      const second = openClient(pair.connection);
      await second.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
      await execute("print a");
      await second.expect("iopub", ({ content }) => content.text === "a");
      assert.equal(second.received.shell.length, 0);
      second.close();
    });
  });

  it("answers debug_request as a debugger that is not there", async () => {
    const content = { type: "request", seq: 4, command: "debugInfo", arguments: {} };
    const { reply } = await pair.client.ask("debug_request", content, { channel: "control" });
    assert.deepEqual(reply.content, {
      status: "ok",
      type: "response",
      request_seq: 4,
      seq: 0,
      success: false,
      command: "debugInfo",
      message: "This kernel has no debugger",
    });
  });

  it("leaves a request that it does not know unanswered, logs it and lives on", async () => {
    for (const type of ["make_coffee_request", "toString"]) pair.client.send(type, {});
    await pair.client.ask("kernel_info_request", {});
    assert.deepEqual(pair.log, [
      "Cannot answer make_coffee_request: this kernel does not know it",
      "Cannot answer toString: this kernel does not know it",
    ]);
    assert.equal(pair.client.received.shell.length, 1);
  });

  it("neither answers nor runs what is unsigned, on any socket", async () => {
    // Its key is another, so it could not read the iopub messages that are meant for all.
    const forged = connectSockets(pair.connection);
    const wire = codec({ ...pair.connection, key: "guessed" });
    const answers: unknown[] = [];
    const hear = async (channel: "shell" | "control") => {
      for await (const frames of forged[channel]) answers.push(frames);
    };
    for (const channel of ["shell", "control"] as const) {
      void hear(channel);
      for (const [type, content] of [
        ["execute_request", { code: "print a" }],
        ["shutdown_request", { restart: false }],
      ] as const)
        forged[channel].send(
          wire.encode({ header: newHeader(type, { session: "forged", username: "eve" }), content }),
        );
    }
    await pair.client.ask("kernel_info_request", {});
    await pair.client.ask("kernel_info_request", {}, { channel: "control" });
    while (pair.log.length < 4) await sleep(5);
    assert.deepEqual(new Set(pair.log), new Set(["Cannot read message: its signature is wrong"]));
    assert.deepEqual([pair.fake.calls, answers], [[], []]);
    forged.close();
  });

  it("runs a message once, however often and on whatever socket it is sent", async () => {
    const { sockets, wire } = openClient(pair.connection);
    const header = newHeader("execute_request", { session: "s", username: "" });
    const recorded = wire.encode({ header, content: { code: "print a" } });
    for (const channel of ["shell", "control", "shell"] as const) sockets[channel].send(recorded);
    while (pair.log.length < 2) await sleep(5);
    assert.deepEqual(new Set(pair.log), new Set(["Cannot read message: it has been received before"]));
    await pair.client.ask("kernel_info_request", {});
    assert.equal(pair.fake.cells.length, 1);
    sockets.close();
  });

  it("survives thousands of malformed messages on every socket and answers none", async () => {
    const noise = openClient(pair.connection);
    const good = noise.wire.encode({
      header: {
        msg_id: "1",
        msg_type: "execute_request",
        session: "s",
        username: "",
        date: "",
        version: "5.4",
      },
      content: { code: "print a" },
    });
    for (let round = 0; round < 500; round++)
      for (const channel of ["shell", "control", "stdin"] as const) {
        const bad = good.map((frame) => frame);
        // Each round damages another frame, byte by byte, or leaves it out.
        const index = round % bad.length;
        if (round % 3 === 0) bad.splice(index, 1);
        else
          bad[index] = Uint8Array.from(bad[index]!, (byte, at) =>
            at === round % bad[index]!.length ? byte ^ 4 : byte,
          );
        if (bad.every((frame, at) => frame === good[at])) continue;
        noise.sockets[channel].send(bad);
      }
    noise.sockets.shell.send([Buffer.alloc(0)]);
    await noise.ask("kernel_info_request", {});
    await noise.ask("kernel_info_request", {}, { channel: "control" });
    assert.equal(noise.received.shell.length + noise.received.control.length, 2);
    assert.equal(pair.fake.cells.length, 0);
    assert(pair.log.length > 900, `${pair.log.length} messages were refused`);
    noise.close();
  });
});
