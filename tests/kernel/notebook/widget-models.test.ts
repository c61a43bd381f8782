import assert from "node:assert/strict";
import {
  updateModels,
  type WidgetModels,
  widgetStateForFile,
  widgetTree,
} from "../../../kernel/notebook/widget-models.ts";

const open = (id: string, state: object, more: object = {}) => ({
  type: "comm_open",
  content: { comm_id: id, target_name: "jupyter.widget", data: { state, buffer_paths: [], ...more } },
});

describe("widget models", () => {
  it("updateModels() merges updates and forgets a closed widget", () => {
    const models: WidgetModels = new Map();
    updateModels(models, open("a", { _model_name: "IntSliderModel", value: 1, max: 9 }));
    updateModels(models, {
      type: "comm_msg",
      content: { comm_id: "a", data: { method: "update", state: { value: 5 } } },
    });
    updateModels(models, {
      type: "comm_msg",
      content: { comm_id: "b", data: { method: "update", state: { value: 5 } } },
    });
    assert.deepEqual([...models], [["a", { _model_name: "IntSliderModel", value: 5, max: 9 }]]);
    updateModels(models, { type: "comm_close", content: { comm_id: "a" } });
    assert.equal(models.size, 0);
  });

  it("widgetStateForFile() writes bytes as base64 with their place, as Jupyter's schema has it", () => {
    const models: WidgetModels = new Map();
    const state = {
      _model_name: "ImageModel",
      _model_module: "@jupyter-widgets/controls",
      _model_module_version: "2.0.0",
    };
    const nested = { ...state, list: [{ data: null }, 1], format: "png" };
    const paths = { buffer_paths: [["value"], ["list", 0, "data"]] };
    updateModels(models, { ...open("a", nested, paths), buffers: [Buffer.from("AB"), Buffer.from("C")] });
    const file = widgetStateForFile(models);
    assert.deepEqual(file, {
      version_major: 2,
      version_minor: 0,
      state: {
        a: {
          model_name: "ImageModel",
          model_module: "@jupyter-widgets/controls",
          model_module_version: "2.0.0",
          state: { ...state, list: [{}, 1], format: "png" },
          buffers: [
            { encoding: "base64", path: ["list", 0, "data"], data: "Qw==" },
            { encoding: "base64", path: ["value"], data: "QUI=" },
          ],
        },
      },
    });
  });

  it("widgetTree() lists what a box holds, once each, even in a circle", () => {
    const models: WidgetModels = new Map([
      ["box", { children: ["IPY_MODEL_a", "IPY_MODEL_inner"] }],
      ["a", {}],
      ["inner", { children: ["IPY_MODEL_a", "IPY_MODEL_b", "IPY_MODEL_box", "IPY_MODEL_gone"] }],
      ["b", {}],
    ]);
    assert.deepEqual(widgetTree(models, "box"), ["box", "a", "inner", "b"]);
  });
});
