import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eachPair, openClient, printed } from "./pair.ts";

describe("kernel, asked by the user's code and its views,", () => {
  const pair = eachPair();
  const { execute, sendCell } = pair;

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
        pair.client.send(type, { comm_id: "c1", data: {} });
      await pair.client.ask("kernel_info_request", {});
      assert.deepEqual(
        pair.fake.received.map(({ type }) => type),
        ["comm_open", "comm_msg", "comm_close"],
      );
    });

    it("are listed by comm_info, all or by target", async () => {
      const all = await pair.client.ask("comm_info_request", {});
      assert.deepEqual(all.reply.content, { status: "ok", comms: { c1: { target_name: "slider" } } });
      const none = await pair.client.ask("comm_info_request", { target_name: "other" });
      assert.deepEqual(none.reply.content, { status: "ok", comms: {} });
    });
  });

  describe("input", () => {
    const question = () => pair.client.expect("stdin", ({ header }) => header.msg_type === "input_request");

    it("is asked of the client that runs the cell, and reaches the cell", async () => {
      const other = openClient(pair.connection);
      const cell = sendCell("ask name?");
      const asked = await question();
      assert.deepEqual(asked.content, { prompt: "name?", password: false });
      assert.equal(asked.parent?.msg_id, cell.msg_id);
      pair.client.send(
        "input_reply",
        { status: "ok", value: "Ada" },
        { channel: "stdin", parent: asked.header },
      );
      assert.equal(printed((await pair.client.done(cell)).published), "<Ada>");
      assert.equal(other.received.stdin.length, 0);
      other.close();
    });

    it("accepts a reply without a parent, as jupyter_client sends it", async () => {
      const cell = sendCell("ask secret?");
      assert.equal((await question()).content.password, true);
      pair.client.send("input_reply", { value: "x" }, { channel: "stdin" });
      assert.equal(printed((await pair.client.done(cell)).published), "<x>");
    });

    it("is refused when allow_stdin is false", async () => {
      const { reply } = await execute("ask name?", { allow_stdin: false });
      assert.equal(reply.content.evalue, "Cannot ask for input: this front end does not answer questions");
      assert.equal(pair.client.received.stdin.length, 0);
    });

    it("ends when the cell is interrupted, and a late answer does not reach the next question", async () => {
      const first = sendCell("ask one?");
      const asked = await question();
      await pair.client.ask("interrupt_request", {}, { channel: "control" });
      assert.equal((await pair.client.done(first)).reply.content.ename, "InputError");
      const second = sendCell("ask two?");
      const again = await pair.client.expect("stdin", ({ content }) => content.prompt === "two?");
      pair.client.send("input_reply", { value: "late" }, { channel: "stdin", parent: asked.header });
      pair.client.send("input_reply", { value: "right" }, { channel: "stdin", parent: again.header });
      assert.equal(printed((await pair.client.done(second)).published), "<right>");
    });

    it("does not take another client's answer", async () => {
      const other = openClient(pair.connection);
      await other.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
      const cell = sendCell("ask name?");
      const asked = await question();
      other.send("input_reply", { value: "Eve" }, { channel: "stdin" });
      await other.ask("kernel_info_request", {});
      await sleep(20);
      pair.client.send("input_reply", { value: "Ada" }, { channel: "stdin", parent: asked.header });
      assert.equal(printed((await pair.client.done(cell)).published), "<Ada>");
      other.close();
    });
  });
});
