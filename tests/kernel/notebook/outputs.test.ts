import assert from "node:assert/strict";
import { addOutput, type Displays, emptyArea, forFile } from "../../../kernel/notebook/outputs.ts";

const stream = (text: string, name = "stdout") => ({ type: "stream", content: { name, text } });
const show = (text: string, id?: string, type = "display_data") => ({
  type,
  content: { data: { "text/plain": text }, metadata: {}, transient: id ? { display_id: id } : {} },
});

function outputsOf(...messages: { type: string; content: Record<string, unknown> }[]) {
  const area = emptyArea();
  const displays: Displays = new Map();
  for (const message of messages) addOutput(area, message, displays);
  return forFile(area.outputs).map((output) =>
    output.output_type === "stream"
      ? [output.name, output.text]
      : "data" in output
        ? output.data["text/plain"]
        : output,
  );
}

describe("outputs", () => {
  it("addOutput() merges what follows on the same stream, and splits it into lines for the file", () => {
    assert.deepEqual(outputsOf(stream("a\nb"), stream("c\n"), stream("!", "stderr"), stream("d")), [
      ["stdout", ["a\n", "bc\n"]],
      ["stderr", ["!"]],
      ["stdout", ["d"]],
    ]);
  });

  it("addOutput() updates every display of an id, also of another cell, and adds none", () => {
    const [first, second] = [emptyArea(), emptyArea()];
    const displays: Displays = new Map();
    addOutput(first, show("old", "loss"), displays);
    addOutput(second, show("old", "loss"), displays);
    addOutput(second, show("new", "loss", "update_display_data"), displays);
    addOutput(second, show("lost", "none", "update_display_data"), displays);
    for (const area of [first, second])
      assert.deepEqual(forFile(area.outputs), [
        { output_type: "display_data", data: { "text/plain": ["new"] }, metadata: {} },
      ]);
  });

  it("addOutput() clears at once, or with wait when the next output comes", () => {
    const clear = (wait: boolean) => ({ type: "clear_output", content: { wait } });
    assert.deepEqual(outputsOf(show("a"), clear(false)), []);
    assert.deepEqual(outputsOf(show("a"), clear(true)), [["a"]]);
    assert.deepEqual(outputsOf(show("a"), clear(true), show("b"), show("c")), [["b"], ["c"]]);
  });

  it("addOutput() keeps errors as they are and passes over messages that show nothing", () => {
    const content = { ename: "RangeError", evalue: "no", traceback: ["RangeError: no", "  cell 1, line 1"] };
    assert.deepEqual(outputsOf({ type: "error", content }, { type: "execute_input", content: {} }), [
      { output_type: "error", ...content },
    ]);
  });

  it("forFile() splits text and SVG, and leaves pictures and JSON whole", () => {
    const data = {
      "text/plain": "a\nb",
      "image/svg+xml": "<svg>\n</svg>",
      "image/png": "QUJD\n",
      "application/json": { a: 1 },
    };
    const [output] = forFile([{ output_type: "display_data", data, metadata: {} }]);
    assert.deepEqual(output, {
      output_type: "display_data",
      metadata: {},
      data: { ...data, "text/plain": ["a\n", "b"], "image/svg+xml": ["<svg>\n", "</svg>"] },
    });
  });
});
