import { count } from "../core/count.ts";
import type { Images } from "../core/images.ts";
import { distance } from "./duplicates.ts";
import { resize } from "./transforms.ts";

/** A row whose label its neighbours do not share. */
export interface LabelDoubt {
  row: number;
  label: string;
  /** The label of most neighbours, and how many of them have it. */
  suggested: string;
  votes: number;
}

/**
 * Finds rows that are probably mislabelled: of the 7 pictures nearest to each, by thumbnails of at most 8×8 pixels, at most
 * one has the row's label and at least five agree on another. It needs labels that show in the outline, such as digits;
 * small details, such as glasses, do not move a picture far enough.
 *
 * Wilson 1972, "Asymptotic properties of nearest neighbor rules using edited data".
 */
export function labelDoubts(images: Images, labels: string[]): LabelDoubt[] {
  const small = Math.min(images.height, images.width) > 8 ? resize(images, 8).images : images;
  return labels.flatMap((label, row) => {
    const votes = count(nearest(small, row).map((index) => labels[index]));
    const [suggested, most] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? [label, 0];
    const doubtful = suggested !== label && most >= 5 && (votes.get(label) ?? 0) <= 1;
    return doubtful ? [{ row, label, suggested, votes: most }] : [];
  });
}

/** The 7 pictures nearest to one, itself left out. */
function nearest(images: Images, row: number): number[] {
  const best: { index: number; far: number }[] = [];
  for (let index = 0; index < images.count; index++) {
    if (index === row) continue;
    const far = distance(images, row, index);
    if (best.length === 7 && far >= best[6].far) continue;
    best.push({ index, far });
    best.sort((a, b) => a.far - b.far);
    best.length = Math.min(best.length, 7);
  }
  return best.map(({ index }) => index);
}
