import { checkFinite, checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";

/**
 * Checks rows of numbers on entry: enough of them, as long as their sizes say, every one finite.
 *
 * @param options
 * @param options.from Fewest rows that will do.
 * @throws {RangeError} `Cannot measure the Fréchet distance: samples must have 2 rows or more, got 1`
 * @throws {ShapeError} If the data do not fit the sizes.
 */
export function checkPoints(
  points: Points,
  { doing, name, from = 2 }: { doing: string; name: string; from?: number },
): void {
  const { data, count, dim } = points;
  checkInteger(dim, { doing, name: `${name}.dim`, from: 1 });
  if (data.length !== count * dim)
    throw new ShapeError(
      `Cannot ${doing}: ${name} must hold ${count} × ${dim} values, got ${data.length} of them`,
    );
  if (!(count >= from))
    throw new RangeError(`Cannot ${doing}: ${name} must have ${from} rows or more, got ${count}`);
  checkFinite(data, { doing, name });
}

/**
 * Checks two sets of rows that are to be compared.
 *
 * @throws {ShapeError} If one has longer rows than the other.
 */
export function checkPair(
  real: Points,
  samples: Points,
  { doing, from = 2 }: { doing: string; from?: number },
): void {
  checkPoints(real, { doing, name: "real", from });
  checkPoints(samples, { doing, name: "samples", from });
  if (real.dim !== samples.dim)
    throw new ShapeError(
      `Cannot ${doing}: rows of real have ${real.dim} values, but rows of samples have ${samples.dim}`,
    );
}
