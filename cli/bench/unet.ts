/**
 * The U-Net of the training benchmark: three levels of 32, 64 and 96 channels with one residual block each on the way
 * down and up, attention at the lowest. cli/bench/train.py holds the same in PyTorch.
 */

import { tf } from "../../lib/core/tf.ts";
import { attention, conv2dBias, groupNormSilu, type Tensor, upsample2x } from "../../lib/index.ts";

type Pictures = Tensor<"batch height width channel">;

/** Gives the next parameter, in the order in which the network asks for them. */
export type NextParameter = (shape: number[], kind: "weight" | "gamma" | "zero") => tf.Tensor;

const channels = [32, 64, 96];
const timeWidth = 128;
const groups = 8;

/** Predicts the noise in pictures x at times t in [0, 1]. */
export function unet(x: Pictures, t: Tensor<"batch">, next: NextParameter): Pictures {
  const time = timeFeatures(t, next);
  let h = convolve(x, { next, size: 3, outputs: channels[0] });
  const skips = [];
  for (const [level, width] of channels.entries()) {
    h = block(h, time, { next, outputs: width });
    skips.push(h);
    if (level < channels.length - 1) h = convolve(h, { next, size: 3, outputs: width, stride: 2 });
  }
  h = block(h, time, { next, outputs: channels[2] });
  h = attend(h, next);
  h = block(h, time, { next, outputs: channels[2] });
  for (const [level, width] of [...channels.entries()].reverse()) {
    h = block(tf.concat([h, skips[level]], 3), time, { next, outputs: width });
    if (level > 0) h = convolve(upsample2x(h), { next, size: 3, outputs: width });
  }
  return convolve(norm(h, next), { next, size: 3, outputs: x.shape[3]! });
}

function timeFeatures(t: tf.Tensor, next: NextParameter): tf.Tensor {
  const rates = tf.exp(tf.mul(tf.range(0, 16), -Math.log(1000) / 16));
  const angles = tf.mul(tf.reshape(tf.mul(t, 1000), [-1, 1]), tf.reshape(rates, [1, 16]));
  const waves = tf.concat([tf.sin(angles), tf.cos(angles)], 1);
  return dense(silu(dense(waves, next, timeWidth)), next, timeWidth);
}

function block(
  x: Pictures,
  time: tf.Tensor,
  { next, outputs }: { next: NextParameter; outputs: number },
): Pictures {
  const inputs = x.shape[3]!;
  const first = convolve(norm(x, next), { next, size: 3, outputs });
  const shift = tf.reshape(dense(silu(time), next, outputs), [-1, 1, 1, outputs]);
  const second = convolve(norm(tf.add(first, shift), next), { next, size: 3, outputs });
  return tf.add(second, inputs === outputs ? x : convolve(x, { next, size: 1, outputs }));
}

function attend(x: Pictures, next: NextParameter): Pictures {
  const [batch, height, width, depth] = x.shape as [number, number, number, number];
  const gamma = next([depth], "gamma");
  const beta = next([depth], "zero");
  const normed = groupNormSilu(x, { gamma, beta, groups, activation: "none" });
  const tokens = tf.reshape(normed, [batch, height * width, depth]);
  const [q, k, v] = tf.split(dense(tokens, next, 3 * depth), 3, 2) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const mixed = dense(attention(q, { k, v }), next, depth);
  return tf.add(x, tf.reshape(mixed, x.shape));
}

function norm(x: Pictures, next: NextParameter): Pictures {
  const depth = x.shape[3]!;
  const gamma = next([depth], "gamma");
  return groupNormSilu(x, { gamma, beta: next([depth], "zero"), groups });
}

function convolve(
  x: Pictures,
  {
    next,
    size,
    outputs,
    stride = 1,
  }: { next: NextParameter; size: number; outputs: number; stride?: number },
): Pictures {
  const filter = next([size, size, x.shape[3]!, outputs], "weight");
  return conv2dBias(x, { filter, bias: next([outputs], "zero"), stride, pad: (size - 1) / 2 });
}

function dense(x: tf.Tensor, next: NextParameter, outputs: number): tf.Tensor {
  const weight = next([x.shape[x.rank - 1]!, outputs], "weight");
  return tf.add(tf.matMul(x, weight), next([outputs], "zero"));
}

function silu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(x));
}
