/** The public library, every export by name: the table of contents. */
export { displaySymbol, type Figure, type FigureBundle } from "./core/figure.ts";
export type { Images } from "./core/images.ts";
export { decodePng, encodePng, type Raster } from "./core/png.ts";
export type { Points } from "./core/points.ts";
