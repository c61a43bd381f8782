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
 * Reads a PNG file; those of 1, 2, 4 and 16 bits and of palettes come out with 8 bits a channel.
 *
 * @throws {SyntaxError} If the bytes are not a PNG file that can be read to its end, or an interlaced one of fewer than 8
 *   bits a channel.
 */
export function decodePng(bytes: Uint8Array): Raster {
  try {
    checkInterlacing(bytes);
    const { data, width, height, channels, depth, palette } = decode(bytes);
    if (depth === 16) return { data: Uint8Array.from(data, (value) => value >> 8), width, height, channels };
    const whole = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const values = depth === 8 ? whole : unpack(whole, { width, height, depth });
    if (palette) return unfoldPalette({ data: values, width, height, channels }, palette);
    const grey = 255 / (2 ** depth - 1);
    return { data: depth === 8 ? values : values.map((value) => value * grey), width, height, channels };
  } catch (cause) {
    throw new SyntaxError(`Cannot read PNG: ${(cause as Error).message}`, { cause });
  }
}

/** fast-png takes packed bits for bytes where it undoes interlacing. The header's bytes lie where they lie in every file. */
function checkInterlacing({ 24: depth, 28: method }: Uint8Array): void {
  if (method === 1 && depth! < 8)
    throw new RangeError("it is interlaced and has fewer than 8 bits a channel; save it without interlacing");
}

/** One value for each pixel from rows of packed bits, each row in bytes of its own. */
function unpack(
  packed: Uint8Array,
  { width, height, depth }: { width: number; height: number; depth: number },
): Uint8Array {
  const bytesPerRow = Math.ceil((width * depth) / 8);
  const values = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const bit = column * depth;
      const byte = packed[row * bytesPerRow + (bit >> 3)]!;
      values[row * width + column] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  return values;
}

function unfoldPalette(raster: Raster, palette: number[][]): Raster {
  const channels = palette[0]!.length;
  const data = new Uint8Array(raster.data.length * channels);
  raster.data.forEach((index, pixel) => {
    const colour = palette[index];
    if (!colour) throw new RangeError(`a pixel has the colour ${index} of a palette of ${palette.length}`);
    data.set(colour, pixel * channels);
  });
  return { ...raster, data, channels };
}
