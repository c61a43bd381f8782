/** One small drawing of each chart: what the golden files hold. */
// Long: a list of cases.
import {
  activationFilm,
  attentionMaps,
  blueprint,
  comparisonGrid,
  dark,
  densityPlot,
  describe,
  heatMap,
  lineChart,
  lossByStep,
  metricTable,
  mixture,
  orderPlot,
  pointCloud,
  publishedConfig,
  recordingPlayer,
  type SvgFigure,
  similarityMatrix,
  surface,
  trajectories,
  vectorField,
  weightSpectrum,
} from "../../../lib/index.ts";
import { bellShaped, constant, linear, pointCloud as normalPoints, slopes } from "./fixtures.ts";

const weights = [0.5, 0.3, 0.2];
const means = [
  [-1.5, -1],
  [1.5, 0],
  [0, 1.8],
];
const exact = mixture({ weights, means, deviations: [0.5, 0.4, 0.3] });
const at = (x: number, y: number) => ({ data: Float64Array.of(x, y), count: 1, dim: 2 });
const density = (x: number, y: number) => exact.density(at(x, y), 0.3)[0];
const count = <T>(length: number, of: (index: number) => T) =>
  Array.from({ length }, (_, index) => of(index));

/** Spirals inward, as a probability flow would not, but well to see. */
const spirals = count(9, (path) => path).map((path) =>
  count(30, (step) => step).map((step) => {
    const [angle, radius] = [path * 0.7 + step * 0.08, 2.6 * (1 - step / 32)];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }),
);

const place = (name: string, ...shape: number[]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return { name, shape, values: { shape, data: Float32Array.from(bellShaped(size)) } };
};

/** As a small U-Net would leave them. */
const activations = [
  place("time", 1, 32),
  place("input", 1, 16, 16, 8),
  place("down.0.blocks.0", 1, 16, 16, 8),
  place("down.1.blocks.0", 1, 8, 8, 16),
  place("middle.transformer.layers.0.cross.map", 1, 2, 16, 5),
  place("middle.transformer", 1, 16, 32),
  place("up.0.blocks.0", 1, 16, 16, 8),
  place("output", 1, 16, 16, 3),
];

