import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import type { Notebook } from "../../../kernel/notebook/nbformat.ts";
import { type RunOptions, type RunStep, runNotebook } from "../../../kernel/notebook/run.ts";
import { widgetStateType } from "../../../kernel/notebook/widget-models.ts";
import { scriptKernel } from "../client/script-command.ts";

/** A widget in the kernel of script-kernel.ts: two controls, and an output that says where they stand. */
const widget = `
const open = (comm_id, state) => send("comm_open", { comm_id, target_name: "jupyter.widget", data: { state, buffer_paths: [] } });
const at = { t: 3, kind: 0 };
const outputs = () => [{ output_type: "stream", name: "stdout", text: "t " + Math.min(at.t, 7) + " kind " + at.kind }];
open("t", { _model_name: "IntSliderModel", description: "t", min: 0, max: TMAX, step: 1, value: 3 });
open("kind", { _model_name: "DropdownModel", description: "kind", _options_labels: ["a", "b"], index: 0 });
open("out", { _model_name: "OutputModel", outputs: outputs() });
open("box", { _model_name: "VBoxModel", children: ["IPY_MODEL_t", "IPY_MODEL_kind", "IPY_MODEL_out"] });
globalThis.moves = 0;
let busy = false;
const draw = (name) => async ({ origin, content }) => {
  globalThis.moves++;
  Object.assign(at, { [name]: content.data.state.value ?? content.data.state.index });
  const say = (state) => send("comm_msg", { comm_id: "out", data: { method: "update", state, buffer_paths: [] } }, origin);
  busy = true;
  say({ _dom_classes: ["noisebook-interact-busy"] });
  setTimeout(() => {
    busy = false;
    say({ outputs: outputs(), _dom_classes: [] });
  }, 3);
};
onComm("out", ({ origin }) => {
  const state = { _model_name: "OutputModel", outputs: outputs(), _dom_classes: busy ? ["noisebook-interact-busy"] : [] };
  send("comm_msg", { comm_id: "out", data: { method: "update", state, buffer_paths: [] } }, origin);
});
onComm("t", draw("t"));
onComm("kind", draw("kind"));
send("display_data", { data: { "application/vnd.jupyter.widget-view+json": { model_id: "box" }, "text/plain": "box" }, metadata: {} });
`;

const code = (source: string) => ({ cell_type: "code" as const, source, metadata: {}, outputs: [] });

async function last(cells: Notebook["cells"], options: Partial<RunOptions> = {}): Promise<RunStep> {
  const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  let step: RunStep | undefined;
  const all = { cwd: tmpdir(), command: scriptKernel, record: true, ...options };
  for await (const each of runNotebook(notebook, all)) step = each;
  return step!;
}

describe("recordWidget()", () => {
  it("keeps what each value of each control shows, also when it is drawn after the message, and every pair of few", async () => {
    const { result } = await last([code(widget.replace("TMAX", "9"))]);
    const recording = result.recordings.get("box")!;
    assert.equal(recording.output, "out");
    assert.deepEqual(recording.controls, [
      { model: "t", kind: "slider", labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], start: 3 },
      { model: "kind", kind: "choice", labels: ["a", "b"], start: 0 },
    ]);
    assert.equal(recording.frames.length, 20);
    for (const { at, outputs } of recording.frames)
      assert.deepEqual(outputs, [
        { output_type: "stream", name: "stdout", text: `t ${Math.min(at[0]!, 7)} kind ${at[1]}` },
      ]);
  });

  it("takes a time of its own: a cell's limit neither ends it nor makes it a failure of the cell", async () => {
    const slow = widget.replace("}, 3);", "}, 200);").replace("TMAX", "9");
    const { state, result } = await last([code(slow)], { timeout: 1.5 });
    assert.equal(state, "ok");
    assert.ok(result.recordings.get("box")!.frames.length > 1);
  });

  it("leaves the controls and the output as they were", async () => {
    const { result } = await last([
      code(widget.replace("TMAX", "9")),
      code('send("stream", { name: "stdout", text: String(globalThis.moves) })'),
    ]);
    const widgets = result.notebook.metadata["widgets"] as Record<
      string,
      { state: Record<string, { state: object }> }
    >;
    const { state } = widgets[widgetStateType]!;
    assert.deepEqual(state["out"]!.state, {
      _model_name: "OutputModel",
      _dom_classes: [],
      outputs: [{ output_type: "stream", name: "stdout", text: "t 3 kind 0" }],
    });
    assert.equal((state["t"]!.state as { value: number }).value, 3);
  });

  it("bounds the frames of a long slider, and does not pair what would be too many", async () => {
    const { result } = await last([code(widget.replace("TMAX", "999"))]);
    const { controls, frames } = result.recordings.get("box")!;
    assert.equal(controls[0]!.labels.length, 41);
    assert.equal(frames.length, 42);
    assert.ok(frames.every(({ at }) => at[0] === controls[0]!.start || at[1] === 0));
  });
});
