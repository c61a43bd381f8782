/** The protocol without a language: a fake interpreter, a real client, real sockets. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { newConnection } from "../../../kernel/host/connection.ts";
import { startKernel } from "../../../kernel/host/kernel.ts";
import { connectSockets } from "../../../kernel/host/sockets.ts";
import { codec, type Message, newHeader } from "../../../kernel/host/wire.ts";
import { fakeStarter } from "./fake-interpreter.ts";
import { type Client, openClient, openPair, type Pair, types } from "./pair.ts";

describe("kernel", () => {
  let pair: Pair;
  let client: Client;

  beforeEach(async () => {
    pair = await openPair();
    client = pair.client;
  });

  afterEach(() => pair.close());

  const execute = (code: string, more: Record<string, unknown> = {}) =>
    client.ask("execute_request", { code, ...more });
  const sendCell = (code: string, more: Record<string, unknown> = {}) =>
    client.send("execute_request", { code, ...more });
  const text = (messages: Message[]) =>
    messages
      .filter(({ header }) => header.msg_type === "stream")
      .map(({ content }) => content.text)
      .join("");

  describe("kernel_info_request", () => {
    it("is answered with all fields of protocol 5.4", async () => {
      const { reply, published } = await client.ask("kernel_info_request", {});
      assert.equal(reply.header.msg_type, "kernel_info_reply");
      assert.deepEqual(reply.content, {
        status: "ok",
        protocol_version: "5.4",
        ...pair.fake.info,
        debugger: false,
        supported_features: [],
      });
      assert.deepEqual(types(published), ["busy", "idle"]);
    });

    it("is answered on control too", async () => {
      const { reply } = await client.ask("kernel_info_request", {}, { channel: "control" });
      assert.equal(reply.content.implementation, "fake");
    });
  });

  describe("execute_request", () => {
    it("publishes busy, the input, outputs in order, the result and idle, all with the request as parent", async () => {
      const { reply, published } = await execute("print a\ndisplay b\nprint c\nresult 3");
      assert.deepEqual(types(published), [
        "busy",
        "execute_input",
        "stream",
        "display_data",
        "stream",
        "execute_result",
        "idle",
      ]);
      assert.deepEqual(published[1]!.content, {
        code: "print a\ndisplay b\nprint c\nresult 3",
        execution_count: 1,
      });
      assert.deepEqual(published[5]!.content, {
        execution_count: 1,
        data: { "text/plain": "3" },
        metadata: {},
      });
      assert.deepEqual(reply.content, {
        status: "ok",
        execution_count: 1,
        payload: [],
        user_expressions: {},
      });
    });

    it("publishes and replies an error with its traceback", async () => {
      const { reply, published } = await execute("throw it is wrong");
      const error = {
        ename: "FakeError",
        evalue: "it is wrong",
        traceback: ["FakeError: it is wrong", "at line 1"],
      };
      assert.deepEqual(types(published), ["busy", "execute_input", "error", "idle"]);
      assert.deepEqual(published[2]!.content, error);
      assert.deepEqual(reply.content, {
        status: "error",
        execution_count: 1,
        payload: [],
        user_expressions: {},
        ...error,
      });
    });

    it("counts cells from 1", async () => {
      const counts = [];
      for (const code of ["print a", "throw b", "print c"])
        counts.push((await execute(code)).reply.content.execution_count);
      assert.deepEqual(counts, [1, 2, 3]);
    });

    it("runs cells one at a time, in the order in which they came", async () => {
      const headers = ["sleep 60", "print b", "sleep 20", "print d"].map((code) => sendCell(code));
      await Promise.all(headers.map((header) => client.done(header)));
      const order = client.received.iopub.map(
        ({ parent, content }) =>
          `${headers.findIndex(({ msg_id }) => msg_id === parent?.msg_id)} ${content.execution_state}`,
      );
      assert.deepEqual(
        order.filter((line) => /busy|idle/.test(line)),
        [0, 1, 2, 3].flatMap((index) => [`${index} busy`, `${index} idle`]),
      );
    });

    it("publishes nothing but its status when silent, and does not count", async () => {
      const { reply, published } = await execute("print a\nresult 1\nthrow b", { silent: true });
      assert.deepEqual(types(published), ["busy", "idle"]);
      assert.equal(reply.content.status, "error");
      assert.equal(pair.fake.cells[0]!.silent, true);
      assert.equal((await execute("print a")).reply.content.execution_count, 1);
    });

    it("still sends comm messages when silent", async () => {
      assert.deepEqual(types((await execute("open", { silent: true })).published), [
        "busy",
        "comm_open",
        "idle",
      ]);
    });

    it("neither counts nor remembers a cell with store_history false", async () => {
      const { reply: unstored, published } = await execute("print a", { store_history: false });
      assert.deepEqual(types(published), ["busy", "execute_input", "stream", "idle"]);
      assert.deepEqual([published[1]!.content.execution_count, unstored.content.execution_count], [1, 1]);
      const { reply } = await client.ask("history_request", { hist_access_type: "tail", n: 9 });
      assert.deepEqual(reply.content, { status: "ok", history: [] });
      assert.equal((await execute("print b")).reply.content.execution_count, 1);
    });

    it("evaluates user_expressions", async () => {
      const { reply } = await execute("print a", { user_expressions: { x: "one", y: "two" } });
      assert.deepEqual(reply.content.user_expressions, {
        x: { status: "ok", data: { "text/plain": "ONE" }, metadata: {} },
        y: { status: "ok", data: { "text/plain": "TWO" }, metadata: {} },
      });
    });

    it("aborts what is queued after an error, with a reply and a status each", async () => {
      const headers = ["throw a", "print b", "print c"].map((code) => sendCell(code));
      const [, second, third] = await Promise.all(headers.map((header) => client.done(header)));
      for (const aborted of [second!, third!]) {
        assert.deepEqual(aborted.reply.content, { status: "aborted" });
        assert.deepEqual(types(aborted.published), ["busy", "idle"]);
      }
      assert.equal(pair.fake.cells.length, 1);
    });

    it("runs a request that is sent upon the error's reply", async () => {
      for (let round = 0; round < 20; round++) {
        const { msg_id } = sendCell("throw a");
        await client.expect("shell", ({ parent }) => parent?.msg_id === msg_id);
        assert.equal((await execute("print b")).reply.content.status, "ok");
      }
    });

    it("runs what is queued when stop_on_error is false", async () => {
      const headers = [sendCell("throw a", { stop_on_error: false }), sendCell("print b")];
      const [, second] = await Promise.all(headers.map((header) => client.done(header)));
      assert.equal(second!.reply.content.status, "ok");
    });

    it("gives outputs that come after the cell's end to that cell", async () => {
      const first = sendCell("later 60");
      await client.done(first);
      await execute("sleep 120");
      const late = await client.expect("iopub", ({ content }) => content.text === "late");
      assert.equal(late.parent?.msg_id, first.msg_id);
    });

    it("publishes an output that belongs to no cell without a parent", async () => {
      await execute("stray hello");
      const stray = await client.expect("iopub", ({ content }) => content.text === "hello");
      assert.equal(stray.parent, undefined);
    });

    it("shows an interpreter that fails as an error of the cell", async () => {
      const { reply, published } = await execute("crash");
      assert.deepEqual(types(published), ["busy", "execute_input", "error", "idle"]);
      assert.equal(reply.content.evalue, "the interpreter has lost its runner");
      assert.equal((await execute("print a")).reply.content.status, "ok");
    });

    it("loses none of 20,000 outputs and has all before idle", async () => {
      const { published } = await execute("repeat 20000");
      const expected = Array.from({ length: 20_000 }, (_, index) => `${index}\n`).join("");
      assert.equal(text(published), expected);
      assert.equal(types(published).at(-1), "idle");
    });

    it("passes content that is JSON already through byte by byte", async () => {
      const odd = '{"data": {"text/plain":   "\\u00e9"},"metadata":{}}';
      const frames: Uint8Array[][] = [];
      const { decode } = client.wire;
      client.wire.decode = (sent) => {
        frames.push([...sent]);
        return decode(sent);
      };
      await execute(`raw ${odd}`);
      assert(frames.some((sent) => Buffer.from(sent.at(-1)!).toString() === odd));
    });

    it("answers a request without code, or with fields of a wrong type, with an error and lives on", async () => {
      for (const content of [
        {},
        { code: 3 },
        { code: "print a", silent: "yes" },
        { code: "a", user_expressions: [1] },
      ]) {
        const { reply } = await client.ask("execute_request", content);
        assert.equal(reply.content.status, "error");
        assert.match(String(reply.content.evalue), /^Cannot answer: \w+ must be /);
      }
      assert.equal(pair.fake.cells.length, 0);
      assert.equal((await execute("print a")).reply.content.status, "ok");
    });
  });

  describe("while a cell runs", () => {
    const requests: [string, Record<string, unknown>, "shell" | "control"][] = [
      ["kernel_info_request", {}, "shell"],
      ["kernel_info_request", {}, "control"],
      ["complete_request", { code: "pr", cursor_pos: 2 }, "shell"],
      ["inspect_request", { code: "print", cursor_pos: 2 }, "shell"],
      ["is_complete_request", { code: "print" }, "shell"],
      ["history_request", { hist_access_type: "tail", n: 3 }, "shell"],
      ["comm_info_request", {}, "shell"],
    ];
    for (const [type, content, channel] of requests)
      it(`answers ${type} on ${channel}, and says busy again afterwards`, async () => {
        const cell = sendCell("forever");
        await client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
        const { reply } = await client.ask(type, content, { channel });
        assert.notEqual(reply.content.status, "error");
        await client.expect("iopub", (message) => {
          const before = client.received.iopub.slice(0, client.received.iopub.indexOf(message));
          return (
            message.parent?.msg_id === cell.msg_id &&
            types(before).includes("idle") &&
            types([message])[0] === "busy"
          );
        });
        await pair.kernel.interrupt();
        await client.done(cell);
      });

    it("passes comm messages on with their buffers, and says idle when they are dealt with", async () => {
      const cell = sendCell("forever");
      await client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
      const content = { comm_id: "c1", data: { value: 3, wait: 30 } };
      const tick = client.send("comm_msg", content, {
        buffers: [Uint8Array.of(7, 0, 255)],
        metadata: { m: 1 },
      });
      const idle = await client.expect(
        "iopub",
        (message) => message.parent?.msg_id === tick.msg_id && message.content.execution_state === "idle",
      );
      const published = client.received.iopub.slice(0, client.received.iopub.indexOf(idle) + 1);
      const own = published.filter(({ parent }) => parent?.msg_id === tick.msg_id);
      assert.deepEqual(types(own), ["busy", "comm_msg", "idle"]);
      assert.deepEqual(own[1]!.content, { comm_id: "c1", data: { echo: content.data } });
      assert.deepEqual([...own[1]!.buffers[0]!], [7, 0, 255]);
      assert.deepEqual(pair.fake.received[0]!.metadata, { m: 1 });
      await pair.kernel.interrupt();
      await client.done(cell);
    });
  });

  describe("comms", () => {
    it("are opened by a cell with metadata and buffers", async () => {
      const { published } = await execute("open");
      const opened = published.find(({ header }) => header.msg_type === "comm_open")!;
      assert.deepEqual(opened.content, { comm_id: "c9", target_name: "jupyter.widget", data: {} });
      assert.deepEqual(opened.metadata, { version: "2.1.0" });
      assert.deepEqual([...opened.buffers[0]!], [1, 2, 255]);
    });

    it("reach the interpreter in order, whether opened, used or closed", async () => {
      for (const type of ["comm_open", "comm_msg", "comm_close"])
        client.send(type, { comm_id: "c1", data: {} });
      await client.ask("kernel_info_request", {});
      assert.deepEqual(
        pair.fake.received.map(({ type }) => type),
        ["comm_open", "comm_msg", "comm_close"],
      );
    });

    it("are listed by comm_info, all or by target", async () => {
      const all = await client.ask("comm_info_request", {});
      assert.deepEqual(all.reply.content, { status: "ok", comms: { c1: { target_name: "slider" } } });
      const none = await client.ask("comm_info_request", { target_name: "other" });
      assert.deepEqual(none.reply.content, { status: "ok", comms: {} });
    });
  });

  describe("input", () => {
    const question = () => client.expect("stdin", ({ header }) => header.msg_type === "input_request");

    it("is asked of the client that runs the cell, and reaches the cell", async () => {
      const other = openClient(pair.connection);
      const cell = sendCell("ask name?");
      const asked = await question();
      assert.deepEqual(asked.content, { prompt: "name?", password: false });
      assert.equal(asked.parent?.msg_id, cell.msg_id);
      client.send("input_reply", { status: "ok", value: "Ada" }, { channel: "stdin", parent: asked.header });
      assert.equal(text((await client.done(cell)).published), "<Ada>");
      assert.equal(other.received.stdin.length, 0);
      other.close();
    });

    it("accepts a reply without a parent, as jupyter_client sends it", async () => {
      const cell = sendCell("ask secret?");
      assert.equal((await question()).content.password, true);
      client.send("input_reply", { value: "x" }, { channel: "stdin" });
      assert.equal(text((await client.done(cell)).published), "<x>");
    });

    it("is refused when allow_stdin is false", async () => {
      const { reply } = await execute("ask name?", { allow_stdin: false });
      assert.equal(reply.content.evalue, "Cannot ask for input: this front end does not answer questions");
      assert.equal(client.received.stdin.length, 0);
    });

    it("ends when the cell is interrupted, and a late answer does not reach the next question", async () => {
      const first = sendCell("ask one?");
      const asked = await question();
      await client.ask("interrupt_request", {}, { channel: "control" });
      assert.equal((await client.done(first)).reply.content.ename, "InputError");
      const second = sendCell("ask two?");
      const again = await client.expect("stdin", ({ content }) => content.prompt === "two?");
      client.send("input_reply", { value: "late" }, { channel: "stdin", parent: asked.header });
      client.send("input_reply", { value: "right" }, { channel: "stdin", parent: again.header });
      assert.equal(text((await client.done(second)).published), "<right>");
    });

    it("does not take another client's answer", async () => {
      const other = openClient(pair.connection);
      await other.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
      const cell = sendCell("ask name?");
      const asked = await question();
      other.send("input_reply", { value: "Eve" }, { channel: "stdin" });
      await other.ask("kernel_info_request", {});
      await sleep(20);
      client.send("input_reply", { value: "Ada" }, { channel: "stdin", parent: asked.header });
      assert.equal(text((await client.done(cell)).published), "<Ada>");
      other.close();
    });
  });

  describe("code and cursor", () => {
    it("is_complete_request gives the status and the indent", async () => {
      const answers = [];
      for (const code of ["a", "f(", ")"])
        answers.push((await client.ask("is_complete_request", { code })).reply.content);
      assert.deepEqual(answers, [
        { status: "complete" },
        { status: "incomplete", indent: "  " },
        { status: "invalid" },
      ]);
    });

    it("complete_request counts in code points on both sides", async () => {
      const { reply } = await client.ask("complete_request", { code: "😀😀 pr", cursor_pos: 5 });
      assert.equal(pair.fake.calls.at(-1), "complete 7");
      assert.deepEqual(reply.content, {
        status: "ok",
        matches: ["print"],
        cursor_start: 3,
        cursor_end: 5,
        metadata: {
          _jupyter_types_experimental: [
            { start: 3, end: 5, text: "print", type: "function", signature: "print TEXT" },
          ],
        },
      });
    });

    it("complete_request without a cursor completes at the end", async () => {
      await client.ask("complete_request", { code: "😀 pr" });
      assert.equal(pair.fake.calls.at(-1), "complete 5");
    });

    it("inspect_request gives what is found, with the detail level", async () => {
      const { reply } = await client.ask("inspect_request", {
        code: "😀print",
        cursor_pos: 1,
        detail_level: 1,
      });
      assert.equal(pair.fake.calls.at(-1), "inspect 2 1");
      assert.deepEqual(reply.content, {
        status: "ok",
        found: true,
        data: { "text/plain": "😀" },
        metadata: {},
      });
    });

    it("inspect_request says when nothing is found", async () => {
      const { reply } = await client.ask("inspect_request", { code: "", cursor_pos: 0 });
      assert.deepEqual(reply.content, { status: "ok", found: false, data: {}, metadata: {} });
    });

    it("answers with an error when the interpreter fails", async () => {
      const { reply, published } = await client.ask("inspect_request", { code: "broken", cursor_pos: 0 });
      assert.deepEqual(reply.content, {
        status: "error",
        ename: "TypeError",
        evalue: "Cannot inspect: broken",
        traceback: ["TypeError: Cannot inspect: broken"],
      });
      assert.deepEqual(types(published), ["busy", "idle"]);
    });
  });

  describe("history_request", () => {
    beforeEach(async () => {
      for (const code of ["print a", "result 7", "print b"]) await execute(code);
    });

    it("gives the tail with results as plain text", async () => {
      const content = { hist_access_type: "tail", n: 2, output: true, raw: true };
      const { reply } = await client.ask("history_request", content);
      assert.deepEqual(reply.content.history, [
        [1, 2, ["result 7", "7"]],
        [1, 3, ["print b", null]],
      ]);
    });

    it("gives ranges and searches", async () => {
      const range = await client.ask("history_request", {
        hist_access_type: "range",
        session: 0,
        start: 1,
        stop: 2,
      });
      assert.deepEqual(range.reply.content.history, [[1, 1, "print a"]]);
      const search = await client.ask("history_request", {
        hist_access_type: "search",
        pattern: "print*",
        n: 1,
      });
      assert.deepEqual(search.reply.content.history, [[1, 3, "print b"]]);
    });
  });

  describe("interrupt_request", () => {
    it("stops the cell, aborts what is queued and keeps the kernel", async () => {
      const [cell, next] = [sendCell("forever"), sendCell("print b")];
      await client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
      const { reply } = await client.ask("interrupt_request", {}, { channel: "control" });
      assert.deepEqual(reply.content, { status: "ok" });
      assert.equal((await client.done(cell)).reply.content.ename, "KernelInterrupt");
      assert.deepEqual((await client.done(next)).reply.content, { status: "aborted" });
      assert.equal((await execute("print c")).reply.content.status, "ok");
    });

    it("is answered when nothing runs", async () => {
      const { reply } = await client.ask("interrupt_request", {}, { channel: "control" });
      assert.deepEqual(reply.content, { status: "ok" });
    });
  });

  describe("shutdown_request", () => {
    for (const channel of ["control", "shell"] as const)
      for (const restart of [true, false])
        it(`on ${channel} stops the interpreter and echoes restart ${restart} to all`, async () => {
          const { reply, published } = await client.ask("shutdown_request", { restart }, { channel });
          assert.deepEqual(reply.content, { status: "ok", restart });
          assert.deepEqual(types(published), ["busy", "shutdown_reply", "idle"]);
          assert.deepEqual(published[1]!.content, reply.content);
          await pair.kernel.stopped;
          assert.equal(pair.fake.calls.at(-1), "stop");
        });

    it("while a cell runs aborts what is queued", async () => {
      sendCell("forever");
      const queued = sendCell("print b");
      await client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
      await client.ask("shutdown_request", { restart: false }, { channel: "control" });
      assert.deepEqual((await client.done(queued)).reply.content, { status: "aborted" });
      await pair.kernel.stopped;
    });
  });

  describe("iopub", () => {
    it("welcomes every subscriber and says starting to the first", async () => {
      await client.ask("kernel_info_request", {});
      assert.deepEqual(types(client.received.iopub).slice(0, 2), ["iopub_welcome", "starting"]);
      assert.deepEqual(client.received.iopub[0]!.content, { subscription: "" });
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
    const { reply } = await client.ask("debug_request", content, { channel: "control" });
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
    for (const type of ["make_coffee_request", "toString"]) client.send(type, {});
    await client.ask("kernel_info_request", {});
    assert.deepEqual(pair.log, [
      "Cannot answer make_coffee_request: this kernel does not know it",
      "Cannot answer toString: this kernel does not know it",
    ]);
    assert.equal(client.received.shell.length, 1);
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
    await client.ask("kernel_info_request", {});
    await client.ask("kernel_info_request", {}, { channel: "control" });
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
    await client.ask("kernel_info_request", {});
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
