/** What noise is added to: pictures or points on the host, or a tensor. Every formula works on all three alike. */
import type { Images } from "./images.ts";
import type { Points } from "./points.ts";
import { ShapeError, type Tensor } from "./tensor.ts";

/** Values on the host: plain records that may be kept, drawn and saved. */
export type HostValues = Images | Points;

/** Values with rows along the first axis. */
export type Values = HostValues | Tensor;

export function isTensor(x: Values): x is Tensor {
  return "dataId" in x;
}

function isImages(x: Values): x is Images {
  return "height" in x;
}

/** The sizes of all axes, rows first: [count, height, width, channels], [count, dim] or the tensor's own. */
export function shapeOf(x: Values): number[] {
  if (isTensor(x)) return [...x.shape];
  return isImages(x) ? [x.count, x.height, x.width, x.channels] : [x.count, x.dim];
}

/**
 * Checks that two values are of one kind and one shape.
 *
 * @throws {ShapeError} `Cannot use noise: expected shape [4, 2] as x0, got [4, 3]`
 */
export function checkAlike(x: Values, like: Values, names: { name: string; like: string }): void {
  const kind = kindOf(x);
  const wanted = kindOf(like);
  if (kind !== wanted)
    throw new ShapeError(`Cannot use ${names.name}: expected ${wanted} as ${names.like}, got ${kind}`);
  const shape = shapeOf(x);
  const expected = shapeOf(like);
  if (shape.length !== expected.length || shape.some((size, axis) => size !== expected[axis]))
    throw new ShapeError(
      `Cannot use ${names.name}: expected shape [${expected.join(", ")}] as ${names.like}, got [${shape.join(", ")}]`,
    );
}

function kindOf(x: Values): string {
  return isTensor(x) ? "a tensor" : isImages(x) ? "images" : "points";
}
