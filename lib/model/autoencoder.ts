import { toImages, toTensor } from "../core/convert.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { checkShape } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import {
  type AutoencoderConfig,
  type AutoencoderParameters,
  autoencoderPlan,
  fullAutoencoderConfig,
} from "./autoencoder-config.ts";
import { decodeLatents, encodeMoments } from "./autoencoder-layers.ts";
import { latentKl, reparameterise } from "./gaussian-latent.ts";
import { disposeParameters, initialise } from "./parameters.ts";
import { type Bound, boundOf, gaussianCost, normalTensor, type Variational } from "./variational.ts";

/** Between pictures and small codes, in which a diffusion model learns and samples. */
export interface Autoencoder extends Variational<AutoencoderParameters> {
  readonly kind: "autoencoder";
  readonly config: Required<AutoencoderConfig>;
  /** The sizes of a code: [height, width, latent]. */
  readonly latentShape: readonly [height: number, width: number, channels: number];
  /** Codes leave the encoder as (z − shift)·scale, so that they have deviation 1; see `scaleFactor`. Default: 1. */
  scale: number;
  /** Default: 0. */
  shift: number;
  /** Codes of pictures: their means, or draws where `rng` is given. */
  encode(images: Images, options?: { rng?: Random }): Promise<Images>;
  /** Pictures of codes. */
  decode(latents: Images): Promise<Images>;
  /** Frees the parameters. */
  dispose(): void;
}

/**
 * Makes an autoencoder with Gaussian codes: residual blocks that halve the picture, attention in the middle, and the way back.
 *
 * Rombach et al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models", section 3.1 and appendix E.
 *
 * @throws {RangeError} If the configuration does not fit together.
 *
 * @example A picture of 16 × 16 × 3 as a code of 4 × 4 × 4
 * ```ts
 * import assert from "node:assert/strict";
 * import { autoencoder, random } from "noisebook";
 *
 * const model = autoencoder({ image: [16, 16, 3], channels: [8, 16, 16], rng: random(1) });
 * const picture = { data: new Float32Array(768), count: 1, height: 16, width: 16, channels: 3 };
 * const code = await model.encode(picture);
 * assert.deepEqual([code.height, code.width, code.channels], [4, 4, 4]);
 * assert.equal((await model.decode(code)).data.length, 768);
 * model.dispose();
 * ```
 */
export function autoencoder({ rng, ...options }: AutoencoderConfig & { rng: Random }): Autoencoder {
  const config = fullAutoencoderConfig(options);
  const [height, width, channel] = config.image;
  const factor = 2 ** (config.channels.length - 1);
  return {
    kind: "autoencoder",
    config,
    shape: [...config.image],
    latentShape: [height / factor, width / factor, config.latent],
    parameters: initialise<AutoencoderParameters>(autoencoderPlan(config), rng),
    bound: (parameters, x, rng) => autoencoderBound(parameters, x, { rng, config }),
    scale: 1,
    shift: 0,
    async encode(images, { rng } = {}) {
      return read(() => {
        const x = toTensor(images);
        checkShape("images", x, "count height width channel", { height, width, channel });
        const latent = encodeMoments(this.parameters.encoder, x, config);
        const z = rng ? reparameterise(latent, normalTensor(latent.mean.shape, rng)) : latent.mean;
        return tf.mul(tf.sub(z, this.shift), this.scale);
      });
    },
    async decode(latents) {
      return read(() => {
        const z = toTensor(latents);
        checkShape("latents", z, "count height width channel", { channel: config.latent });
        return decodeLatents(this.parameters.decoder, tf.add(tf.div(z, this.scale), this.shift), config);
      });
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}

function autoencoderBound(
  { encoder, decoder }: AutoencoderParameters,
  x: tf.Tensor,
  { rng, config }: { rng: Random; config: Required<AutoencoderConfig> },
): Bound {
  return boundOf(() => {
    const latent = encodeMoments(encoder, x, config);
    const z = reparameterise(latent, normalTensor(latent.mean.shape, rng));
    const reconstruction = gaussianCost(x, decodeLatents(decoder, z, config), config.deviation);
    return { reconstruction, kl: latentKl(latent), weight: config.weight };
  });
}

/**
 * Measures what a model's codes must be multiplied by to have deviation 1: 1/√(variance of the means + mean variance).
 *
 * Stable Diffusion 1 has 0.18215, measured so on its data. Rombach et al. 2022, appendix G.
 *
 * @param model Its `scale` and `shift` stay as they are.
 * @param images Pictures of the set; a few hundred are enough.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { autoencoder, loadDataset, random, scaleFactor } from "noisebook";
 *
 * const data = await loadDataset("digits8", { limit: 64 });
 * const model = autoencoder({ image: [8, 8, 1], channels: [8, 16], rng: random(1) });
 * model.scale = await scaleFactor(model, data.images);
 * assert.ok(model.scale > 0);
 * model.dispose();
 * ```
 */
export async function scaleFactor(
  { parameters, config }: Pick<Autoencoder, "parameters" | "config">,
  images: Images,
): Promise<number> {
  const variance = tf.tidy(() => {
    const { mean, logVariance } = encodeMoments(parameters.encoder, toTensor(images), config);
    return tf.add(tf.moments(mean).variance, tf.mean(tf.exp(logVariance)));
  });
  const [value] = await variance.data();
  variance.dispose();
  return 1 / Math.sqrt(value);
}

async function read(compute: () => tf.Tensor): Promise<Images> {
  const x = tf.tidy(compute);
  try {
    return await toImages(x);
  } finally {
    x.dispose();
  }
}
