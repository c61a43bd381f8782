import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  columns,
  decodePng,
  displaySymbol,
  type Figure,
  filmStrip,
  histogram,
  imageGrid,
  lossCurve,
  rows,
  type SvgFigure,
  scatter,
  scheduleCurves,
  snrCurve,
  vegaFigure,
} from "../../../lib/index.ts";
import { textWidth } from "../../../lib/viz/text-width.ts";
import { describeFigures } from "./figure-suite.ts";
import { bellShaped, constant, linear, pointCloud, slopes } from "./fixtures.ts";
import { assertGolden } from "./golden.ts";

const history = Array.from({ length: 700 }, (_, index) => ({
  step: index + 1,
  loss: 0.4 + Math.exp(-index / 100) + 0.05 * Math.sin(index),
}));

const figures: Record<string, () => SvgFigure> = {
  "image-grid": () => imageGrid(slopes(10)),
  "image-grid-captions": () =>
    imageGrid(slopes(3, { channels: 1 }), {
      captions: ["one", "a longer one", "three"],
      title: "Grey & white <3>",
    }),
  "film-strip": () => filmStrip([0, 500, 999].map((t) => ({ t, x: slopes(2) }))),
  "film-strip-step": () => filmStrip({ t: 300, x: slopes(1), x0: slopes(1), eps: slopes(1) }),
  histogram: () => histogram(bellShaped(5000), { title: "Nearly normal" }),
  "histogram-plain": () =>
    histogram([...bellShaped(100), Number.NaN], { normal: false, range: [-1, 1], bins: 10 }),
  "schedule-curves": () => scheduleCurves([linear, constant]),
  "snr-curve": () => snrCurve([linear, constant], { t: 300 }),
  "loss-curve": () => lossCurve(history, { floor: 0.38, title: "Loss" }),
  scatter: () => scatter(pointCloud(200), { title: "Points" }),
  "scatter-density": () => scatter(pointCloud(3000)),
  "columns-and-rows": () => rows(columns(imageGrid(slopes(1)), snrCurve(linear)), histogram(bellShaped(99))),
};

describeFigures("figures", figures);

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

describe("imageGrid()", () => {
  it("shows each pixel as a square of its colour, clipped to [−1, 1], and NaN as magenta", async () => {
    const data = Float32Array.of(-3, 0, 1, NaN);
    const figure = imageGrid({ data, count: 1, height: 2, width: 2, channels: 1 }, { scale: 10 });
    const bundle = await figure[displaySymbol]();
    const png = decodePng(Buffer.from(bundle["image/png"] as string, "base64"));
    const pixel = (x: number, y: number) => [
      ...png.data.subarray((y * png.width + x) * png.channels).subarray(0, 3),
    ];
    for (const inset of [1, 10, 18]) {
      assert.deepEqual(pixel(16 + inset, 16 + inset), [0, 0, 0]);
      assert.deepEqual(pixel(36 + inset, 16 + inset), [128, 128, 128]);
      assert.deepEqual(pixel(16 + inset, 36 + inset), [255, 255, 255]);
      assert.deepEqual(pixel(36 + inset, 36 + inset), [255, 0, 255]);
    }
  });

  it("writes a long caption on several lines, all within the paper", async () => {
    const words = "a surprised face with dark skin, blue eyes, long grey hair and green clothes";
    const images = { data: new Float32Array(8), count: 2, height: 2, width: 2, channels: 1 };
    const svg = await imageGrid(images, { captions: [words, "short"], columns: 1, scale: 20 }).svg();
    const lines = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</g)];
    const [first, last] = [lines[0], lines.at(-2)!];
    assert.equal(lines.map((line) => line[3]).join(" "), `${words} short`);
    assert.ok(lines.length > 3 && Number(last[2]) > Number(first[2]));
    const [, width] = /width="(\d+)"/.exec(svg)!;
    for (const [, x, , text] of lines) {
      const half = textWidth(text, { size: 11 }) / 2;
      assert.ok(Number(x) - half >= 0 && Number(x) + half <= Number(width), text);
    }
  });
});

describe("vegaFigure()", () => {
  it("holds the specification in the form that JupyterLab draws, as JSON", async () => {
    const spec = { data: { values: [{ x: NaN }, { x: 1 }] }, mark: "tick", encoding: { x: { field: "x" } } };
    const bundle = await vegaFigure(spec, "ticks")[displaySymbol]();
    const shown = bundle["application/vnd.vegalite.v5+json"] as typeof spec & { $schema: string };
    assert.match(shown.$schema, /v5\.json$/);
    assert.deepEqual(shown.data.values, [{ x: null }, { x: 1 }]);
    assert.deepEqual(JSON.parse(JSON.stringify(shown)), shown);
  });
});

describe("columns()", () => {
  it("takes a figure that has only a PNG", async () => {
    const bundle = await imageGrid(slopes(1))[displaySymbol]();
    const onlyPng: Figure = {
      [displaySymbol]: () => ({ "image/png": bundle["image/png"], "text/plain": "a picture" }),
    };
    const { width } = (bundle.metadata as Record<string, { width: number }>)["image/png"];
    assert.match(await columns(onlyPng, onlyPng).svg(), new RegExp(`^<svg [^>]*width="${2 * width + 12}"`));
  });

  it("names what it cannot draw", async () => {
    const text: Figure = { [displaySymbol]: () => ({ "text/plain": "words" }) };
    await assert.rejects(async () => columns(text)[displaySymbol](), /one has no picture, only text\/plain/);
  });
});

describe("assertGolden()", () => {
  const folder = mkdtempSync(join(tmpdir(), "golden-"));

  it("keeps a new drawing, but not under CI", () => {
    assert.throws(() => assertGolden("new", "<svg/>", { folder, ci: true }), /no golden file/);
    assertGolden("new", "<svg/>", { folder, ci: false });
    assert.equal(readFileSync(join(folder, "new.svg"), "utf8"), "<svg/>\n");
  });

  it("leaves a changed drawing beside the golden file", () => {
    assert.throws(() => assertGolden("new", "<svg><g/></svg>", { folder, ci: true }), /new-changed\.svg/);
    assert.ok(existsSync(join(folder, "new-changed.svg")));
  });

  it("does not see digits that differ between machines", () => {
    assertGolden("digits", '<svg id="a9" x="1.001"/>', { folder, ci: false });
    assertGolden("digits", '<svg id="b3" x="1.002"/>', { folder, ci: true });
  });
});
