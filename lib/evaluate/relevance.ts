/** Does a picture show what its prompt says? */
import type { Images } from "../core/images.ts";
import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import { checkShapes, type ShapeCheck } from "../data/check-shapes.ts";
import { pickImages } from "../data/dataset.ts";
import { wilson } from "../data/shares.ts";
import { checkPair } from "./check-points.ts";
import { unitRows } from "./kernel-distance.ts";

/** A share of pictures that are right, and where it is with 95 % confidence (Wilson's interval). */
export interface RightShare {
  right: number;
  of: number;
  share: number;
  interval: [number, number];
}

const shapeParts = ["size", "colour", "kind", "objects", "relation", "all"] as const;

/** What part of a caption about shapes is right. */
export type ShapePart = (typeof shapeParts)[number];

/**
 * Checks pictures of shapes against their prompts by rule, exactly and without a network; see {@link checkShapes}.
 *
 * @param images RGB, square, of 8, 16, 32 or 64 pixels.
 * @param captions The prompts, in the grammar of the set "shapes".
 * @returns The share of each part, and the check of each picture. A relation counts where the caption names one.
 * @throws {ShapeError} If there is not one caption for each picture.
 * @throws {SyntaxError} If a caption is not of that grammar.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadDataset, shapeRelevance } from "noisebook";
 *
 * const { images, captions } = await loadDataset("shapes", { size: 16, limit: 20 });
 * assert.equal(shapeRelevance(images, captions).parts.all.share, 1);
 * ```
 */
export function shapeRelevance(
  images: Images,
  captions: readonly string[],
): { parts: Partial<Record<ShapePart, RightShare>> & { all: RightShare }; checks: ShapeCheck[] } {
  checkOnePerPicture(images.count, captions.length, "captions");
  const checks = captions.map((caption, at) => checkShapes(pickImages(images, [at]), caption));
  const related = captions.map((caption) => / (above|below|left of|right of) /.test(caption));
  const parts = Object.fromEntries(
    shapeParts.flatMap((part) => {
      const counted = checks.filter((_, at) => part !== "relation" || related[at]);
      if (counted.length === 0) return [];
      return [[part, rightShare(counted.map((check) => check[part === "all" ? "correct" : part]))]];
    }),
  );
  return { parts: parts as ReturnType<typeof shapeRelevance>["parts"], checks };
}

/**
 * Compares the attributes that a classifier sees in pictures with those that their prompts ask for. Put the same of real
 * pictures beside it: the classifier's own mistakes are in both.
 *
 * @param seen What {@link classify} saw, for each picture.
 * @param wanted What was asked for; attributes that a prompt leaves open are not counted.
 * @returns The share of each attribute, and of pictures with all of them right.
 * @throws {ShapeError} If there are not as many of both.
 * @throws {RangeError} If there is no picture, or an attribute is one that the classifier does not name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { attributeRelevance } from "noisebook";
 *
 * const seen = [{ hair: "red", hat: "none" }, { hair: "black", hat: "blue" }];
 * assert.equal(attributeRelevance(seen, [{ hair: "red" }, { hair: "red", hat: "blue" }]).hair.share, 0.5);
 * ```
 */
export function attributeRelevance(
  seen: readonly Record<string, string>[],
  wanted: readonly Record<string, string>[],
): Record<string, RightShare> {
  checkOnePerPicture(seen.length, wanted.length, "wanted");
  const names = [...new Set(wanted.flatMap((attributes) => Object.keys(attributes)))].sort();
  const right = (name: string, at: number) => {
    if (!(name in seen[at]))
      throw new RangeError(
        `Cannot compare attributes: ${name} must be one that is seen, of ${Object.keys(seen[at]).join(", ")}`,
      );
    return seen[at][name] === wanted[at][name];
  };
  const parts = names.map((name): [string, RightShare] => {
    const asked = wanted.flatMap((attributes, at) => (name in attributes ? [right(name, at)] : []));
    return [name, rightShare(asked)];
  });
  const all = wanted.map((attributes, at) => Object.keys(attributes).every((name) => right(name, at)));
  return { ...Object.fromEntries(parts), all: rightShare(all) };
}

/**
 * CLIP's score of each picture with its own prompt: 2.5 · max(cos(image, text), 0).
 *
 * Hessel et al. 2021, "CLIPScore: A Reference-free Evaluation Metric for Image Captioning", equation 1. Scores of two CLIP
 * models do not compare.
 *
 * @param imageFeatures A row for each picture.
 * @param textFeatures A row for each prompt, in the same order.
 * @throws {ShapeError} If the two differ in rows or dimension.
 * @throws {RangeError} If there is no row, a number is not finite, or a row is all zeros.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipScore } from "noisebook";
 *
 * const image = { data: Float64Array.of(3, 4), count: 1, dim: 2 };
 * const text = { data: Float64Array.of(1, 0), count: 1, dim: 2 };
 * assert.deepEqual([...clipScore(image, text)], [1.5]);
 * ```
 */
export function clipScore(imageFeatures: Points, textFeatures: Points): Float64Array {
  const doing = "measure CLIP's score";
  checkPair(imageFeatures, textFeatures, { doing, from: 1 });
  checkOnePerPicture(imageFeatures.count, textFeatures.count, "textFeatures");
  const { dim } = imageFeatures;
  const images = unitRows(imageFeatures, { doing, name: "imageFeatures" });
  const texts = unitRows(textFeatures, { doing, name: "textFeatures" });
  return Float64Array.from({ length: images.count }, (_, row) => {
    let cosine = 0;
    for (let at = row * dim; at < (row + 1) * dim; at++) cosine += images.data[at] * texts.data[at];
    return 2.5 * Math.max(0, cosine);
  });
}

function checkOnePerPicture(pictures: number, others: number, name: string): void {
  if (pictures !== others)
    throw new ShapeError(
      `Cannot measure relevance: ${name} must have one for each of ${pictures} pictures, got ${others}`,
    );
}

function rightShare(right: readonly boolean[]): RightShare {
  if (right.length === 0) throw new RangeError("Cannot measure relevance: there is no picture");
  const count = right.filter(Boolean).length;
  const [share, low, high] = wilson(count, right.length);
  return { right: count, of: right.length, share, interval: [low, high] };
}
