/** The public library, every export by name: the table of contents. */
export {
  type Backend,
  type BackendName,
  type BackendReason,
  type SelectBackendOptions,
  selectBackend,
} from "./core/backend.ts";
export { collect } from "./core/collect.ts";
export { type Coefficient, combine, type Term } from "./core/combine.ts";
export { type TensorOf, toImages, toPoints, toTensor } from "./core/convert.ts";
export { displaySymbol, type Figure, type FigureBundle } from "./core/figure.ts";
export { gaussianLike, type NoiseOptions } from "./core/gaussian.ts";
export type { Images } from "./core/images.ts";
export { decodePng, encodePng, type Raster } from "./core/png.ts";
export type { Points } from "./core/points.ts";
export { type Draw, type Random, type RandomOptions, random } from "./core/random.ts";
export { checkShape, ShapeError, type Sizes, type Tensor } from "./core/tensor.ts";
export type { HostValues, Values } from "./core/values.ts";
export { audit } from "./data/audit.ts";
export type { AuditOptions, AuditReport } from "./data/audit-report.ts";
export { type Augmented, type AugmentOptions, augment } from "./data/augment.ts";
export { type Association, associations, type Balance, balance } from "./data/balance.ts";
export { type CaptionQuality, captionQuality } from "./data/caption-quality.ts";
export { type Card, cardProblems, type DataFile } from "./data/card.ts";
export { checkShapes, type ShapeCheck } from "./data/check-shapes.ts";
export { type ChangedSet, clean, rebalance } from "./data/clean.ts";
export {
  type Dataset,
  dataset,
  type Finding,
  pickImages,
  type Row,
  vocabularyOf,
  words,
} from "./data/dataset.ts";
export { exactDuplicates, type NearPair, nearDuplicates } from "./data/duplicates.ts";
export { type LabelDoubt, labelDoubts } from "./data/label-doubts.ts";
export { loadDataset } from "./data/load.ts";
export type { LoadOptions } from "./data/load-options.ts";
export { type PictureQuality, pictureQuality } from "./data/picture-quality.ts";
export { heldOut } from "./data/shapes.ts";
export { type Share, shares } from "./data/shares.ts";
export { datasetNames } from "./data/shipped.ts";
export { inSplit, type Split } from "./data/split.ts";
export { loadMerges, loadWordVectors, type WordVectors } from "./data/text-tables.ts";
export { type Changed, crop, normalise, resize } from "./data/transforms.ts";
export { denoiserGradients, denoiserLosses, type Questions } from "./evaluate/denoiser-gradients.ts";
export { type FitOptions, type FitStep, fitDenoiser } from "./evaluate/fit-denoiser.ts";
export { type Gradients, type TrakOptions, tracIn, trak } from "./evaluate/influence.ts";
export { type DatamodellingScore, linearDatamodellingScore } from "./evaluate/linear-datamodelling-score.ts";
export { type NoisePair, noisePairs } from "./evaluate/noised-batch.ts";
export { rankCorrelation } from "./evaluate/rank-correlation.ts";
export {
  halfSubsets,
  leaveOneOut,
  leaveOneOutSubsets,
  type Retrained,
  type RetrainOptions,
  retrain,
} from "./evaluate/retrain.ts";
export { type Similarity, similarity } from "./evaluate/similarity.ts";
export type { SmallDenoiser } from "./evaluate/small-denoiser.ts";
export { check } from "./exercise/check.ts";
export type { Exercise, Mistake } from "./exercise/exercise.ts";
export type { Verdict, VerdictFacts } from "./exercise/verdict.ts";
export type { ExactDenoiser, Label } from "./oracle/exact-denoiser.ts";
export type { MixtureParameters } from "./oracle/gaussians.ts";
export { idealDenoiser } from "./oracle/ideal-denoiser.ts";
export { type LossFloorOptions, lossFloor, lossFloors } from "./oracle/loss-floor.ts";
export { type Mixture, mixture } from "./oracle/mixture.ts";
export { type Denoised, type Denoiser, predicting } from "./process/denoiser.ts";
export { edmDenoiser, edmPreconditioning, type Network, type Preconditioning } from "./process/edm.ts";
export { flowForward } from "./process/flow.ts";
export { type ForwardOptions, forward } from "./process/forward.ts";
export { type Guidance, guidanceScale, guide, guideByClassifier } from "./process/guidance.ts";
export { type LossOptions, loss } from "./process/loss.ts";
export { edmWeight, errorRatio, minSnrWeight, p2Weight } from "./process/loss-weight.ts";
export { type OffsetNoiseOptions, offsetNoise } from "./process/offset-noise.ts";
export { type Posterior, posterior } from "./process/posterior.ts";
export { type ConvertOptions, convert, type Mix, type Target, targetOf } from "./process/target.ts";
export {
  edmTrainingSigmas,
  logitNormalTimes,
  type NormalTimesOptions,
  uniformSteps,
} from "./process/time-sampling.ts";
export { type WalkOptions, walk } from "./process/walk.ts";
export type { AskOptions, Classifier } from "./sample/ask.ts";
export type { Clip } from "./sample/clip.ts";
export { type DdimOptions, ddim } from "./sample/ddim.ts";
export { type DdpmOptions, ddpm } from "./sample/ddpm.ts";
export { dpmSolver2m, dpmSolver2mSde } from "./sample/dpm-solver-2m.ts";
export { type EdmStochasticOptions, edmStochastic } from "./sample/edm-stochastic.ts";
export { euler } from "./sample/euler.ts";
export { eulerAncestral } from "./sample/euler-ancestral.ts";
export { flowEuler } from "./sample/flow-euler.ts";
export { flowHeun } from "./sample/flow-heun.ts";
export { heun } from "./sample/heun.ts";
export type { Inpaint } from "./sample/inpaint.ts";
export { type InvertOptions, invert } from "./sample/invert.ts";
export type { LevelOptions } from "./sample/levels.ts";
export { lms } from "./sample/lms.ts";
export { type MeasuredOrder, type MeasureOrderOptions, measureOrder } from "./sample/measure-order.ts";
export { type PndmOptions, pndm } from "./sample/pndm.ts";
export type { PromptOptions } from "./sample/prompts.ts";
export { type SampleOptions, type SampleStep, sample } from "./sample/sample.ts";
export { holdData, holdNoise, type Move, type Past, type Sampler, type Step } from "./sample/sampler.ts";
export { slerp } from "./sample/slerp.ts";
export type { StartOptions } from "./sample/start.ts";
export { type UnipcOptions, unipc } from "./sample/unipc.ts";
export { type CosineScheduleOptions, cosineSchedule } from "./schedule/cosine.ts";
export {
  type FlowSigmasOptions,
  type FluxSigmasOptions,
  flowSigmas,
  fluxSigmas,
} from "./schedule/flow-sigmas.ts";
export { flowLevel, type Level, levelAt, levelOf, sigmaLevel } from "./schedule/level.ts";
export { linearSchedule } from "./schedule/linear.ts";
export { scaledLinearSchedule } from "./schedule/scaled-linear.ts";
export type { BetaRange, Schedule } from "./schedule/schedule.ts";
export {
  exponentialSigmas,
  type KarrasSigmasOptions,
  karrasSigmas,
  type SigmasOptions,
} from "./schedule/sigmas.ts";
export { sigmoidSchedule } from "./schedule/sigmoid.ts";
export { snr } from "./schedule/snr.ts";
export { type Spacing, type TimestepsOptions, timesteps } from "./schedule/timesteps.ts";
export { zeroTerminalSnr } from "./schedule/zero-terminal-snr.ts";
export { auditFigure } from "./viz/audit-figure.ts";
export { auditPage } from "./viz/audit-page.ts";
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
