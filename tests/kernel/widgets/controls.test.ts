import assert from "node:assert/strict";
import {
  checkbox,
  choiceSlider,
  datePicker,
  dropdown,
  fileUpload,
  logSlider,
  numberInput,
  radioButtons,
  rangeSlider,
  selectMultiple,
  slider,
  text,
  toggle,
} from "../../../kernel/widgets/cell-widgets.ts";
import { type WidgetPage, widgetPage } from "./page.ts";

describe("controls", () => {
  let page: WidgetPage;

  beforeEach(() => {
    page = widgetPage();
  });

  describe("slider", () => {
    it("is whole or continuous by its numbers", () => {
      const kinds: [ReturnType<typeof slider>, string, number, string][] = [
        [slider(0, 999), "IntSlider", 1, "d"],
        [slider(0, 1), "FloatSlider", 0.01, ".2f"],
        [slider(0, 1, { step: 1 }), "IntSlider", 1, "d"],
        [slider(0, 15, { step: 0.5 }), "FloatSlider", 0.5, ".1f"],
        [slider(0, 10, { value: 7.5 }), "FloatSlider", 0.1, ".1f"],
        [slider(-0.002, 0.002), "FloatSlider", 0.00001, ".5f"],
        [slider(0, 1000, { step: 50 }), "IntSlider", 50, "d"],
      ];
      for (const [made, name, step, format] of kinds) {
        const state = made.state as { step: number; readout_format: string };
        assert.deepEqual([made.name, state.step, state.readout_format], [name, step, format]);
      }
    });

    it("stands at 0 or the nearest end", () => {
      assert.deepEqual(
        [slider(0, 9).value, slider(-3, 3).value, slider(2, 9).value, slider(-9, -2).value],
        [0, 0, 2, -2],
      );
    });

    it("refuses ends out of order and values outside, in sentences", () => {
      assert.throws(() => slider(5, 5), {
        name: "RangeError",
        message: "Cannot make a slider: min must be below max, got 5 and 5",
      });
      assert.throws(() => slider(0, Number.NaN), RangeError);
      assert.throws(() => slider(0, 9, { value: 10 }), {
        message: "Cannot make a slider: the value must lie from 0 to 9, got 10",
      });
    });
  });

  describe("logSlider", () => {
    it("takes values and stands in exponents", () => {
      const made = logSlider(1e-5, 0.1, { value: 1e-3 });
      assert.deepEqual([made.state.min, made.state.max, made.state.base, made.value], [-5, -1, 10, 1e-3]);
      assert.throws(() => logSlider(0, 1), {
        message: "Cannot make a logSlider: min must be above 0, got 0",
      });
    });
  });

  describe("rangeSlider", () => {
    it("has two ends, at the quarters at first", () => {
      const made = rangeSlider(0, 1000);
      assert.deepEqual(made.value, [250, 750]);
      page.move(made, { value: [10, 20] });
      const [low, high] = made.value;
      assert.deepEqual([low, high, made.name], [10, 20, "IntRangeSlider"]);
      assert.throws(() => rangeSlider(0, 9, { value: [5, 2] }), /low end must not be above/);
    });
  });

  describe("dropdown", () => {
    it("gives the value that stands at the index which the page sends", () => {
      const made = dropdown(["v", "eps", "x0"]);
      const value: "v" | "eps" | "x0" = made.value;
      assert.equal(value, "v");
      assert.deepEqual(made.state._options_labels, ["v", "eps", "x0"]);
      page.move(made, { index: 2 });
      assert.equal(made.value, "x0");
      made.value = "eps";
      assert.equal(page.stateOf(made.id).index, 1);
    });

    it("takes label → value, and functions by their name", () => {
      assert.deepEqual(dropdown({ one: 1, two: 2 }, { value: 2 }).value, 2);
      const ddim = () => 0;
      assert.deepEqual(dropdown([ddim, Math.sqrt]).state._options_labels, ["ddim", "sqrt"]);
      assert.deepEqual(dropdown([{ name: "cosine" }]).state._options_labels, ["cosine"]);
    });

    it("refuses what is no choice", () => {
      const made = dropdown<string>(["a", "b"]);
      assert.throws(
        () => {
          made.value = "c";
        },
        { name: "RangeError", message: "Cannot choose c: the choices are a, b" },
      );
      assert.throws(() => dropdown([]), /there are no choices/);
    });

    it("has relatives with the same value", () => {
      for (const make of [radioButtons, choiceSlider]) assert.equal(make([1, 2, 3], { value: 2 }).value, 2);
      const several = selectMultiple(["a", "b", "c"], { value: ["c"] });
      page.move(several, { index: [0, 1] });
      assert.deepEqual(several.value, ["a", "b"]);
    });
  });

  describe("inputs", () => {
    it("toggle and checkbox are on or off", () => {
      for (const made of [toggle({ label: "on" }), checkbox({ label: "on" })]) {
        page.move(made, { value: true });
        assert.equal(made.value, true);
      }
    });

    it("text reports at Enter unless asked to at every key, and may suggest", () => {
      assert.equal(text().state.continuous_update, false);
      assert.equal(text({ continuous: true }).state.continuous_update, true);
      assert.equal(text({ suggestions: ["a"] }).name, "Combobox");
    });

    it("numberInput has the field that fits, without infinities on the wire", () => {
      assert.equal(numberInput().name, "FloatText");
      assert.equal(numberInput({ step: 1 }).name, "IntText");
      const bounded = numberInput({ min: 1 });
      assert.deepEqual([bounded.name, bounded.value], ["BoundedFloatText", 1]);
      assert.ok(Number.isFinite(page.stateOf(bounded.id).max));
      assert.throws(() => numberInput({ min: 0, value: -1 }), RangeError);
    });

    it("datePicker reads and writes days", () => {
      const made = datePicker({ value: "2024-02-29" });
      assert.deepEqual(page.stateOf(made.id).value, { year: 2024, month: 1, date: 29 });
      page.move(made, { value: { year: 2025, month: 11, date: 1 } });
      assert.equal(made.value, "2025-12-01");
      page.move(made, { value: null });
      assert.equal(made.value, undefined);
      assert.throws(() => datePicker({ value: "29.2.2024" }), /it is written as 2024-02-29, got 29.2.2024/);
    });

    it("fileUpload gives files with their bytes", () => {
      const made = fileUpload({ accept: ".csv" });
      const file = { name: "a.csv", type: "text/csv", size: 2, last_modified: 0 };
      page.deliver(
        made.id,
        { method: "update", state: { value: [file] }, buffer_paths: [["value", 0, "content"]] },
        [new Uint8Array([65, 66])],
      );
      assert.equal(new TextDecoder().decode(made.value[0].content), "AB");
      assert.equal(made.value[0].name, "a.csv");
    });
  });
});
