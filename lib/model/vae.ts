import { checkInteger, checkPositive } from "../core/check.ts";
import { toPoints, toTensor } from "../core/convert.ts";
import { hostValues } from "../core/host-values.ts";
import { sizeOf } from "../core/like.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";
import { checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import { type GaussianLatent, latentKl, reparameterise } from "./gaussian-latent.ts";
import type { DenseParameters } from "./layers/dense.ts";
import { denseStack, denseStackPlan } from "./layers/dense-stack.ts";
import { disposeParameters, initialise, type Plan } from "./parameters.ts";
import { type Bound, boundOf, gaussianCost, normalTensor, type Variational } from "./variational.ts";

export interface VaeConfig {
  /** The shape of a row: [dim] or [height, width, channels]. */
  shape: readonly number[];
  /** Numbers in a code. Default: 2. */
  latent?: number;
  /** Units of each hidden layer. Default: 96. */
  width?: number;
  /** Hidden layers of each half. Default: 2. */
  layers?: number;
  /** How far the data may lie from what is decoded: σ of p(x | z). Smaller makes the code matter more. Default: 0.1. */
  deviation?: number;
  /** How much the divergence counts, β. Default: 1. */
  weight?: number;
}

export interface VaeParameters {
  encoder: DenseParameters[];
  decoder: DenseParameters[];
}

/** A variational autoencoder of points or small pictures. */
export interface Vae extends Variational<VaeParameters> {
  readonly kind: "vae";
  readonly config: Required<VaeConfig>;
  /** Mean and deviation of each row's code. */
  encode(x: HostValues): Promise<{ mean: Points; deviation: Points }>;
  /** Data of codes. */
  decode(codes: Points): Promise<HostValues>;
  /** New data: codes from N(0, I), decoded. */
  generate(count: number, options: { rng: Random }): Promise<HostValues>;
  /** Frees the parameters. */
  dispose(): void;
}

/** Plans encoder and decoder. */
export function vaePlan({ shape, latent, width, layers }: Required<VaeConfig>): Plan<VaeParameters> {
  const hidden = Array<number>(layers).fill(width);
  const size = sizeOf(shape);
  return {
    encoder: denseStackPlan([size, ...hidden, 2 * latent]),
    decoder: denseStackPlan([latent, ...hidden, size]),
  };
}

/**
 * Makes a variational autoencoder: an encoder says which Gaussian of codes each row may have, a decoder turns codes into data.
 *
 * Kingma and Welling 2014, "Auto-Encoding Variational Bayes". Taught by `trainVae`.
 *
 * @throws {RangeError} If a size is not a whole number from 1, or the deviation is not above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { random, vae } from "noisebook";
 *
 * const model = vae({ shape: [2], rng: random(1) });
 * const points = await model.generate(5, { rng: random(2) });
 * assert.deepEqual([points.count, points.data.length], [5, 10]);
 * model.dispose();
 * ```
 */
export function vae({ rng, ...options }: VaeConfig & { rng: Random }): Vae {
  const config = { latent: 2, width: 96, layers: 2, deviation: 0.1, weight: 1, ...options };
  const { shape, latent, width, layers, deviation } = config;
  const doing = "make a VAE";
  for (const [name, value] of Object.entries({ latent, width, layers }))
    checkInteger(value, { doing, name, from: 1 });
  checkPositive(deviation, { doing, name: "deviation" });
  return {
    kind: "vae",
    config,
    shape,
    parameters: initialise<VaeParameters>(vaePlan(config), rng),
    bound: (parameters, x, rng) =>
      vaeBound(parameters, x, { noise: normalTensor([x.shape[0], latent], rng), config }),
    async encode(x) {
      const [mean, deviation] = tf.tidy((): [tf.Tensor, tf.Tensor] => {
        const latent = encodeRows(this.parameters, toTensor(x), config);
        return [latent.mean, tf.exp(tf.mul(latent.logVariance, 0.5))];
      });
      try {
        return { mean: await toPoints(mean), deviation: await toPoints(deviation) };
      } finally {
        tf.dispose([mean, deviation]);
      }
    },
    decode(codes) {
      return decodeRows(this.parameters, codes, config);
    },
    generate(count, { rng }) {
      const codes = { data: Float32Array.from(rng.normal(count * latent)), count, dim: latent };
      return decodeRows(this.parameters, codes, config);
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}

/** The bound of a VAE for codes drawn with this noise, [batch, latent]. */
export function vaeBound(
  parameters: VaeParameters,
  x: Tensor,
  { noise, config }: { noise: Tensor; config: Required<VaeConfig> },
): Bound {
  return boundOf(() => {
    const latent = encodeRows(parameters, x, config);
    const decoded = denseStack(parameters.decoder, reparameterise(latent, noise));
    const reconstruction = gaussianCost(tf.reshape(x, decoded.shape), decoded, config.deviation);
    return { reconstruction, kl: latentKl(latent), weight: config.weight };
  });
}

function encodeRows({ encoder }: VaeParameters, x: Tensor, { shape }: Required<VaeConfig>): GaussianLatent {
  checkShape("x", x, ["batch", ...shape].join(" "));
  const [mean, logVariance] = tf.split(denseStack(encoder, tf.reshape(x, [x.shape[0], -1])), 2, 1);
  return { mean, logVariance };
}

async function decodeRows(
  { decoder }: VaeParameters,
  codes: Points,
  { shape, latent }: Required<VaeConfig>,
): Promise<HostValues> {
  checkShape("codes", { shape: [codes.count, codes.dim] }, "count latent", { latent });
  const y = tf.tidy(() => denseStack(decoder, toTensor(codes)));
  try {
    return hostValues(Float32Array.from(await y.data()), shape);
  } finally {
    y.dispose();
  }
}
