/** What one step of training looks at: noised rows, what the model should say of them, and how much each counts. */
import { combine } from "../core/combine.ts";
import { gaussianLike } from "../core/gaussian.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import type { HostValues } from "../core/values.ts";
import { type Target, targetOf } from "../process/target.ts";
import type { Level } from "../schedule/level.ts";
import type { DrawLevels } from "./levels.ts";
import { pickRows, type Source } from "./source.ts";

/** Rows of one batch: plain data, which may go to another thread. */
export interface Batch {
  x: HostValues;
  target: HostValues;
  levels: Level[];
  /** How much each row's squared error counts. */
  weights: number[];
  /** What each row shows, in words; "" where that was dropped. */
  captions?: string[] | undefined;
  /** What each row shows, as a class; −1 where that was dropped. */
  classes?: number[] | undefined;
}

/** What turns pictures into the latents that a model is trained on, such as an `autoencoder`. */
export interface LatentEncoder {
  encode(images: Images, options: { rng: Random }): Images | Promise<Images>;
}

/** How batches are made. */
export interface Recipe {
  source: Source;
  latent?: LatentEncoder | undefined;
  levels: DrawLevels;
  weight(level: Level): number;
  target: Target;
  /** The share of rows whose caption or class is dropped. */
  drop: number;
  rng: Random;
}

/**
 * Draws rows, noise levels and noise, and mixes them: x = a·x_0 + s·ε, for each row at its own level.
 */
export async function drawBatch(count: number, recipe: Recipe): Promise<Batch> {
  const { source, latent, levels: draw, weight, target, drop, rng } = recipe;
  const { x0: clean, captions, classes } = source.next(count, rng);
  const x0 = latent ? await latent.encode(clean as Images, { rng }) : clean;
  const levels = draw(count, rng);
  const eps = gaussianLike(x0, rng);
  const a = levels.map((level) => level.a);
  const s = levels.map((level) => level.s);
  const dropped = captions || classes ? Array.from(rng.uniform(count), (u) => u < drop) : [];
  return {
    x: combine([a, x0], [s, eps]),
    target: targetOf(target, { x0, eps, a, s }),
    levels,
    weights: levels.map(weight),
    captions: captions?.map((caption, row) => (dropped[row] ? "" : caption)),
    classes: classes?.map((label, row) => (dropped[row] ? -1 : label)),
  };
}

/** Splits a batch into at most `parts`, which differ by at most one row. */
export function splitBatch(batch: Batch, parts: number): Batch[] {
  const { count } = batch.x;
  const bounds = Array.from({ length: parts + 1 }, (_, part) => Math.round((part * count) / parts));
  return bounds.slice(1).flatMap((end, part) => {
    const start = bounds[part];
    if (end === start) return [];
    const rows = Array.from({ length: end - start }, (_, at) => start + at);
    return {
      x: pickRows(batch.x, rows),
      target: pickRows(batch.target, rows),
      levels: batch.levels.slice(start, end),
      weights: batch.weights.slice(start, end),
      captions: batch.captions?.slice(start, end),
      classes: batch.classes?.slice(start, end),
    };
  });
}

/** Puts batches together; the weights of each are multiplied by its factor. */
export function joinBatches(parts: readonly { batch: Batch; factor: number }[]): Batch {
  const all = <Item>(list: (batch: Batch) => Item[]) => parts.flatMap(({ batch }) => list(batch));
  const rows = (values: (batch: Batch) => HostValues) => joinRows(parts.map(({ batch }) => values(batch)));
  const [{ batch: first }] = parts;
  return {
    x: rows(({ x }) => x),
    target: rows(({ target }) => target),
    levels: all(({ levels }) => levels),
    weights: parts.flatMap(({ batch, factor }) => batch.weights.map((weight) => factor * weight)),
    captions: first.captions && all(({ captions }) => captions ?? []),
    classes: first.classes && all(({ classes }) => classes ?? []),
  };
}

function joinRows(values: HostValues[]): HostValues {
  const data = new Float32Array(values.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data: part } of values) {
    data.set(part, at);
    at += part.length;
  }
  return { ...values[0], data, count: values.reduce((sum, { count }) => sum + count, 0) };
}
