import assert from "node:assert/strict";
import {
  activationFilm,
  attentionMaps,
  blueprint,
  densityPlot,
  displaySymbol,
  type Figure,
  heatMap,
  lineChart,
  lossByStep,
  metricTable,
  orderPlot,
  similarityMatrix,
  trajectories,
  vectorField,
  weightSpectrum,
} from "../../../lib/index.ts";
import { cases } from "./chart-cases.ts";
import { assertDrawn, assertRefused, describeFigures } from "./figure-suite.ts";
import { bellShaped, slopes } from "./fixtures.ts";

describeFigures("charts", cases);

const axes = { x: { title: "x" }, y: { title: "y" } };
const line = (y: ArrayLike<number>, x?: ArrayLike<number>) =>
  lineChart({ series: [{ name: "a", y, ...(x && { x }) }], ...axes });
const million = new Float64Array(1_000_000).map((_, index) => Math.sin(index) * 2);
const points = { data: million, count: 500_000, dim: 2 };
const nothing = { data: new Float64Array(0), count: 0, dim: 2 };
const range = [-1, 1] as const;

describe("charts of awkward data", () => {
  assertDrawn({
    "a line of one value": [() => line([1]), /a from 1 to 1$/],
    "a line of equal values": [() => line([2, 2, 2]), /a from 2 to 2$/],
    "a line with holes": [() => line([1, Number.NaN, Infinity, 4]), /from 1 to 4; 2 values left out/],
    "a line of a million values": [() => line(million), /a from 0/],
    "a matrix of one value": [() => heatMap([[5]]), /1 row by 1 column, from 5 to 5/],
    "a matrix of zeros": [() => heatMap([[0, 0]]), /from 0 to 0/],
    "a matrix with NaN": [() => heatMap([[Number.NaN, 1]]), /1 value not finite/],
    "a matrix of a million values": [
      () => heatMap({ data: million, count: 1000, dim: 1000 }),
      /1,000 rows by 1,000 columns/,
    ],
    "similarities of one pair": [() => similarityMatrix([[0.5]]), /pairs 0.5 on average; 1 of 1 rows/],
    "a field with holes": [
      () => vectorField((x) => [Math.log(x), 0], { range, count: 4 }),
      /8 arrows .*; 8 vectors not finite/,
    ],
    "a field of zeros": [() => vectorField(() => [0, 0], { range, count: 2 }), /lengths from 0 to 0/],
    "a density of one point": [
      () => densityPlot({ points: { data: Float64Array.of(1, 2), count: 1, dim: 2 } }),
      /1 point$/,
    ],
    "a density of half a million": [() => densityPlot({ points }), /500,000 points/],
    "half a million points on a density": [
      () => densityPlot({ points, density: () => 1, range }),
      /500 points of 500,000 drawn/,
    ],
    "a density of nothing": [() => densityPlot({ density: () => Number.NaN, range }), /Density/],
    "many ways": [() => trajectories([points, points]), /500,000 ways of 2 places; 60 of 500,000 drawn/],
    "an order of one run": [() => orderPlot([{ name: "a", evaluations: [1], error: [0.5] }]), /a of order 0/],
    "a loss at one step": [() => lossByStep([0.5]), /1 loss, highest at t = 0/],
    "a million losses": [() => lossByStep(million), /999,999|1,000,000 losses/],
    "losses with NaN on a logarithmic axis": [
      () => lossByStep([1, 0, Number.NaN, 2], { log: true }),
      /2 losses.*; 2 left out/,
    ],
    "a spectrum of one value": [() => weightSpectrum([{ name: "a", values: [1] }]), /99 % in 1/],
    "activations that are not finite": [
      () =>
        activationFilm([
          { name: "a", shape: [1, 2], values: { shape: [1, 2], data: Float32Array.of(NaN, 1) } },
        ]),
      /Activations: a 2/,
    ],
    "a part without parts": [
      () => blueprint({ name: "weight", kind: "tensor", parameters: 6, shape: [2, 3], children: [] }),
      /weight: tensor of 6 parameters/,
    ],
    "a table with holes": [() => metricTable([{ a: 1 }, { b: Number.NaN }]), /a 1, b –; a –, b NaN/],
  });

  assertRefused({
    "no line": [() => lineChart({ series: [], ...axes }), /1 to 7 series can be told apart, got 0/],
    "an empty line": [() => line([]), /Cannot draw lines: none of 0 values can be drawn/],
    "a line of NaN": [() => line([Number.NaN]), /none of 1 value can be drawn/],
    "x and y of other lengths": [
      () => line([1, 2], [1]),
      /x and y of a must have the same length, got 1 and 2/,
    ],
    "an empty matrix": [() => heatMap([]), /Cannot draw a heat map: it has 0 rows and 0 columns/],
    "a ragged matrix": [() => heatMap([[1, 2], [1]]), /must have 2 numbers as the first, got 1 in row 1/],
    "a matrix of NaN": [() => heatMap([[Number.NaN]]), /none of 1 value is a finite number/],
    "too few names": [() => heatMap([[1, 2]], { columns: ["a"] }), /2 columns need as many names, got 1/],
    "an endless field": [() => vectorField(() => [NaN, 0], { range }), /no finite vector in the range/],
    "a field of half an arrow": [
      () => vectorField(() => [0, 0], { range, count: 0.5 }),
      /count must be an integer from 2 to 40, got 0.5/,
    ],
    "a falling range": [
      () => vectorField(() => [0, 0], { range: [1, -1] }),
      /range must be two rising numbers, got 1, -1/,
    ],
    "neither points nor density": [() => densityPlot({}), /give points, a density, or both/],
    "a function without a range": [() => densityPlot({ density: () => 1 }), /a function needs a range/],
    "no point": [() => densityPlot({ points: nothing }), /none of 0 points has finite coordinates/],
    "no way": [() => trajectories([]), /at least one way of two places is needed, got 0 ways of 0 places/],
    "steps of other sizes": [() => trajectories([points, nothing]), /each step must have 500,000 points/],
    "an order without errors": [
      () => orderPlot([{ name: "a", evaluations: [1], error: [0] }]),
      /no error of a is a number above 0/,
    ],
    "no loss at all": [() => lossByStep([]), /none of 0 losses can be drawn/],
    "steps without losses": [() => lossByStep({ t: [1], loss: [] }), /1 step need as many losses, got 0/],
    "no map": [
      () => attentionMaps(slopes(1), [], { tokens: ["a"] }),
      /at least one map and one token are needed/,
    ],
    "a map of three axes": [
      () => attentionMaps(slopes(1), { shape: [1, 4, 1], data: [1, 1, 1, 1] }, { tokens: ["a"] }),
      /must have the axes picture, head, position, token, got \[1, 4, 1\]/,
    ],
    "a map of three positions": [
      () => attentionMaps(slopes(1), { shape: [1, 1, 3, 1], data: [1, 1, 1] }, { tokens: ["a"] }),
      /3 positions do not lie evenly over 8 × 8 pixels/,
    ],
    "activations without values": [
      () => activationFilm([{ name: "a", shape: [1] }]),
      /none was kept with its values/,
    ],
    "a depth of half": [
      () => blueprint({ name: "a", kind: "b", parameters: 0, children: [] }, { depth: 0.5 }),
      /depth must be an integer from 0, got 0.5/,
    ],
    "a table without rows": [() => metricTable([]), /it has 1 to 100 rows, got 0/],
  });
});

describe("lineChart()", () => {
  it("keeps the highest value of a long line, and ends lines at holes", async () => {
    const y = bellShaped(10_000);
    y[1234] = 77;
    y[5000] = Number.NaN;
    const { values } = await dataOf(line(y));
    assert.ok(values.length < 700);
    assert.ok(values.some((row) => row.y === 77));
    assert.deepEqual([...new Set(values.map((row) => row.piece))], [0, 1]);
  });
});

describe("metricTable()", () => {
  it("is a table where the notebook can show one, with what was given as text", async () => {
    const bundle = await metricTable(
      [
        { name: "<b>", loss: 2 },
        { name: "c", loss: 1 },
      ],
      { better: { loss: "lower" } },
    )[displaySymbol]();
    assert.match(String(bundle["text/html"]), /&lt;b&gt;.*<strong>1<\/strong>/);
  });
});

async function dataOf(figure: Figure): Promise<{ values: Record<string, unknown>[] }> {
  const bundle = await figure[displaySymbol]();
  return (bundle["application/vnd.vegalite.v5+json"] as { data: { values: Record<string, unknown>[] } }).data;
}
