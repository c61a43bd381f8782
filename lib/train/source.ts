/** Where the rows of a batch come from: a set in shuffled epochs, or a distribution that draws new ones. */
import { checkInteger } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import type { Points } from "../core/points.ts";
import { type Random, random } from "../core/random.ts";
import type { HostValues } from "../core/values.ts";

/** Pictures with a caption each, as a `Dataset` has them. */
export interface Captioned {
  images: Images;
  captions: readonly string[];
}

/** A distribution that is never used up, such as a `mixture`; its labels are classes. */
export interface Drawable {
  draw(count: number, options: { rng: Random }): Points & { labels?: ArrayLike<number> };
}

export type TrainingData = Captioned | Images | Points | Drawable;

/** Clean rows, and what is known of each. */
export interface Rows {
  x0: HostValues;
  captions?: readonly string[] | undefined;
  classes?: readonly number[] | undefined;
}

/** How far a source is; survives JSON. */
export interface SourceState {
  epoch: number;
  /** The seed of this epoch's order, and how many of its rows are used. */
  seed: number;
  used: number;
}

export interface Source {
  /** Rows in one epoch; undefined if they never end. */
  readonly count: number | undefined;
  next(count: number, rng: Random): Rows;
  state(): SourceState;
  restore(state: SourceState): void;
}

export interface SourceOptions {
  /** A class for each row. */
  classes?: ArrayLike<number> | undefined;
}

/**
 * Makes a source of rows. A set is gone through in a new random order each epoch; a batch at its end takes its last rows
 * from the next epoch.
 *
 * @throws {RangeError} If there is no row, or not one class for each.
 */
export function sourceOf(data: TrainingData, options: SourceOptions = {}): Source {
  return "draw" in data ? drawing(data) : shuffled(data, options);
}

function drawing(data: Drawable): Source {
  return {
    count: undefined,
    next(count, rng) {
      const { labels, ...x0 } = data.draw(count, { rng });
      return { x0, classes: labels && Array.from(labels) };
    },
    state: () => ({ epoch: 0, seed: 0, used: 0 }),
    restore: () => undefined,
  };
}

function shuffled(data: Captioned | Images | Points, { classes }: SourceOptions): Source {
  const values: HostValues = "images" in data ? data.images : data;
  const captions = "images" in data ? data.captions : undefined;
  const { count } = values;
  const doing = "train";
  checkInteger(count, { doing, name: "the number of rows", from: 1 });
  for (const [name, list] of Object.entries({ captions, classes }))
    if (list && list.length !== count)
      throw new RangeError(
        `Cannot ${doing}: there must be ${count} ${name} for as many rows, got ${list.length}`,
      );
  let at: SourceState = { epoch: 0, seed: 0, used: count };
  let order: readonly number[] = [];
  const restore = (state: SourceState) => {
    at = { ...state };
    order = random(at.seed).shuffle(Array.from({ length: count }, (_, index) => index));
  };
  const index = (rng: Random): number => {
    if (at.used === count) restore({ epoch: at.epoch + 1, seed: rng.integer(2 ** 32), used: 0 });
    return order[at.used++];
  };
  return {
    count,
    next(size, rng) {
      const indices = Array.from({ length: size }, () => index(rng));
      return {
        x0: pickRows(values, indices),
        captions: captions && indices.map((row) => captions[row]),
        classes: classes && indices.map((row) => classes[row]),
      };
    },
    state: () => ({ ...at }),
    restore,
  };
}

/** Copies the rows of these indices, in this order. */
export function pickRows<X extends HostValues>(x: X, indices: readonly number[]): X {
  const width = x.data.length / x.count;
  const data = new Float32Array(indices.length * width);
  indices.forEach((row, at) => {
    data.set(x.data.subarray(row * width, (row + 1) * width), at * width);
  });
  return { ...x, data, count: indices.length };
}
