/** What passes through a model, place by place. */
import { encodePng } from "../core/png.ts";
import type { Activation } from "../model/trace.ts";
import { colourAt, paperRamp, signedRamp } from "./colour-ramp.ts";
import { counted } from "./numbers.ts";
import { escapeXml, type SvgFigure, svgDocument, svgFigure } from "./svg-figure.ts";
import { fontFamily, ink } from "./theme.ts";

export interface ActivationFilmOptions {
  title?: string;
  /** Which row of the batch to show. Default: 0. */
  row?: number;
}

/** More places than this are thinned evenly. */
const mostPlaces = 30;
const inRow = 6;
const tile = { side: 92, pitch: 108, height: 128 };

/**
 * Draws the activations of a trace in the order in which they came, with their names and shapes: of a feature map the four
 * channels that vary most, of a sequence tokens by channels, of an attention map queries by keys. Blue is below 0, white 0,
 * vermilion above; each tile has its own scale.
 *
 * @param traced What {@link trace} returned, or its activations.
 * @throws {RangeError} If there is no activation with values, or no such row in it.
 *
 * @example A small U-Net from noise to prediction
 * ```ts
 * import assert from "node:assert/strict";
 * import { activationFilm, levelAt, linearSchedule, random, trace, unet } from "noisebook";
 *
 * const model = unet({ image: [8, 8, 1], channels: [8, 8], rng: random(1) });
 * const x = { data: new Float32Array(64), count: 1, height: 8, width: 8, channels: 1 };
 * const seen = await trace(() => model.predict(x, levelAt(linearSchedule(), 500)));
 * assert.match(activationFilm(seen).alt, /Activations: .*input 8×8×8/);
 * model.dispose();
 * ```
 */
export function activationFilm(
  traced: { activations: readonly Activation[] } | readonly Activation[],
  { title = "Activations", row = 0 }: ActivationFilmOptions = {},
): SvgFigure {
  const all = ("activations" in traced ? traced.activations : traced).filter(
    ({ values }) => values?.data.length,
  );
  if (all.length === 0) throw new RangeError("Cannot draw activations: none was kept with its values");
  const small = all.find(
    ({ values }) => !(row >= 0 && row < (values?.shape[0] ?? 0)) || !Number.isInteger(row),
  );
  if (small)
    throw new RangeError(
      `Cannot draw activations: row must be one of the ${small.values?.shape[0]} that were kept of ${small.name}, got ${row}`,
    );
  const count = Math.min(mostPlaces, all.length);
  const shown = Array.from(
    { length: count },
    (_, at) => all[count === 1 ? 0 : Math.round((at * (all.length - 1)) / (count - 1))],
  );
  const names = shown.map(({ name, shape }) => `${name} ${shape.slice(1).join("×")}`);
  const thinned = count < all.length ? ` (${count} of ${counted(all.length, "place")})` : "";
  const alt = `${title}${thinned}: ${names.join(", ")}`;
  return svgFigure(() => draw(shown, { title: title + thinned, alt, row }), alt);
}

function draw(shown: Activation[], { title, alt, row }: { title: string; alt: string; row: number }): string {
  const text = (x: number, y: number, words: string, style: string) =>
    `<text x="${x}" y="${y}" font-family="${fontFamily}" fill="${ink}" ${style}>${escapeXml(words)}</text>`;
  const parts = [text(8, 22, title, 'font-size="13" font-weight="bold"')];
  shown.forEach((activation, at) => {
    const [x, y] = [8 + (at % inRow) * tile.pitch, 34 + Math.floor(at / inRow) * tile.height];
    parts.push(
      picture(activation, { x, y, row }),
      text(x, y + tile.side + 12, shortened(activation.name), 'font-size="9"'),
      text(x, y + tile.side + 24, activation.shape.slice(1).join(" × "), 'font-size="9" font-weight="bold"'),
    );
  });
  const width = 16 + Math.min(inRow, shown.length) * tile.pitch;
  return svgDocument(parts.join(""), {
    width: Math.max(width, 200),
    height: 40 + Math.ceil(shown.length / inRow) * tile.height,
    alt,
  });
}

