import assert from "node:assert/strict";
import { eachPair, types } from "./pair.ts";

describe("kernel, while a cell runs,", () => {
  const pair = eachPair();
  const { sendCell } = pair;

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
        await pair.client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
        const { reply } = await pair.client.ask(type, content, { channel });
        assert.notEqual(reply.content.status, "error");
        await pair.client.expect("iopub", (message) => {
          const before = pair.client.received.iopub.slice(0, pair.client.received.iopub.indexOf(message));
          return (
            message.parent?.msg_id === cell.msg_id &&
            types(before).includes("idle") &&
            types([message])[0] === "busy"
          );
        });
        await pair.kernel.interrupt();
        await pair.client.done(cell);
      });

    it("passes comm messages on with their buffers, and says idle when they are dealt with", async () => {
      const cell = sendCell("forever");
      await pair.client.expect("iopub", ({ header }) => header.msg_type === "execute_input");
      const content = { comm_id: "c1", data: { value: 3, wait: 30 } };
      const tick = pair.client.send("comm_msg", content, {
        buffers: [Uint8Array.of(7, 0, 255)],
        metadata: { m: 1 },
      });
      const idle = await pair.client.expect(
        "iopub",
        (message) => message.parent?.msg_id === tick.msg_id && message.content.execution_state === "idle",
      );
      const published = pair.client.received.iopub.slice(0, pair.client.received.iopub.indexOf(idle) + 1);
      const own = published.filter(({ parent }) => parent?.msg_id === tick.msg_id);
      assert.deepEqual(types(own), ["busy", "comm_msg", "idle"]);
      assert.deepEqual(own[1]!.content, { comm_id: "c1", data: { echo: content.data } });
      assert.deepEqual([...own[1]!.buffers[0]!], [7, 0, 255]);
      assert.deepEqual(pair.fake.received[0]!.metadata, { m: 1 });
      await pair.kernel.interrupt();
      await pair.client.done(cell);
    });
  });
});
