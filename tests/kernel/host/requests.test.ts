import assert from "node:assert/strict";
import { eachPair, types } from "./pair.ts";

describe("kernel, asked for more than cells", () => {
  const pair = eachPair();
  const { execute, sendCell } = pair;

  describe("kernel_info_request", () => {
    it("is answered with all fields of protocol 5.4", async () => {
      const { reply, published } = await pair.client.ask("kernel_info_request", {});
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
      const { reply } = await pair.client.ask("kernel_info_request", {}, { channel: "control" });
      assert.equal(reply.content.implementation, "fake");
    });
  });

  describe("code and cursor", () => {
    it("is_complete_request gives the status and the indent", async () => {
      const answers = [];
      for (const code of ["a", "f(", ")"])
        answers.push((await pair.client.ask("is_complete_request", { code })).reply.content);
      assert.deepEqual(answers, [
        { status: "complete" },
        { status: "incomplete", indent: "  " },
        { status: "invalid" },
      ]);
    });

    it("complete_request counts in code points on both sides", async () => {
      const { reply } = await pair.client.ask("complete_request", { code: "😀😀 pr", cursor_pos: 5 });
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
      await pair.client.ask("complete_request", { code: "😀 pr" });
      assert.equal(pair.fake.calls.at(-1), "complete 5");
    });

    it("inspect_request gives what is found, with the detail level", async () => {
      const { reply } = await pair.client.ask("inspect_request", {
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
      const { reply } = await pair.client.ask("inspect_request", { code: "", cursor_pos: 0 });
      assert.deepEqual(reply.content, { status: "ok", found: false, data: {}, metadata: {} });
    });

    it("answers with an error when the interpreter fails", async () => {
      const { reply, published } = await pair.client.ask("inspect_request", {
        code: "broken",
        cursor_pos: 0,
      });
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
      const { reply } = await pair.client.ask("history_request", content);
      assert.deepEqual(reply.content.history, [
        [1, 2, ["result 7", "7"]],
        [1, 3, ["print b", null]],
      ]);
    });

    it("gives ranges and searches", async () => {
      const range = await pair.client.ask("history_request", {
        hist_access_type: "range",
        session: 0,
        start: 1,
        stop: 2,
      });
      assert.deepEqual(range.reply.content.history, [[1, 1, "print a"]]);
      const search = await pair.client.ask("history_request", {
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
      await pair.client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
      const { reply } = await pair.client.ask("interrupt_request", {}, { channel: "control" });
      assert.deepEqual(reply.content, { status: "ok" });
      assert.equal((await pair.client.done(cell)).reply.content.ename, "KernelInterrupt");
      assert.deepEqual((await pair.client.done(next)).reply.content, { status: "aborted" });
      assert.equal((await execute("print c")).reply.content.status, "ok");
    });

    it("is answered when nothing runs", async () => {
      const { reply } = await pair.client.ask("interrupt_request", {}, { channel: "control" });
      assert.deepEqual(reply.content, { status: "ok" });
    });
  });

  describe("shutdown_request", () => {
    for (const channel of ["control", "shell"] as const)
      for (const restart of [true, false])
        it(`on ${channel} stops the interpreter and echoes restart ${restart} to all`, async () => {
          const { reply, published } = await pair.client.ask("shutdown_request", { restart }, { channel });
          assert.deepEqual(reply.content, { status: "ok", restart });
          assert.deepEqual(types(published), ["busy", "shutdown_reply", "idle"]);
          assert.deepEqual(published[1]!.content, reply.content);
          await pair.kernel.stopped;
          assert.equal(pair.fake.calls.at(-1), "stop");
        });

    it("while a cell runs aborts what is queued", async () => {
      sendCell("forever");
      const queued = sendCell("print b");
      await pair.client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
      await pair.client.ask("shutdown_request", { restart: false }, { channel: "control" });
      assert.deepEqual((await pair.client.done(queued)).reply.content, { status: "aborted" });
      await pair.kernel.stopped;
    });
  });
});
