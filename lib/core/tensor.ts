/** Tensors with named axes: the same string for the reader, the type and the check while running. */
declare const axes: unique symbol;

/**
 * A tensor whose axes have names: `Tensor<"batch height width channel">`.
 *
 * The names live in the type alone, so every tensor of TensorFlow.js fits; a tensor with other names does not. Where
 * "noisebook/tf" is imported, it has all the methods of TensorFlow.js too.
 */
export type Tensor<Axes extends string = string> = AnyTensor & { readonly [axes]?: Axes };

/** A tensor whose axes have no names, which fits wherever a tensor is wanted: what its shape is shows while running. */
export type AnyTensor = TypeOf<"tensor", BareTensor>;

/** A tensor of one number, such as a loss. */
export type Scalar = TypeOf<"scalar", BareTensor>;

/**
 * TensorFlow.js's own types, which `tf.ts` puts here. Its six hundred files of declarations would cost each notebook that
 * imports the library half a second, and nearly none of them needs more than a `BareTensor`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: declarations elsewhere fill it
export interface TensorFlowTypes {}

type TypeOf<Name extends string, Otherwise> =
  TensorFlowTypes extends Record<Name, infer Type> ? Type : Otherwise;

/** What of a tensor needs no TensorFlow.js to be said. */
export interface BareTensor {
  readonly shape: number[];
  readonly rank: number;
  /** How many elements it has. */
  readonly size: number;
  readonly dtype: "float32" | "int32" | "bool" | "complex64" | "string";
  readonly isDisposed: boolean;
  /** Reads the elements, in row-major order. */
  data(): Promise<Float32Array | Int32Array | Uint8Array>;
  dataSync(): Float32Array | Int32Array | Uint8Array;
  /** A tensor of the same elements, which the caller owns. */
  reshape(shape: number[]): AnyTensor;
  clone(): AnyTensor;
  print(): void;
  /** Frees its memory; it cannot be used afterwards. */
  dispose(): void;
}

/** A shape that does not fit; a caller may want to catch it apart from other errors. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** The names in a string of axes, apart from numbers and "...". */
type Name<Axes extends string> = Axes extends `${infer First} ${infer Rest}`
  ? Name<First> | Name<Rest>
  : Exclude<Axes, `${number}` | "...">;

/** The size of each named axis. */
export type Sizes<Axes extends string> = { [Axis in Name<Axes>]: number };

/**
 * Checks the shape of a tensor, or of anything that has one, and returns the sizes by name.
 *
 * An axis that is a number must have that size; `...` stands for any number of axes; an axis that `sizes` names must
 * have the size given there, so that two arguments can be held to the same batch.
 *
 * @param name The argument's name, for the error.
 * @param axes The names of the axes, in order, with one space between: "batch 77 feature".
 * @throws {ShapeError} `Cannot use noise: expected axes [batch, dim], got shape [4, 3] (dim is 3 instead of 2)`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkShape } from "noisebook";
 *
 * const { batch, dim } = checkShape("x0", { shape: [4, 2] }, "batch dim");
 * assert.deepEqual({ batch, dim }, { batch: 4, dim: 2 });
 * assert.throws(() => checkShape("noise", { shape: [4, 3] }, "batch dim", { dim }), /dim is 3 instead of 2/);
 * ```
 */
export function checkShape<const Axes extends string>(
  name: string,
  x: { readonly shape: readonly number[] },
  axes: Axes,
  sizes: Partial<Record<string, number>> = {},
): Sizes<Axes> {
  const names = axes.split(" ");
  const fail = (why: string): never => {
    throw new ShapeError(
      `Cannot use ${name}: expected axes [${names.join(", ")}], got shape [${x.shape.join(", ")}] (${why})`,
    );
  };
  const rest = names.indexOf("...");
  const missing = x.shape.length - names.length;
  if (rest < 0 ? missing !== 0 : missing < -1)
    fail(
      `${x.shape.length} ${x.shape.length === 1 ? "axis" : "axes"} instead of ${names.length - (rest < 0 ? 0 : 1)}`,
    );
  const bound: Record<string, number> = {};
  names.forEach((axis, index) => {
    if (index === rest) return;
    const size = x.shape[rest >= 0 && index > rest ? index + missing : index];
    const wanted = /^\d+$/.test(axis) ? Number(axis) : (bound[axis] ?? sizes[axis]);
    if (wanted !== undefined && size !== wanted) fail(`${axis} is ${size} instead of ${wanted}`);
    bound[axis] = size;
  });
  return bound as Sizes<Axes>;
}
