import assert from "node:assert/strict";
import fc from "fast-check";
import { controlsOf, mostStations } from "../../../kernel/notebook/controls.ts";
import { coarseToFine } from "../../../kernel/notebook/record.ts";

const controls = (state: Record<string, unknown>) => controlsOf(new Map([["a", state]]), "a");
const slider = (min: number, max: number, step: number, value: number) =>
  controls({ _model_name: "FloatSliderModel", min, max, step, value })[0]!;

describe("controls", () => {
  it("controlsOf() takes each step of a short slider", () => {
    const { stations, start } = slider(0, 1, 0.25, 0.5);
    assert.deepEqual(
      stations.map(({ label }) => label),
      ["0.00", "0.25", "0.50", "0.75", "1.00"],
    );
    assert.deepEqual(stations[start]!.patch, { value: 0.5 });
  });

  it("controlsOf() takes a bounded number of a long slider's values: its ends, and where it stands", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5000 }), fc.nat(), (max, at) => {
        const value = at % (max + 1);
        const { stations, start } = slider(0, max, 1, value);
        const values = stations.map(({ patch }) => patch["value"] as number);
        assert.ok(values.length <= mostStations);
        assert.equal(values[start], value);
        assert.ok(values.every((v, i) => i === 0 || v > values[i - 1]!));
        if (start !== 0) assert.equal(values[0], 0);
        if (start !== values.length - 1) assert.equal(values.at(-1), max);
      }),
    );
  });

  it("controlsOf() moves a logarithmic slider by its exponent", () => {
    const state = { _model_name: "FloatLogSliderModel", base: 10, min: -3, max: 0, step: 1, value: 0.1 };
    const [control] = controls(state);
    assert.deepEqual(
      control!.stations.map(({ label }) => label),
      ["0.001", "0.01", "0.1", "1"],
    );
    assert.equal(control!.start, 2);
  });

  it("controlsOf() knows choices and switches, and leaves out what is disabled or has nothing to choose", () => {
    const choice = { _model_name: "DropdownModel", _options_labels: ["linear", "cosine"], index: 1 };
    assert.deepEqual(controls(choice)[0], {
      model: "a",
      kind: "choice",
      stations: [
        { patch: { index: 0 }, label: "linear" },
        { patch: { index: 1 }, label: "cosine" },
      ],
      start: 1,
    });
    assert.equal(controls({ _model_name: "CheckboxModel", value: true })[0]!.start, 1);
    assert.deepEqual(controls({ ...choice, disabled: true }), []);
    assert.deepEqual(controls({ ...choice, _options_labels: ["one"], index: 0 }), []);
    assert.deepEqual(controls({ _model_name: "TextModel", value: "" }), []);
  });

  it("coarseToFine() visits every number once, the ends and the middle first", () => {
    assert.deepEqual(coarseToFine(5), [0, 4, 2, 1, 3]);
    for (let count = 1; count < 60; count++)
      assert.deepEqual(
        coarseToFine(count).sort((a, b) => a - b),
        Array.from({ length: count }, (_, i) => i),
      );
  });
});
