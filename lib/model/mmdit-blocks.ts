/** The two kinds of block of a multimodal diffusion transformer. */
import { attention } from "../core/ops/attention.ts";
import type { AnyTensor, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { axialRotary, type RotaryTable } from "./layers/axial-rotary.ts";
import { type DenseParameters, dense } from "./layers/dense.ts";
import { rmsNorm } from "./layers/rms-norm.ts";
import { silu } from "./layers/silu.ts";
import { tanhGelu } from "./layers/tanh-gelu.ts";
import type { ProjectionParameters, SingleBlockParameters, StreamParameters } from "./mmdit-config.ts";

type States = Tensor<"batch token channel">;

/** What every block is told. */
export interface BlockOptions {
  heads: number;
  /** What time, guidance and the whole text say: [batch, channel]. */
  told: Tensor<"batch channel">;
  /** The places of the texts' tokens, then of the picture's. */
  places: RotaryTable;
}

/** Both streams. */
export interface Streams {
  text: States;
  image: States;
}

/**
 * A double block: texts and picture look at each other, each with weights of its own.
 *
 * x ← x + gate · out(attention), x ← x + gate · W_2 gelu(W_1 modulated(x)), for each stream
 *
 * Esser et al. 2024, "Scaling Rectified Flow Transformers for High-Resolution Image Synthesis", figure 2b.
 *
 * @returns Both streams; the caller owns them.
 */
export function doubleBlock(
  parameters: { text: StreamParameters; image: StreamParameters },
  { text, image }: Streams,
  options: BlockOptions,
): Streams {
  return tf.tidy(() => {
    const ofText = modulations(parameters.text.modulation, options.told, 6);
    const ofImage = modulations(parameters.image.modulation, options.told, 6);
    const projected = [
      project(parameters.text, modulated(text, ofText[0], ofText[1]), options.heads),
      project(parameters.image, modulated(image, ofImage[0], ofImage[1]), options.heads),
    ];
    const [first, second] = tf.split(
      attend(projected, options),
      [text.shape[1] as number, image.shape[1] as number],
      1,
    );
    return {
      text: streamEnd(parameters.text, text, { attended: first, parts: ofText }),
      image: streamEnd(parameters.image, image, { attended: second, parts: ofImage }),
    } as never;
  }) as Streams;
}

/** Adds to a stream what attention found, and then what its dense layers make of that. */
function streamEnd(
  { out, input, output }: StreamParameters,
  x: States,
  { attended, parts }: { attended: tf.Tensor; parts: tf.Tensor[] },
): tf.Tensor {
  const [, , gate, shift, scale, lastGate] = parts;
  const h = tf.add(x, tf.mul(gate, dense(out, attended)));
  return tf.add(h, tf.mul(lastGate, dense(output, tanhGelu(dense(input, modulated(h, shift, scale))))));
}

/**
 * A single block: all tokens alike, attention and dense layer side by side.
 *
 * x ← x + gate · W · [attention, gelu(W_1 modulated(x))]
 *
 * Dehghani et al. 2023, "Scaling Vision Transformers to 22 Billion Parameters", section 2, for the two branches; as in Flux.
 *
 * @param x The texts' tokens, then the picture's.
 * @returns States of the shape of x; the caller owns it.
 */
export function singleBlock(parameters: SingleBlockParameters, x: States, options: BlockOptions): States {
  const { modulation, input, output } = parameters;
  return tf.tidy(() => {
    const [shift, scale, gate] = modulations(modulation, options.told, 3);
    const h = modulated(x, shift, scale);
    const attended = attend([project(parameters, h, options.heads)], options);
    const both = tf.concat([attended, tanhGelu(dense(input, h))], 2);
    return tf.add(x, tf.mul(gate, dense(output, both)));
  });
}

/** What the tokens are shifted, scaled and gated by: `count` tensors [batch, 1, channel]. */
export function modulations(
  layer: DenseParameters,
  told: Tensor<"batch channel">,
  count: number,
): AnyTensor[] {
  return tf.tidy(() => tf.split(tf.expandDims(dense(layer, silu(told)), 1), count, 2));
}

/** A layer norm without parameters of its own, then (1 + scale) · x + shift. */
export function modulated(x: AnyTensor, shift: AnyTensor, scale: AnyTensor): AnyTensor {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normed = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-6)));
    return tf.add(tf.mul(normed, tf.add(scale, 1)), shift);
  });
}

interface Projected {
  q: tf.Tensor;
  k: tf.Tensor;
  v: tf.Tensor;
}

/** Queries, keys and values: [batch, head, token, dim]. */
function project(parameters: ProjectionParameters, x: tf.Tensor, heads: number): Projected {
  const [batch, tokens] = x.shape as [number, number];
  const split = (layer: DenseParameters) =>
    tf.transpose(tf.reshape(dense(layer, x), [batch, tokens, heads, -1]), [0, 2, 1, 3]);
  return {
    q: rmsNorm(parameters.qNorm, split(parameters.q)),
    k: rmsNorm(parameters.kNorm, split(parameters.k)),
    v: split(parameters.v),
  };
}

/** Attention over the tokens of all streams: [batch, token, channel]. */
function attend(streams: Projected[], { places }: BlockOptions): tf.Tensor {
  const join = (name: keyof Projected) =>
    tf.concat(
      streams.map((stream) => stream[name]),
      2,
    );
  const turned = (x: tf.Tensor): tf.Tensor => axialRotary(x, places);
  const [q, k] = [turned(join("q")), turned(join("k"))];
  const y = tf.transpose(attention(q, { k, v: join("v") }), [0, 2, 1, 3]);
  const [batch, tokens, heads, dim] = y.shape as [number, number, number, number];
  return tf.reshape(y, [batch, tokens, heads * dim]);
}
