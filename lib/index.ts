/** The public library, every export by name: the table of contents. */
export {
  type Backend,
  type BackendName,
  type BackendReason,
  type SelectBackendOptions,
  selectBackend,
} from "./core/backend.ts";
export { type Coefficient, combine, type Term } from "./core/combine.ts";
export { type TensorOf, toImages, toPoints, toTensor } from "./core/convert.ts";
export { displaySymbol, type Figure, type FigureBundle } from "./core/figure.ts";
export { gaussianLike, type NoiseOptions } from "./core/gaussian.ts";
export type { Images } from "./core/images.ts";
export { type AdamOptions, type AdamState, adamStep } from "./core/ops/adam-step.ts";
export { type AttentionOptions, attention } from "./core/ops/attention.ts";
export { type Conv2dOptions, conv2dBias } from "./core/ops/conv2d-bias.ts";
export { type GroupNormOptions, groupNormSilu } from "./core/ops/group-norm-silu.ts";
export { upsample2x } from "./core/ops/upsample2x.ts";
export { decodePng, encodePng, type Raster } from "./core/png.ts";
export type { Points } from "./core/points.ts";
export { type Draw, type Random, type RandomOptions, random } from "./core/random.ts";
export { checkShape, ShapeError, type Sizes, type Tensor } from "./core/tensor.ts";
export type { HostValues, Values } from "./core/values.ts";
export { type Card, cardProblems, type DataFile } from "./data/card.ts";
export {
  type Dataset,
  dataset,
  type Finding,
  pickImages,
  type Row,
  vocabularyOf,
  words,
} from "./data/dataset.ts";
export { type LoadOptions, loadDataset } from "./data/load.ts";
export { datasetNames } from "./data/shipped.ts";
export { inSplit, type Split } from "./data/split.ts";
export { check } from "./exercise/check.ts";
export type { Exercise, Mistake } from "./exercise/exercise.ts";
export type { Verdict, VerdictFacts } from "./exercise/verdict.ts";
export { type ForwardOptions, forward } from "./process/forward.ts";
export { type CosineScheduleOptions, cosineSchedule } from "./schedule/cosine.ts";
export { linearSchedule } from "./schedule/linear.ts";
export { scaledLinearSchedule } from "./schedule/scaled-linear.ts";
export type { BetaRange, Schedule } from "./schedule/schedule.ts";
export { sigmoidSchedule } from "./schedule/sigmoid.ts";
export { snr } from "./schedule/snr.ts";
export { zeroTerminalSnr } from "./schedule/zero-terminal-snr.ts";
export { columns, rows } from "./viz/compose.ts";
export { type FilmStep, filmStrip } from "./viz/film-strip.ts";
export { type HistogramOptions, histogram } from "./viz/histogram.ts";
export { type ImageGridOptions, imageGrid } from "./viz/image-grid.ts";
export { type LossCurveOptions, type LossStep, lossCurve } from "./viz/loss-curve.ts";
export type { Numbers } from "./viz/numbers.ts";
export { type ScatterOptions, scatter } from "./viz/scatter.ts";
export { scheduleCurves } from "./viz/schedule-curves.ts";
export { snrCurve } from "./viz/snr-curve.ts";
export type { SvgFigure } from "./viz/svg-figure.ts";
export { type VegaLiteSpec, vegaFigure } from "./viz/vega.ts";
