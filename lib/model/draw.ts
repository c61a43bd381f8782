import { checkInteger } from "../core/check.ts";
import { hostValues } from "../core/host-values.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import {
  type DrawConfig,
  type DrawParameters,
  drawPlan,
  drawRounds,
  firstState,
  paint,
} from "./draw-step.ts";
import { disposeParameters, initialise } from "./parameters.ts";
import { type Bound, boundOf, normalTensor, type Variational } from "./variational.ts";

/** Where DRAW wrote in a round, one number for each picture, in pixels. */
export interface DrawnWindow {
  /** Column of the middle. */
  x: Float32Array;
  /** Row of the middle. */
  y: Float32Array;
  /** From the first point to the last. */
  side: Float32Array;
}

/** The canvas after a round. */
export interface DrawnRound {
  /** From 1. */
  round: number;
  rounds: number;
  canvas: Images;
  window: DrawnWindow;
}

/** A recurrent network that draws pictures in several rounds. */
export interface DrawModel extends Variational<DrawParameters> {
  readonly kind: "draw";
  readonly config: Required<DrawConfig>;
  /** Draws new pictures from codes of N(0, I), and yields the canvas after each round. */
  generate(count: number, options: { rng: Random }): AsyncGenerator<DrawnRound, void>;
  /** Frees the parameters. */
  dispose(): void;
}

/**
 * Makes a DRAW: an encoder and a decoder with memory that look at a picture and draw it again, round by round, each time through
 * a window of their choice. Taught by `trainVae`.
 *
 * Gregor et al. 2015, "DRAW: A Recurrent Neural Network For Image Generation", section 2. Pictures in [−1, 1] count as chances
 * of white, (x + 1)/2; the loss is their cross entropy.
 *
 * @throws {RangeError} If a size is not a whole number from 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, draw, random } from "noisebook";
 *
 * const model = draw({ image: [8, 8, 1], rounds: 4, units: 16, rng: random(1) });
 * const film = await collect(model.generate(2, { rng: random(2) }));
 * assert.deepEqual([film.length, film[3].canvas.count], [4, 2]);
 * model.dispose();
 * ```
 */
export function draw({ rng, ...options }: DrawConfig & { rng: Random }): DrawModel {
  const config = { rounds: 8, points: 5, latent: 10, units: 128, weight: 1, ...options };
  const { image, rounds, points, latent, units } = config;
  const doing = "make a DRAW";
  for (const [name, value] of Object.entries({ rounds, latent, units }))
    checkInteger(value, { doing, name, from: 1 });
  checkInteger(points, { doing, name: "points", from: 2 });
  return {
    kind: "draw",
    config,
    shape: [...image],
    parameters: initialise<DrawParameters>(drawPlan(config), rng),
    bound: (parameters, x, rng) =>
      drawBound(parameters, x as tf.Tensor, {
        noise: normalTensor([rounds, x.shape[0], latent], rng),
        config,
      }),
    generate(count, { rng }) {
      return drawing(this, count, rng);
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}

/**
 * The bound of DRAW on pictures, for codes drawn with this noise, [round, batch, latent].
 *
 * Cross entropy −Σ (p ln σ(canvas) + (1 − p) ln(1 − σ(canvas))) plus the divergences of all rounds: Gregor et al. 2015, equations
 * 9 to 12.
 */
export function drawBound(
  parameters: DrawParameters,
  x: Tensor<"batch height width channel">,
  { noise, config }: { noise: Tensor<"round batch latent">; config: Required<DrawConfig> },
): Bound {
  const [height, width, channel] = config.image;
  const { batch } = checkShape("x", x, "batch height width channel", { height, width, channel });
  return boundOf(() => {
    const white = tf.transpose(tf.mul(tf.add(x, 1), 0.5), [0, 3, 1, 2]);
    const { canvas, kl } = drawRounds(parameters, white, { noise, config });
    const entropy = tf.sub(tf.softplus(canvas), tf.mul(white, canvas));
    const reconstruction = tf.sum(tf.reshape(entropy, [batch, -1]), 1);
    return { reconstruction, kl, weight: config.weight };
  });
}

async function* drawing(model: DrawModel, count: number, rng: Random): AsyncGenerator<DrawnRound, void> {
  const { config } = model;
  const { rounds, points } = config;
  const codes = Array.from({ length: rounds }, () => Float32Array.from(rng.normal(count * config.latent)));
  for (let round = 1; round <= rounds; round++) {
    // No tensor lives across a yield: the rounds so far are few and are drawn again.
    const [canvas, ...window] = tf.tidy((): tf.Tensor[] => {
      let state = firstState(count, config);
      let painted = paint(model.parameters, tf.tensor2d(codes[0], [count, config.latent]), { state, config });
      for (const code of codes.slice(1, round)) {
        state = { ...state, ...painted };
        painted = paint(model.parameters, tf.tensor2d(code, [count, config.latent]), { state, config });
      }
      const { x, y, stride } = painted.window;
      const picture = tf.sub(tf.mul(tf.sigmoid(painted.canvas), 2), 1);
      return [tf.transpose(picture, [0, 2, 3, 1]), x, y, tf.mul(stride, points - 1)];
    });
    const [data, x, y, side] = await taken([canvas, ...window]);
    yield { round, rounds, canvas: hostValues(data, config.image) as Images, window: { x, y, side } };
  }
}

/** The values of tensors, which are freed. */
async function taken(tensors: tf.Tensor[]): Promise<Float32Array[]> {
  try {
    return await Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
  } finally {
    tf.dispose(tensors);
  }
}
