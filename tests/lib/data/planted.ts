import type { Dataset, Images, Random, Row } from "../../../lib/index.ts";
import { dataset, pickImages } from "../../../lib/index.ts";

/** A copy of a set whose pictures and rows may be spoiled. */
export function copyOf(data: Dataset): Dataset {
  return dataset({
    ...data,
    images: { ...data.images, data: data.images.data.slice() },
    rows: structuredClone(data.rows),
  });
}

/** The set with copies of some of its pictures at the end, each changed by `change`. */
export function withCopies(data: Dataset, indices: number[], change: (picture: Images) => Images): Dataset {
  const copies = indices.map((at) => change(pickImages(data.images, [at])));
  const values = new Float32Array(
    data.images.data.length + copies.length * (data.images.data.length / data.images.count),
  );
  values.set(data.images.data);
  copies.forEach((copy, at) => {
    values.set(copy.data, data.images.data.length + at * copy.data.length);
  });
  const rows: Row[] = indices.map((at) => ({ ...data.rows[at], id: `copy of ${data.rows[at].id}` }));
  return dataset({
    ...data,
    images: { ...data.images, data: values, count: data.images.count + copies.length },
    rows: [...data.rows, ...rows],
  });
}

/** Replaces picture `at` in place. */
export function overwrite(data: Dataset, at: number, change: (picture: Images) => Images): void {
  const picture = change(pickImages(data.images, [at]));
  data.images.data.set(picture.data, at * picture.data.length);
}

export const levels = (images: Images, change: (value: number, at: number) => number): Images => ({
  ...images,
  data: images.data.map((value, at) => Math.max(-1, Math.min(1, change(value, at)))),
});

export const noisy = (images: Images, { sigma, rng }: { sigma: number; rng: Random }): Images =>
  levels(images, (value) => value + (rng.normal() * sigma) / 127.5);

/** Moves one picture by whole pixels; what comes in is the edge. */
export function shifted(images: Images, right: number, down: number): Images {
  const { height, width, channels } = images;
  const within = (place: number, side: number) => Math.max(0, Math.min(side - 1, place));
  return {
    ...images,
    data: images.data.map((_, at) => {
      const pixel = Math.floor(at / channels);
      const [y, x] = [
        within(Math.floor(pixel / width) - down, height),
        within((pixel % width) - right, width),
      ];
      return images.data[(y * width + x) * channels + (at % channels)];
    }),
  };
}

/** One picture through a Gaussian of deviation `sigma` pixels. */
export function blurred(images: Images, sigma: number): Images {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((a, b) => a + b);
  const along = (picture: Images, dx: number, dy: number): Images => {
    const parts = weights.map((_, i) => shifted(picture, (i - reach) * dx, (i - reach) * dy).data);
    return {
      ...picture,
      data: picture.data.map((_, at) =>
        parts.reduce((sum, part, i) => sum + (weights[i] / total) * part[at], 0),
      ),
    };
  };
  return along(along(images, 1, 0), 0, 1);
}

/** Of what was found, the share that was planted; of what was planted, the share that was found. */
export function score(
  found: Iterable<string>,
  planted: Iterable<string>,
): { precision: number; recall: number } {
  const [hits, wanted] = [new Set(found), new Set(planted)];
  const right = [...hits].filter((id) => wanted.has(id)).length;
  return { precision: hits.size === 0 ? 1 : right / hits.size, recall: right / wanted.size };
}
