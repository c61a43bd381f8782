/** Pictures as a grid: each pixel enlarged to a square, so that it can be seen and counted. */
import type { Images } from "../core/images.ts";
import { encodePng, type Raster } from "../core/png.ts";
import { counted } from "./numbers.ts";
import { escapeXml, type SvgFigure, svgDocument, svgFigure } from "./svg-figure.ts";
import { wrapped } from "./text-block.ts";
import { textWidth } from "./text-width.ts";
import { fontFamily, ink } from "./theme.ts";

export interface ImageGridOptions {
  /** Pictures in a row; by default as many as fit in 640 pixels, at most 8. */
  columns?: number;
  /** Screen pixels for each pixel of a picture, a whole number; by default a picture is about 96 pixels wide. */
  scale?: number;
  /** Words below each picture; a long caption takes several lines. */
  captions?: string[];
  /** A line above each column. */
  heads?: string[];
  /** A line above the grid. */
  title?: string;
  /** What the grid shows, for a screen reader; by default made of the title and the captions. */
  alt?: string;
}

const gap = 4;
const margin = 8;
const widest = 640;
const mostPictures = 1024;
const captionSize = 11;
const widestCaption = 180;
const lineHeight = captionSize + 4;
const captionGap = 5;
const titleSize = 13;

/**
 * Draws pictures as a grid, in reading order.
 *
 * Values are clipped to [−1, 1] and shown from black to full light; a value that is not a finite number is bright
 * magenta, so that it is seen. Pixels are enlarged to squares, never smoothed.
 *
 * @throws {RangeError} If there is no picture, more than 1,024 of them, not one caption for each, or not one head for each column.
 *
 * @example Black, grey and white
 * ```ts
 * import assert from "node:assert/strict";
 * import { imageGrid } from "noisebook";
 *
 * const images = { data: Float32Array.of(-1, 0, 1), count: 3, height: 1, width: 1, channels: 1 };
 * const figure = imageGrid(images, { captions: ["black", "grey", "white"] });
 * assert.match(figure.alt, /3 pictures: black, grey, white/);
 * ```
 */
export function imageGrid(images: Images, options: ImageGridOptions = {}): SvgFigure {
  checkGrid(images, options);
  const { captions, title } = options;
  const names = captions ? `: ${captions.join(", ")}` : "";
  const alt = options.alt ?? `${title ? `${title}: ` : ""}${counted(images.count, "picture")}${names}`;
  return svgFigure(() => drawGrid(images, layOut(images, options), { ...options, alt }), alt);
}

