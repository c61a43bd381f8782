import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { openInspector } from "../../../kernel/debug/inspector.ts";

describe("openInspector()", () => {
  it("refuses what is asked of a process that has ended, or could not start", async () => {
    const stream = new Duplex({
      read() {},
      write: (_chunk, _encoding, done) => done(new Error("write EPIPE")),
    });
    const inspector = openInspector(stream, () => {});
    await assert.rejects(inspector.post("Debugger.enable"), { message: "the notebook's process has ended" });
    await assert.rejects(inspector.post("Debugger.resume"), /^Error: Cannot ask for Debugger.resume: /);
  });
});
