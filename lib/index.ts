/** The public library, every export by name: the table of contents. */
export { displaySymbol, type Figure, type FigureBundle } from "./core/figure.ts";
export type { Images } from "./core/images.ts";
export { decodePng, encodePng, type Raster } from "./core/png.ts";
export type { Points } from "./core/points.ts";
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