export const cases: Record<string, () => SvgFigure> = {
  "line-chart": () =>
    lineChart({
      series: [
        { name: "with guidance", x: count(40, (t) => t), y: count(40, (t) => 2 * Math.exp(-t / 10) + 0.1) },
        {
          name: "without",
          x: count(40, (t) => t),
          y: count(40, (t) => (t === 20 ? Number.NaN : Math.exp(-t / 20))),
        },
      ],
      x: { title: "step" },
      y: { title: "error (share of pixels)", log: true },
      title: "Errors",
    }),
  "line-chart-long": () =>
    lineChart({
      series: [{ name: "one", y: bellShaped(20_000) }],
      x: { title: "time (s)" },
      y: { title: "value" },
    }),
  "heat-map": () =>
    heatMap([count(4, (i) => i), count(4, (i) => i * i - 4), [0, Number.NaN, 2, -1]], {
      rows: ["first", "second", "third"],
      columns: ["a", "b", "c", "a longer name"],
      title: "Both signs",
    }),
  "heat-map-large": () =>
    heatMap(
      {
        data: Float64Array.from(count(100 * 80, (i) => Math.sin(i / 300) * (i % 80) + 90)),
        count: 100,
        dim: 80,
      },
      {
        title: "One sign",
        axes: { rows: "step", columns: "unit", value: "activation" },
      },
    ),
  "similarity-matrix": () =>
    similarityMatrix(
      [
        [0.9, 0.1, -0.2],
        [0.3, 0.7, 0.1],
        [0, 0.5, 0.4],
      ],
      { rows: ["picture 1", "picture 2", "picture 3"], columns: ["a red circle", "a blue square", "a cat"] },
    ),
  "vector-field": () =>
    vectorField((x, y) => exact.score(at(x, y), 0.3).data, {
      range: [-3, 3],
      density,
      title: "Score at σ = 0.3",
    }),
  "density-plot": () =>
    densityPlot({ density, points: normalPoints(80), range: [-3, 3], title: "Samples on the density" }),
  "density-plot-points": () => densityPlot({ points: normalPoints(4000) }),
  trajectories: () => trajectories(spirals, { density, range: [-3, 3], title: "From noise to data" }),
  "order-plot": () =>
    orderPlot([
      { name: "Euler", evaluations: [16, 32, 64], error: [0.08, 0.041, 0.02] },
      { name: "Heun", evaluations: [32, 64, 128], error: [0.02, 0.0051, 0.00124], slope: -2.01 },
    ]),
  "metric-table": () =>
    metricTable(
      [
        { model: "version 1", FID: { value: 12.345, interval: [11.2, 13.9] }, recall: 0.41, note: "no text" },
        { model: "version 2", FID: { value: 9.81, interval: [9.1, 10.6] }, recall: 0.62 },
      ],
      { title: "Two models", better: { FID: "lower", recall: "higher" } },
    ),
  "loss-by-step": () =>
    lossByStep(
      count(30, (step) => ({
        t: count(50, (row) => (row * 20 + step) % 1000),
        loss: count(
          50,
          (row) => 0.1 + Math.exp(-((row * 20 + step) % 1000) / 200) * (1 + 0.3 * Math.sin(row * 7 + step)),
        ),
      })),
      { floor: 0.08, title: "Loss by step" },
    ),
  "weight-spectrum": () =>
    weightSpectrum([
      { name: "rank 4", values: [5, 3, 2, 0.5, 1e-8, 0] },
      { name: "all weights", values: count(24, (i) => 6 * Math.exp(-i / 4)) },
    ]),
  "attention-maps": () =>
    attentionMaps(
      slopes(2),
      { shape: [2, 2, 16, 3], data: count(192, (i) => Math.abs(Math.sin(i * i))) },
      { tokens: ["a", "red", "circle"] },
    ),
  "activation-film": () => activationFilm(activations),
  blueprint: () => blueprint(describe(publishedConfig("sdxl")), { title: "Stable Diffusion XL", depth: 2 }),
  surface: () =>
    surface(
      count(30, (row) => count(30, (column) => density(column / 5 - 3, row / 5 - 3))),
      {
        x: count(30, (i) => i / 5 - 3),
        y: count(30, (i) => i / 5 - 3),
        title: "Density at σ = 0.3",
        axes: { x: "first", y: "second", z: "density" },
      },
    ),
  "point-cloud": () =>
    pointCloud(
      { data: bellShaped(900), count: 300, dim: 3 },
      { groups: count(300, (i) => (i % 3 ? "sampled" : "data")), title: "Two sets" },
    ),
  "comparison-grid": () =>
    comparisonGrid(
      {
        settings: { schedule: [linear, constant], steps: [5, 25] },
        cells: [
          { choice: { schedule: linear, steps: 5 }, result: slopes(4) },
          { choice: { schedule: linear, steps: 25 }, error: "Cannot sample: the numbers are not finite" },
          { choice: { schedule: constant, steps: 5 }, result: slopes(4) },
          { choice: { schedule: constant, steps: 25 } },
        ],
        done: 3,
      },
      { title: "Schedules" },
    ),
  "comparison-grid-numbers": () =>
    comparisonGrid({
      settings: { guidance: [1, 3], steps: [5, 25] },
      cells: count(3, (i) => ({
        choice: { guidance: [1, 1, 3][i], steps: [5, 25, 5][i] },
        result: i / 4,
      })).concat({ choice: { guidance: 3, steps: 25 } } as never),
      done: 3,
    }),
  "dark-loss-by-step": () =>
    dark(
      lossByStep(
        count(100, (i) => Math.exp(-i / 20)),
        { floor: 0.05, title: "On dark paper" },
      ),
    ),
  "recording-player": () =>
    recordingPlayer({
      ...{ name: "a run", steps: 3, stride: 1, bytes: 0 },
      frames: count(3, (index) => ({
        index,
        t: 900 - 400 * index,
        sigma: 1,
        snr: 1,
        evaluations: index + 1,
        x: slopes(2),
        x0: slopes(2),
        eps: slopes(2),
      })),
    }),
};
