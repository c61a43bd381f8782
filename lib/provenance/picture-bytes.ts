/** One picture between values and bytes: the same rounding wherever a picture is written, read or compared. */
import { checkFinite } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import type { Raster } from "../core/png.ts";
import { ShapeError } from "../core/tensor.ts";

/**
 * One picture as bytes: v ↦ round((v + 1)·127.5), cut to 0 … 255.
 *
 * @throws {ShapeError} If there is not exactly one picture, or its data do not fit its sizes.
 * @throws {RangeError} If a value is not finite.
 */
export function toRaster(images: Images, doing: string): Raster {
  const { data, count, height, width, channels } = images;
  if (count !== 1) throw new ShapeError(`Cannot ${doing}: there must be 1 picture, got ${count}`);
  if (data.length !== height * width * channels)
    throw new ShapeError(
      `Cannot ${doing}: ${height} × ${width} × ${channels} values are needed, got ${data.length}`,
    );
  checkFinite(data, { doing, name: "picture" });
  return {
    data: Uint8Array.from(Uint8ClampedArray.from(data, (value) => (value + 1) * 127.5)),
    width,
    height,
    channels,
  };
}

/** Bytes as one picture: v / 127.5 − 1. */
export function fromRaster({ data, width, height, channels }: Raster): Images {
  return { data: Float32Array.from(data, (value) => value / 127.5 - 1), count: 1, height, width, channels };
}
