import type { Images } from "../core/images.ts";
import { luma } from "./transforms.ts";

/** What can be said of each picture without knowing what it shows; entry i belongs to picture i. */
export interface PictureQuality {
  /** Standard deviation of the brightness, in levels of 256: 0 for a blank picture. */
  contrast: Float64Array;
  /** Mean squared Laplacian over variance of the brightness: how much of the contrast is between neighbours. */
  sharpness: Float64Array;
}

/**
 * Measures contrast and sharpness.
 *
 * The Laplacian, 4 x − up − down − left − right, answers to edges (Pech-Pacheco et al. 2000, "Diatom autofocusing in
 * brightfield microscopy"); divided by the variance, a pale picture does not count as blurred.
 */
export function pictureQuality(images: Images): PictureQuality {
  const { count, height, width } = images;
  const grey = luma(images);
  const contrast = new Float64Array(count);
  const sharpness = new Float64Array(count);
  for (let picture = 0; picture < count; picture++) {
    const own = grey.subarray(picture * height * width, (picture + 1) * height * width);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    contrast[picture] = Math.sqrt(variance) * 127.5;
    sharpness[picture] = variance > 0 ? laplacian(own, { height, width }) / variance : 0;
  }
  return { contrast, sharpness };
}

/** The mean squared Laplacian over the inner pixels. */
function laplacian(grey: Float32Array, { height, width }: { height: number; width: number }): number {
  let sum = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      sum += (4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - width] - grey[at + width]) ** 2;
    }
  return sum / Math.max(1, (height - 2) * (width - 2));
}
