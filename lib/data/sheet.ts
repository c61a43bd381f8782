import { decodePng, encodePng } from "../core/png.ts";

/** Square pictures of one size, one after the other, as bytes: row, column, channel. */
export interface Tiles {
  data: Uint8Array;
  count: number;
  size: number;
  channels: number;
}

const columns = 64;

/** Lays tiles out on a PNG sheet of 64 columns, in order; the unused rest of the last row stays black. */
export function encodeSheet(tiles: Tiles): Uint8Array {
  const { size, channels, count } = tiles;
  const width = columns * size;
  const height = Math.ceil(count / columns) * size;
  const data = new Uint8Array(width * height * channels);
  for (const [from, to] of tileRows(tiles)) data.set(tiles.data.subarray(from, from + size * channels), to);
  return encodePng({ data, width, height, channels }, { level: 9 });
}

/**
 * Reads the first `count` tiles of a sheet that {@link encodeSheet} wrote.
 *
 * @throws {SyntaxError} If the bytes are no PNG file, or the sheet is too small for `count` tiles of this size.
 */
export function decodeSheet(bytes: Uint8Array, { count, size }: { count: number; size: number }): Tiles {
  const sheet = decodePng(bytes);
  const height = Math.ceil(count / columns) * size;
  if (sheet.width !== columns * size || sheet.height !== height)
    throw new SyntaxError(
      `Cannot read sheet: ${count} tiles of ${size}×${size} need ${columns * size}×${height} pixels, got ${sheet.width}×${sheet.height}`,
    );
  const { channels } = sheet;
  const tiles = { data: new Uint8Array(count * size * size * channels), count, size, channels };
  for (const [to, from] of tileRows(tiles))
    tiles.data.set(sheet.data.subarray(from, from + size * channels), to);
  return tiles;
}

/** For each row of each tile: where it starts among the tiles, and where on the sheet. */
function* tileRows({ count, size, channels }: Omit<Tiles, "data">): Generator<[number, number]> {
  for (let tile = 0; tile < count; tile++)
    for (let row = 0; row < size; row++) {
      const y = Math.floor(tile / columns) * size + row;
      const x = (tile % columns) * size;
      yield [(tile * size + row) * size * channels, (y * columns * size + x) * channels];
    }
}
