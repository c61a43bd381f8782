/** The rounds of DRAW, as pure functions of its parameters. `firstState`, `look` and `paint` are called inside a tidy. */

import type { AnyTensor, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { type GaussianLatent, latentKl, reparameterise } from "./gaussian-latent.ts";
import {
  type AttentionWindow,
  readWindow,
  type WindowSizes,
  windowFilters,
  windowOf,
  writeWindow,
} from "./layers/attention-window.ts";
import { type DenseParameters, dense, densePlan } from "./layers/dense.ts";
import { type LstmState, lstm, lstmPlan } from "./layers/lstm.ts";
import type { Plan } from "./parameters.ts";

export interface DrawConfig {
  /** Height, width and channels of a picture. */
  image: readonly [height: number, width: number, channels: number];
  /** Rounds of drawing. Default: 8. */
  rounds?: number;
  /** Points on a side of the windows. Default: 5. */
  points?: number;
  /** Numbers in the code of a round. Default: 10. */
  latent?: number;
  /** Units of the two recurrent networks. Default: 128. */
  units?: number;
  /** How much the divergence counts. Default: 1, the bound itself; with 0.3 a short training comes to use the codes sooner. */
  weight?: number;
}

export interface DrawParameters {
  encoder: DenseParameters;
  /** From the encoder's state to mean and log variance. */
  code: DenseParameters;
  decoder: DenseParameters;
  /** From the decoder's state to the window that reads. */
  readWindow: DenseParameters;
  /** To the window that writes. */
  writeWindow: DenseParameters;
  /** To what is written. */
  patch: DenseParameters;
}

/** Plans the networks of DRAW. */
export function drawPlan({ image, points, latent, units }: Required<DrawConfig>): Plan<DrawParameters> {
  const patch = image[2] * points * points;
  const window = () => densePlan({ inputs: units, outputs: 5, gain: 0.1 });
  return {
    encoder: lstmPlan({ inputs: 2 * patch + units, units }),
    code: densePlan({ inputs: units, outputs: 2 * latent }),
    decoder: lstmPlan({ inputs: latent, units }),
    readWindow: window(),
    writeWindow: window(),
    patch: densePlan({ inputs: units, outputs: patch }),
  };
}

/** What goes from round to round. */
export interface DrawState {
  /** Logits of the picture: [batch, channel, height, width]. */
  canvas: AnyTensor;
  encoder: LstmState;
  decoder: LstmState;
}

/** The state before the first round: an even grey canvas, all memories empty. */
export function firstState(rows: number, { image, units }: Required<DrawConfig>): DrawState {
  const [height, width, channels] = image;
  const memory = () => ({ h: tf.zeros([rows, units]), c: tf.zeros([rows, units]) }) as LstmState;
  return { canvas: tf.zeros([rows, channels, height, width]), encoder: memory(), decoder: memory() };
}

/**
 * Looks at the picture and at what is missing on the canvas, through the window that the decoder asked for.
 *
 * Gregor et al. 2015, "DRAW: A Recurrent Neural Network For Image Generation", equations 3 to 6.
 *
 * @param x Pictures from 0 to 1, the channels first.
 * @returns The encoder's next state, the Gaussian of the round's code, and its divergence for each row.
 */
export function look(
  parameters: DrawParameters,
  x: Tensor<"batch channel height width">,
  { state, config }: { state: DrawState; config: Required<DrawConfig> },
): { encoder: LstmState; latent: GaussianLatent; kl: Tensor<"batch"> } {
  const sizes = sizesOf(config);
  const { h } = state.decoder;
  const window = windowOf(dense(parameters.readWindow, h), sizes);
  const filters = { ...windowFilters(window, sizes), intensity: window.intensity };
  const missing = tf.sub(x, tf.sigmoid(state.canvas));
  const seen = [x, missing].map((picture) => tf.reshape(readWindow(picture, filters), [x.shape[0], -1]));
  const encoder = lstm(parameters.encoder, tf.concat([...seen, h], 1), state.encoder);
  const [mean, logVariance] = tf.split(dense(parameters.code, encoder.h), 2, 1);
  const latent = { mean, logVariance };
  return { encoder, latent, kl: latentKl(latent) };
}

/**
 * Draws what a code says, through a window of its own.
 *
 * Gregor et al. 2015, equations 7 and 8.
 *
 * @returns The decoder's next state, the canvas with what was added, and the window.
 */
export function paint(
  parameters: DrawParameters,
  code: Tensor<"batch latent">,
  { state, config }: { state: DrawState; config: Required<DrawConfig> },
): Pick<DrawState, "canvas" | "decoder"> & { window: AttentionWindow } {
  const sizes = sizesOf(config);
  const { points } = sizes;
  const decoder = lstm(parameters.decoder, code as tf.Tensor, state.decoder);
  const window = windowOf(dense(parameters.writeWindow, decoder.h), sizes);
  const filters = { ...windowFilters(window, sizes), intensity: window.intensity };
  const patch = tf.reshape(dense(parameters.patch, decoder.h), [code.shape[0], -1, points, points]);
  return { decoder, canvas: tf.add(state.canvas, writeWindow(patch, filters)), window };
}

/** All rounds on pictures whose codes are drawn with this noise, [round, batch, latent]; the last canvas and the divergence. */
export function drawRounds(
  parameters: DrawParameters,
  x: Tensor<"batch channel height width">,
  { noise, config }: { noise: Tensor<"round batch latent">; config: Required<DrawConfig> },
): { canvas: AnyTensor; kl: AnyTensor } {
  return tf.tidy(() => {
    let state = firstState(x.shape[0] as number, config);
    const divergences: tf.Tensor[] = [];
    for (const draw of tf.unstack(noise)) {
      const { encoder, latent, kl } = look(parameters, x, { state, config });
      state = { encoder, ...paint(parameters, reparameterise(latent, draw), { state, config }) };
      divergences.push(kl);
    }
    return { canvas: state.canvas, kl: tf.addN(divergences) } as never;
  }) as { canvas: tf.Tensor; kl: tf.Tensor };
}

function sizesOf({ image: [height, width], points }: Required<DrawConfig>): WindowSizes {
  return { height, width, points };
}
