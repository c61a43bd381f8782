/** PNG files in and out: the one door to fast-png. */
import { decode, encode } from "fast-png";

/** A picture of bytes in the order row, column, channel. */
export interface Raster {
  data: Uint8Array;
  width: number;
  height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  channels: number;
}

/**
 * Writes a PNG file of 8 bits a channel.
 *
 * @param options
 * @param options.level How hard deflate tries: 0 (stored) to 9. Default: 3, which is quick; files that are shipped take 9.
 */
export function encodePng(raster: Raster, { level = 3 }: { level?: 0 | 3 | 6 | 9 } = {}): Uint8Array {
  return encode({ ...raster, depth: 8 }, { zlib: { level } });
}

/**
 * Reads a PNG file; 16-bit and palette files come out with 8 bits a channel.
 *
 * @throws {SyntaxError} If the bytes are not a PNG file that can be read to its end.
 */
export function decodePng(bytes: Uint8Array): Raster {
  try {
    const { data, width, height, channels, depth, palette } = decode(bytes);
    if (palette) return unfoldPalette({ data: data as Uint8Array, width, height, channels }, palette);
    if (depth === 16) return { data: Uint8Array.from(data, (value) => value >> 8), width, height, channels };
    return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height, channels };
  } catch (cause) {
    throw new SyntaxError(`Cannot read PNG: ${(cause as Error).message}`, { cause });
  }
}

function unfoldPalette(raster: Raster, palette: number[][]): Raster {
  const channels = palette[0]!.length;
  const data = new Uint8Array(raster.data.length * channels);
  raster.data.forEach((index, pixel) => {
    data.set(palette[index]!, pixel * channels);
  });
  return { ...raster, data, channels };
}
