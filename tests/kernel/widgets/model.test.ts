import assert from "node:assert/strict";
import { toBundle } from "../../../kernel/display/index.ts";
import { button, column, image, slider, text, widget } from "../../../kernel/widgets/cell-widgets.ts";
import { type WidgetPage, widgetPage } from "./page.ts";

describe("a widget's comm", () => {
  let page: WidgetPage;
  beforeEach(() => {
    page = widgetPage();
  });

  it("opens with protocol version, the whole state, and references to its layout and style", () => {
    const made = widget("IntSlider", { value: 3 });
    const opened = page.of("comm_open").find(({ content }) => content.comm_id === made.id)!;
    assert.deepEqual(opened.metadata, { version: "2.1.0" });
    assert.equal(opened.content.target_name, "jupyter.widget");
    const { layout, style, ...state } = opened.content.data.state;
    assert.equal(layout, `IPY_MODEL_${made.state.layout.id}`);
    assert.equal(style, `IPY_MODEL_${made.state.style.id}`);
    assert.deepEqual(state, {
      _dom_classes: [],
      _model_module: "@jupyter-widgets/controls",
      _model_module_version: "2.0.0",
      _model_name: "IntSliderModel",
      _view_module: "@jupyter-widgets/controls",
      _view_module_version: "2.0.0",
      _view_name: "IntSliderView",
      behavior: "drag-tap",
      continuous_update: true,
      description: "",
      description_allow_html: false,
      disabled: false,
      max: 100,
      min: 0,
      orientation: "horizontal",
      readout: true,
      readout_format: "d",
      step: 1,
      tabbable: null,
      tooltip: null,
      value: 3,
    });
    const order = page.of("comm_open").map(({ content }) => content.data.state._model_name);
    assert.deepEqual(order, ["LayoutModel", "SliderStyleModel", "IntSliderModel"]);
  });

  it("sends what the code sets, once, and nothing that is the same already", () => {
    const made = slider(0, 9);
    made.value = 4;
    made.value = 4;
    const updates = page.of("comm_msg");
    assert.equal(updates.length, 1);
    assert.deepEqual(updates[0].content, {
      comm_id: made.id,
      data: { method: "update", state: { value: 4 }, buffer_paths: [] },
    });
  });

  it("takes what the reader moves, echoes it with the event's origin, and calls back once", () => {
    const made = slider(0, 9);
    const seen: number[] = [];
    const stop = new AbortController();
    made.onChange((value) => seen.push(value), { signal: stop.signal });
    page.move(made, { value: 7 });
    page.move(made, { value: 7 });
    assert.equal(made.value, 7);
    assert.deepEqual(seen, [7]);
    const [echo] = page.of("comm_msg");
    assert.equal(echo.origin, "event 1");
    assert.deepEqual(echo.content.data, { method: "echo_update", state: { value: 7 }, buffer_paths: [] });
    stop.abort();
    page.move(made, { value: 8 });
    assert.deepEqual(seen, [7]);
  });

  it("echoes before the listeners' own changes, so that those win on every page", () => {
    const made = slider(0, 9);
    made.onChange((value) => {
      made.value = Math.min(value, 5);
    });
    page.move(made, { value: 9 });
    assert.deepEqual(
      page.of("comm_msg").map(({ content }) => [content.data.method, content.data.state.value]),
      [
        ["echo_update", 9],
        ["update", 5],
      ],
    );
    assert.equal(made.value, 5);
  });

  it("answers request_state with the whole state", () => {
    const made = text({ value: "a" });
    page.deliver(made.id, { method: "request_state" });
    const [{ content }] = page.of("comm_msg");
    assert.equal(content.data.method, "update");
    assert.equal(content.data.state._model_name, "TextModel");
    assert.equal(content.data.state.value, "a");
  });

  it("gives a reloaded page all widgets, with buffers, over the control target", () => {
    const picture = image(new Uint8Array([1, 2]));
    const box = column([picture]);
    const before = page.sent().length;
    assert.ok(page.open("control", "jupyter.widget.control"));
    page.deliver("control", { method: "request_states" });
    const [answer] = page.sent().slice(before);
    assert.equal(answer.content.comm_id, "control");
    const { method, states, buffer_paths } = answer.content.data;
    assert.equal(method, "update_states");
    assert.deepEqual(states[box.id].state.children, [`IPY_MODEL_${picture.id}`]);
    assert.equal(states[box.id].model_name, "VBoxModel");
    assert.equal(states[box.id].model_module, "@jupyter-widgets/controls");
    assert.equal(states[box.id].model_module_version, "2.0.0");
    assert.deepEqual(buffer_paths, [[picture.id, "state", "value"]]);
    assert.deepEqual(answer.buffers, [new Uint8Array([1, 2])]);
  });

  it("sends bytes as buffers and takes them back", () => {
    const made = image(new Uint8Array([1]));
    const opened = page.of("comm_open").at(-1)!;
    assert.deepEqual(opened.content.data.buffer_paths, [["value"]]);
    assert.ok(!("value" in opened.content.data.state));
    assert.deepEqual(opened.buffers, [new Uint8Array([1])]);
    page.deliver(made.id, { method: "update", state: {}, buffer_paths: [["value"]] }, [
      new Uint8Array([9, 8]),
    ]);
    assert.deepEqual(made.value, new Uint8Array([9, 8]));
  });

  it("hands custom messages on: a button's clicks", () => {
    let clicks = 0;
    const made = button("Go", { onClick: () => clicks++ });
    page.deliver(made.id, { method: "custom", content: { event: "click" } });
    page.deliver(made.id, { method: "custom", content: { event: "other" } });
    assert.equal(clicks, 1);
  });

  it("closes at both ends, and is silent afterwards", () => {
    const made = slider(0, 9);
    made.close();
    made.close();
    assert.equal(page.of("comm_close").length, 1);
    made.value = 4;
    assert.equal(page.of("comm_msg").length, 0);
  });

  it("shows itself as a view, and as text for a saved page", () => {
    const made = slider(0, 999, { value: 250, label: "t" });
    assert.deepEqual(toBundle(made), {
      data: {
        "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: made.id },
        "text/plain": "t: 250 (0 to 999)",
      },
      metadata: {},
    });
  });

  it("shows a callback's prints, displays and errors below the cell that registered it", async () => {
    const made = slider(0, 9);
    page.origin = "cell 2";
    made.onChange(async (value) => {
      assert.equal(page.origin, "cell 2", "what it prints belongs to the cell as well");
      page.globals.display(value);
      await Promise.resolve();
      throw new RangeError("too far");
    });
    page.origin = "cell 5";
    page.move(made, { value: 3 });
    await page.settled();
    const shown = page.sent().filter(({ type }) => !type.startsWith("comm"));
    assert.deepEqual(
      shown.map(({ type, origin }) => [type, origin]),
      [
        ["display_data", "cell 2"],
        ["error", "cell 2"],
      ],
    );
    assert.equal(shown[1].content.evalue, "too far");
  });
});
