import { checkInteger } from "../../core/check.ts";
import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

/** Where each picture's window lies and how it looks; pixels count from 0. */
export interface AttentionWindow {
  /** Column of its middle: [batch, 1]. */
  x: Tensor<"batch 1">;
  /** Row of its middle: [batch, 1]. */
  y: Tensor<"batch 1">;
  /** Pixels between two of its points: [batch, 1]. */
  stride: Tensor<"batch 1">;
  /** Variance of the Gaussian at each point, in pixels²: [batch, 1]. */
  variance: Tensor<"batch 1">;
  /** What is read is multiplied by it, and what is written divided: [batch, 1]. */
  intensity: Tensor<"batch 1">;
}

export interface WindowSizes {
  height: number;
  width: number;
  /** Points on a side of the window. */
  points: number;
}

/**
 * Reads five numbers for each picture as a window.
 *
 * g_X = (B − 1)/2 · (1 + a) with a = 0 in the middle, g_Y alike; δ = (max(A, B) − 1)/(N − 1) · e^d, σ² = e^v, γ = e^c.
 *
 * Gregor et al. 2015, "DRAW: A Recurrent Neural Network For Image Generation", equations 21 to 24, with pixels counted from 0:
 * five zeros are a window over the whole picture.
 *
 * @param numbers [batch, 5]: a for column and row, v, d, c.
 * @returns Tensors that the caller owns.
 */
export function windowOf(
  numbers: Tensor<"batch 5">,
  { height, width, points }: WindowSizes,
): AttentionWindow {
  checkShape("numbers", numbers, "batch 5");
  checkInteger(points, { doing: "make a window", name: "points", from: 2 });
  const longest = (Math.max(height, width) - 1) / (points - 1);
  return tf.tidy(() => {
    const [across, down, spread, distance, strength] = tf.split(numbers, 5, 1);
    return {
      x: tf.mul(tf.add(across, 1), (width - 1) / 2),
      y: tf.mul(tf.add(down, 1), (height - 1) / 2),
      stride: tf.mul(tf.exp(distance), longest),
      variance: tf.exp(spread),
      intensity: tf.exp(strength),
    } as never;
  }) as AttentionWindow;
}

/** The weights of each of the window's points over the picture's rows and columns. */
export interface WindowFilters {
  /** F_Y: [batch, point, height]; each row sums to 1. */
  rows: Tensor<"batch point height">;
  /** F_X: [batch, point, width]; each row sums to 1. */
  columns: Tensor<"batch point width">;
}

/**
 * Makes the filters of a window: a grid of Gaussians.
 *
 * F_X[i, a] = exp(−(a − μ_X^i)² / 2σ²) / Z, μ_X^i = g_X + (i − (N − 1)/2) · δ; F_Y alike, each row divided by its sum Z.
 *
 * Gregor et al. 2015, "DRAW: A Recurrent Neural Network For Image Generation", equations 19, 20, 25 and 26.
 *
 * @returns Two tensors that the caller owns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { toTensor, windowFilters, windowOf } from "noisebook";
 * import { tf } from "noisebook/tf";
 *
 * const sizes = { height: 8, width: 8, points: 3 };
 * const zeros = toTensor({ data: new Float32Array(5), count: 1, dim: 5 }).reshape([1, 5]);
 * const { rows } = windowFilters(windowOf(zeros, sizes), sizes);
 * const sums = await tf.sum(rows, 2).data();
 * assert.ok(sums.every((sum) => Math.abs(sum - 1) < 1e-6));
 * ```
 */
export function windowFilters(
  window: AttentionWindow,
  { height, width, points }: WindowSizes,
): WindowFilters {
  return tf.tidy(() => {
    const offsets = Float32Array.from({ length: points }, (_, at) => at - (points - 1) / 2);
    const spread = tf.mul(window.stride, tf.tensor2d(offsets, [1, points]));
    const filters = (middle: tf.Tensor, size: number) => {
      const means = tf.expandDims(tf.add(middle, spread), 2);
      const distance = tf.squaredDifference(tf.reshape(tf.range(0, size), [1, 1, size]), means);
      // The softmax divides by Z, and does so without loss where a point lies far outside of the picture.
      return tf.softmax(tf.div(distance, tf.mul(tf.expandDims(window.variance, 2), -2)));
    };
    return { rows: filters(window.y, height), columns: filters(window.x, width) } as never;
  }) as WindowFilters;
}

/**
 * Reads what a window shows: γ · F_Y · x · F_Xᵀ for each channel.
 *
 * Gregor et al. 2015, equation 27.
 *
 * @param x Pictures with the channels first: [batch, channel, height, width].
 * @returns [batch, channel, point, point]; the caller owns it.
 */
export function readWindow(
  x: Tensor<"batch channel height width">,
  { rows, columns, intensity }: WindowFilters & Pick<AttentionWindow, "intensity">,
): Tensor<"batch channel point point"> {
  return tf.tidy(() => {
    const [down, across] = [tf.expandDims(rows, 1), tf.expandDims(columns, 1)];
    const seen = tf.matMul(tf.matMul(down, x), across, false, true);
    return tf.mul(seen, tf.reshape(intensity, [-1, 1, 1, 1]));
  });
}

/**
 * Writes a patch through a window: 1/γ · F_Yᵀ · patch · F_X for each channel.
 *
 * Gregor et al. 2015, equation 29.
 *
 * @param patch [batch, channel, point, point].
 * @returns Pictures with the channels first: [batch, channel, height, width]; the caller owns it.
 */
export function writeWindow(
  patch: Tensor<"batch channel point point">,
  { rows, columns, intensity }: WindowFilters & Pick<AttentionWindow, "intensity">,
): Tensor<"batch channel height width"> {
  return tf.tidy(() => {
    const [down, across] = [tf.expandDims(rows, 1), tf.expandDims(columns, 1)];
    const drawn = tf.matMul(tf.matMul(down, patch, true, false), across);
    return tf.div(drawn, tf.reshape(intensity, [-1, 1, 1, 1]));
  });
}
