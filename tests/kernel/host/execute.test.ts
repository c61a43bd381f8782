import assert from "node:assert/strict";
import { eachPair, printed, types } from "./pair.ts";

describe("kernel, running cells", () => {
  const pair = eachPair();
  const { execute, sendCell } = pair;

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
      await Promise.all(headers.map((header) => pair.client.done(header)));
      const order = pair.client.received.iopub.map(
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
      const { reply } = await pair.client.ask("history_request", { hist_access_type: "tail", n: 9 });
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
      const [, second, third] = await Promise.all(headers.map((header) => pair.client.done(header)));
      for (const aborted of [second!, third!]) {
        assert.deepEqual(aborted.reply.content, { status: "aborted" });
        assert.deepEqual(types(aborted.published), ["busy", "idle"]);
      }
      assert.equal(pair.fake.cells.length, 1);
    });

    it("runs a request that is sent upon the error's reply", async () => {
      for (let round = 0; round < 20; round++) {
        const { msg_id } = sendCell("throw a");
        await pair.client.expect("shell", ({ parent }) => parent?.msg_id === msg_id);
        assert.equal((await execute("print b")).reply.content.status, "ok");
      }
    });

    it("runs what is queued when stop_on_error is false", async () => {
      const headers = [sendCell("throw a", { stop_on_error: false }), sendCell("print b")];
      const [, second] = await Promise.all(headers.map((header) => pair.client.done(header)));
      assert.equal(second!.reply.content.status, "ok");
    });

    it("gives outputs that come after the cell's end to that cell", async () => {
      const first = sendCell("later 60");
      await pair.client.done(first);
      await execute("sleep 120");
      const late = await pair.client.expect("iopub", ({ content }) => content.text === "late");
      assert.equal(late.parent?.msg_id, first.msg_id);
    });

    it("publishes an output that belongs to no cell without a parent", async () => {
      await execute("stray hello");
      const stray = await pair.client.expect("iopub", ({ content }) => content.text === "hello");
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
      assert.equal(printed(published), expected);
      assert.equal(types(published).at(-1), "idle");
    });

    it("passes content that is JSON already through byte by byte", async () => {
      const odd = '{"data": {"text/plain":   "\\u00e9"},"metadata":{}}';
      const frames: Uint8Array[][] = [];
      const { decode } = pair.client.wire;
      pair.client.wire.decode = (sent) => {
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
        const { reply } = await pair.client.ask("execute_request", content);
        assert.equal(reply.content.status, "error");
        assert.match(String(reply.content.evalue), /^Cannot answer: \w+ must be /);
      }
      assert.equal(pair.fake.cells.length, 0);
      assert.equal((await execute("print a")).reply.content.status, "ok");
    });
  });
});