/** A name that fits below its tile: its end tells more than its start. */
function shortened(name: string): string {
  const plain = name.replaceAll("transformer", "tf").replaceAll("blocks.", "");
  return plain.length > 19 ? `…${plain.slice(-18)}` : plain;
}

interface Sheet {
  rows: number;
  columns: number;
  at(row: number, column: number): number;
  signed: boolean;
}

function picture(activation: Activation, { x, y, row }: { x: number; y: number; row: number }): string {
  const sheet = sheetOf(activation, row);
  // A long thin sheet is stretched to be seen; others keep their proportions.
  const scale = tile.side / Math.max(sheet.columns, sheet.rows);
  const width = Math.max(sheet.columns * scale, 24);
  const height = Math.max(sheet.rows * scale, 24);
  const png = Buffer.from(encodePng(colours(sheet), { level: 9 })).toString("base64");
  return (
    `<image x="${x}" y="${y + tile.side - height}" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `style="image-rendering: optimizeSpeed; image-rendering: pixelated;" href="data:image/png;base64,${png}"/>` +
    `<rect x="${x}" y="${y + tile.side - height}" width="${width}" height="${height}" fill="none" stroke="#999999" stroke-width="0.5"/>`
  );
}

/** Most pixels of a sheet along a side: what is longer is sampled. */
const longest = 128;

function colours({ rows, columns, at, signed }: Sheet) {
  const [height, width] = [Math.min(rows, longest), Math.min(columns, longest)];
  const values = Float64Array.from({ length: height * width }, (_, index) =>
    at(
      Math.floor((Math.floor(index / width) * rows) / height),
      Math.floor(((index % width) * columns) / width),
    ),
  );
  const most = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) || 1;
  const data = new Uint8Array(height * width * 3);
  values.forEach((value, index) => {
    const share = signed ? (value / most + 1) / 2 : value / most;
    data.set(
      Number.isFinite(value) ? colourAt(signed ? signedRamp : paperRamp, share) : [255, 0, 255],
      index * 3,
    );
  });
  return { data, width, height, channels: 3 };
}

/** One row of the batch as a sheet of numbers. */
function sheetOf({ name, values }: Activation, row: number): Sheet {
  const { shape, data } = values!;
  const size = data.length / shape[0];
  const own = data.subarray(row * size, (row + 1) * size);
  const [first = 1, second = 1, third = 1] = shape.slice(1);
  if (shape.length !== 4) {
    const columns = shape.length === 2 ? first : second;
    return { rows: size / columns, columns, at: (y, x) => own[y * columns + x], signed: true };
  }
  if (name.endsWith("map")) {
    const mean = (y: number, x: number) => {
      let sum = 0;
      for (let head = 0; head < first; head++) sum += own[(head * second + y) * third + x];
      return sum / first;
    };
    return { rows: second, columns: third, at: mean, signed: false };
  }
  return mosaic(own, { height: first, width: second, channels: third });
}

/** The four channels that vary most, two by two. */
function mosaic(
  data: Float32Array,
  { height, width, channels }: { height: number; width: number; channels: number },
): Sheet {
  const spread = Array.from({ length: channels }, (_, channel) => {
    let [sum, squares] = [0, 0];
    for (let at = channel; at < data.length; at += channels) {
      sum += data[at];
      squares += data[at] ** 2;
    }
    const pixels = height * width;
    return { channel, variance: squares / pixels - (sum / pixels) ** 2 };
  }).sort((a, b) => b.variance - a.variance);
  const across = channels >= 4 ? 2 : 1;
  const chosen = spread.slice(0, across * across).map(({ channel }) => channel);
  return {
    rows: height * across,
    columns: width * across,
    at: (y, x) =>
      data[
        ((y % height) * width + (x % width)) * channels +
          chosen[Math.floor(y / height) * across + Math.floor(x / width)]
      ],
    signed: true,
  };
}