function checkGrid(images: Images, { captions, heads, scale = 1, columns = 1 }: ImageGridOptions): void {
  const { count, height, width, channels, data } = images;
  if (count === 0 || count > mostPictures)
    throw new RangeError(`Cannot draw a grid of ${counted(count, "picture")}: it holds 1 to ${mostPictures}`);
  if (channels !== 1 && channels !== 3)
    throw new RangeError(`Cannot draw pictures: they have 1 or 3 channels, got ${channels}`);
  if (data.length !== count * height * width * channels)
    throw new RangeError(
      `Cannot draw pictures: ${count} × ${height} × ${width} × ${channels} values are needed, got ${data.length}`,
    );
  if (heads && heads.length !== columns)
    throw new RangeError(
      `Cannot draw pictures: ${columns} columns need ${columns} heads, got ${heads.length}`,
    );
  if (captions && captions.length !== count)
    throw new RangeError(`Cannot draw pictures: ${count} need ${count} captions, got ${captions.length}`);
  for (const [name, value] of Object.entries({ scale, columns }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`Cannot draw pictures: ${name} must be a positive integer, got ${value}`);
}

interface Layout {
  scale: number;
  columns: number;
  rows: number;
  /** From one picture to the next, in screen pixels. */
  pitch: { x: number; y: number };
  /** Where the first picture starts. */
  origin: { x: number; y: number };
  /** The lines of each caption. */
  captions: string[][];
}

function layOut(images: Images, { columns, scale, captions, heads, title }: ImageGridOptions): Layout {
  const wide = Math.max(widestCaption, images.width * (scale ?? 1));
  const below = (captions ?? []).map((caption) => wrapped(caption, wide));
  const lines = [...below.flat(), ...(heads ?? [])];
  const captionWidth = Math.max(0, ...lines.map((line) => textWidth(line, { size: captionSize })));
  const most = Math.max(0, ...below.map((each) => each.length));
  const fits = Math.max(1, Math.floor(widest / (Math.max(64, images.width, captionWidth + gap) + gap)));
  const rows = Math.ceil(images.count / (columns ?? Math.min(8, fits)));
  const inRow = columns ?? Math.ceil(images.count / rows);
  const room = Math.min(96, Math.floor(widest / inRow) - gap);
  const factor = scale ?? Math.max(1, Math.floor(room / images.width));
  const size = { x: images.width * factor, y: images.height * factor };
  return {
    scale: factor,
    columns: Math.min(inRow, images.count),
    rows,
    pitch: {
      x: Math.max(size.x + gap, Math.ceil(captionWidth) + 2 * gap),
      y: size.y + (captions ? captionGap + most * lineHeight : 0) + gap,
    },
    origin: { x: margin, y: margin + (title ? titleSize + 9 : 0) + (heads ? captionGap + lineHeight : 0) },
    captions: below,
  };
}

function drawGrid(images: Images, layout: Layout, options: ImageGridOptions & { alt: string }): string {
  const { columns, rows, pitch, origin, captions } = layout;
  const pictureHeight = images.height * layout.scale;
  const raster = rasterize(images, layout);
  const titleWidth = textWidth(options.title ?? "", { size: titleSize, weight: "bold" });
  const png = Buffer.from(encodePng(raster)).toString("base64");
  const text = (x: number, y: number, line: string, style: string) =>
    `<text x="${x}" y="${y}" font-family="${fontFamily}" fill="${ink}" ${style}>${escapeXml(line)}</text>`;
  const content = [
    `<image x="${origin.x}" y="${origin.y}" width="${raster.width}" height="${raster.height}" ` +
      `image-rendering="optimizeSpeed" href="data:image/png;base64,${png}"/>`,
  ];
  if (options.title)
    content.push(
      text(margin, margin + titleSize, options.title, `font-size="${titleSize}" font-weight="bold"`),
    );
  const centred = (column: number, y: number, line: string) =>
    text(
      origin.x + (column + 0.5) * pitch.x - gap / 2,
      y,
      line,
      `font-size="${captionSize}" text-anchor="middle"`,
    );
  options.heads?.forEach((line, column) => {
    content.push(centred(column, origin.y - 6, line));
  });
  captions.forEach((lines, index) => {
    const top = origin.y + Math.floor(index / columns) * pitch.y + pictureHeight + captionGap;
    for (const [at, line] of lines.entries())
      content.push(centred(index % columns, top + (at + 1) * lineHeight - 6, line));
  });
  return svgDocument(content.join(""), {
    width: Math.ceil(Math.max(raster.width, titleWidth)) + 2 * margin,
    height: origin.y + rows * pitch.y - gap + margin,
    alt: options.alt,
  });
}

/** The grid as pixels: white paper with every picture enlarged on it. */
function rasterize(images: Images, { scale, columns, rows, pitch }: Layout): Raster {
  const width = columns * pitch.x - gap;
  const height = rows * pitch.y - gap;
  const raster = { data: new Uint8Array(width * height * 3).fill(255), width, height, channels: 3 };
  const inset = Math.floor((pitch.x - gap - images.width * scale) / 2);
  const bytes = toBytes(images);
  const perRow = images.width * 3;
  for (let row = 0; row < images.count * images.height; row++) {
    const index = Math.floor(row / images.height);
    const line = enlarged(bytes.subarray(row * perRow, (row + 1) * perRow), scale);
    const left = (index % columns) * pitch.x + inset;
    const top = Math.floor(index / columns) * pitch.y + (row % images.height) * scale;
    for (let y = top; y < top + scale; y++) raster.data.set(line, (y * width + left) * 3);
  }
  return raster;
}

/** Each pixel of a line `scale` times. */
function enlarged(line: Uint8Array, scale: number): Uint8Array {
  const wide = new Uint8Array(line.length * scale);
  for (let at = 0; at < wide.length; at++) wide[at] = line[3 * Math.floor(at / (3 * scale)) + (at % 3)];
  return wide;
}

/** Red, green and blue of every pixel, a byte each; magenta where a value is not a finite number. */
function toBytes({ data, channels }: Images): Uint8Array {
  const bytes = new Uint8Array((data.length / channels) * 3);
  for (let at = 0; at < bytes.length; at++) {
    const pixel = Math.floor(at / 3);
    const value = data[channels === 3 ? at : pixel];
    bytes[at] = Math.round(Math.min(255, Math.max(0, value * 127.5 + 127.5)));
  }
  for (let at = 0; at < data.length; at++)
    if (!Number.isFinite(data[at])) bytes.set([255, 0, 255], Math.floor(at / channels) * 3);
  return bytes;
}
