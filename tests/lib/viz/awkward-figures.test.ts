import assert from "node:assert/strict";
import {
  columns,
  displaySymbol,
  type Figure,
  filmStrip,
  histogram,
  imageGrid,
  lossCurve,
  scatter,
  scheduleCurves,
  snrCurve,
  vegaFigure,
} from "../../../lib/index.ts";
import { linear, slopes } from "./fixtures.ts";

describe("figures of awkward data", () => {
  const draw = async (figure: Figure) => (await figure[displaySymbol]())["text/plain"];
  const million = new Float64Array(1_000_000).map((_, index) => Math.sin(index) * 2);

  before(async () => {
    await draw(histogram([1]));
  });

  const quick: [string, () => Figure, RegExp][] = [
    ["histogram of one value", () => histogram([0.5]), /1 value, mean 0.500/],
    ["histogram of equal values without the curve", () => histogram([2, 2], { normal: false }), /2 values/],
    ["histogram of a million values", () => histogram(million), /1,000,000 values/],
    ["histogram with NaN", () => histogram([1, Number.NaN, Infinity]), /1 value, .*2 values not finite/],
    ["scatter of one point", () => scatter({ data: Float64Array.of(1, 2), count: 1, dim: 2 }), /1 point$/],
    [
      "scatter of points outside of its range",
      () => scatter({ data: Float64Array.of(9, 9, 8, -9), count: 2, dim: 2 }, { range: [-1, 1] }),
      /2 points outside the axes/,
    ],
    ["scatter of half a million", () => scatter({ data: million, count: 500_000, dim: 2 }), /500,000 points/],
    [
      "scatter with NaN",
      () => scatter({ data: Float64Array.of(1, Number.NaN, 1, 2), count: 2, dim: 2 }),
      /1 point not/,
    ],
    ["loss of one step", () => lossCurve([{ step: 1, loss: 0.5 }]), /1 step, from 0.5/],
    [
      "loss with NaN",
      () =>
        lossCurve([
          { step: 1, loss: 1 },
          { step: 2, loss: NaN },
        ]),
      /1 step without a loss/,
    ],
    [
      "loss of a million steps",
      () => lossCurve(Array.from(million, (loss, step) => ({ step, loss }))),
      /1,000,000 steps/,
    ],
    [
      "a picture of NaN",
      () => imageGrid({ data: Float32Array.of(NaN), count: 1, height: 1, width: 1, channels: 1 }),
      /1 picture/,
    ],
    [
      "SNR of a schedule that ends in nothing",
      () =>
        snrCurve(
          { name: "zero", steps: 2, beta: Float64Array.of(0.5, 1), alphaBar: Float64Array.of(0.5, 0) },
          { t: 1 },
        ),
      /SNR 0/,
    ],
  ];
  for (const [name, make, words] of quick)
    it(`${name} is drawn`, async () => {
      const start = performance.now();
      assert.match(await draw(make()), words);
      assert.ok(performance.now() - start < 10_000, `${performance.now() - start} ms`);
    });

  const none = { data: new Float32Array(0), count: 0, height: 1, width: 1, channels: 1 };
  const refused: [string, () => Figure, RegExp][] = [
    ["no value", () => histogram([]), /Cannot draw a histogram: none of 0 values is a finite number/],
    ["no finite value", () => histogram([NaN]), /none of 1 value is a finite number/],
    [
      "a falling range",
      () => histogram([1], { range: [1, 1] }),
      /range must be two rising numbers, got 1, 1/,
    ],
    ["half a bin", () => histogram([1], { bins: 0.5 }), /bins must be an integer from 1 to 500, got 0.5/],
    ["no picture", () => imageGrid(none), /Cannot draw a grid of 0 pictures: it holds 1 to 1024/],
    [
      "a million pictures",
      () => imageGrid({ ...none, data: new Float32Array(1e6), count: 1e6 }),
      /1,000,000 pictures/,
    ],
    ["too few values", () => imageGrid({ ...none, count: 2 }), /2 × 1 × 1 × 1 values are needed, got 0/],
    [
      "four channels",
      () => imageGrid({ ...none, data: new Float32Array(4), count: 1, channels: 4 }),
      /they have 1 or 3 channels, got 4/,
    ],
    ["too few captions", () => imageGrid(slopes(2), { captions: ["one"] }), /2 need 2 captions, got 1/],
    ["half a scale", () => imageGrid(slopes(1), { scale: 0.5 }), /scale must be a positive integer, got 0.5/],
    ["no frame", () => filmStrip([]), /Cannot draw a film strip: there is no step/],
    [
      "frames of other sizes",
      () =>
        filmStrip([
          { t: 0, x: slopes(1) },
          { t: 1, x: slopes(2) },
        ]),
      /film strip/,
    ],
    ["no loss", () => lossCurve([]), /none of 0 steps has a loss/],
    ["no schedule", () => scheduleCurves([]), /1 to 6 can be told apart, got 0/],
    [
      "a step outside the schedule",
      () => snrCurve(linear, { t: 1000 }),
      /t must be an integer from 0 to 999, got 1000/,
    ],
    [
      "points of a line",
      () => scatter({ data: Float64Array.of(1), count: 1, dim: 1 }),
      /two coordinates are needed/,
    ],
    ["no figure", () => columns(), /Cannot put figures in columns: there is no figure/],
    [
      "a chart of a million rows",
      () => vegaFigure({ data: { values: Array.from(million, (y) => ({ y })) }, mark: "point" }, "many"),
      /its data have 1000000 rows and at most 5000 can be drawn/,
    ],
  ];
  for (const [name, make, sentence] of refused)
    it(`${name} is refused with a sentence`, () => {
      assert.throws(make, (error: Error) => error instanceof RangeError && sentence.test(error.message));
    });

  it("a specification that Vega-Lite cannot read is a SyntaxError with its reason", async () => {
    await assert.rejects(
      async () => draw(vegaFigure({ mark: "brush" }, "nothing")),
      /SyntaxError: Cannot draw the chart/,
    );
  });
});
