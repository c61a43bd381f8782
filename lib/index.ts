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
export { type ForwardOptions, forward } from "./process/forward.ts";
export { type CosineScheduleOptions, cosineSchedule } from "./schedule/cosine.ts";
export { linearSchedule } from "./schedule/linear.ts";
export { scaledLinearSchedule } from "./schedule/scaled-linear.ts";
export type { BetaRange, Schedule } from "./schedule/schedule.ts";
export { sigmoidSchedule } from "./schedule/sigmoid.ts";
export { snr } from "./schedule/snr.ts";
export { zeroTerminalSnr } from "./schedule/zero-terminal-snr.ts";
