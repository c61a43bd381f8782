import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
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
import { temporaryFolder } from "../../temporary-folder.ts";
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
  const folder = temporaryFolder();

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
