import { sizeOf } from "./like.ts";
import type { HostValues } from "./values.ts";

/** A record of points or pictures: the shape of a row, [dim] or [height, width, channels], says which. */
export function hostValues(data: Float32Array, shape: readonly number[]): HostValues {
  const count = data.length / sizeOf(shape);
  const [height, width, channels] = shape;
  return shape.length === 1 ? { data, count, dim: height } : { data, count, height, width, channels };
}
