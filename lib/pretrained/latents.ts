/** Between pictures and a pipeline's codes, and the noise that codes start from. */
import { toImages, toTensor } from "../core/convert.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { checkShape } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { AutoencoderParameters } from "../model/autoencoder-config.ts";
import { decodeLatents, encodeMoments } from "../model/autoencoder-layers.ts";
import { reparameterise } from "../model/gaussian-latent.ts";
import type { Pipeline } from "./pipeline.ts";

type HasAutoencoder = Pick<Pipeline, "parts">;

function autoencoderOf({ parts }: HasAutoencoder) {
  const { network, weights } = parts["vae"];
  if (network.kind !== "autoencoder") throw new TypeError(`Cannot decode with a ${network.kind}`);
  return { ...network, parameters: weights.parameters as AutoencoderParameters };
}

/** How many pixels of a side make one number of a code. */
export const codeFactor = (pipeline: HasAutoencoder): number =>
  2 ** (autoencoderOf(pipeline).config.channels.length - 1);

/** Channels of a code. */
export const codeChannels = (pipeline: HasAutoencoder): number => autoencoderOf(pipeline).config.latent ?? 4;

/**
 * Codes of pictures, scaled for the network: (z − shift) · scale.
 *
 * @param options
 * @param options.rng Draws the codes; without it they are the means.
 */
export async function encodePictures(
  pipeline: HasAutoencoder,
  images: Images,
  { rng }: { rng?: Random } = {},
): Promise<Images> {
  const { config, scale, shift, parameters } = autoencoderOf(pipeline);
  return read(() => {
    const x = toTensor(images);
    checkShape("image", x, "count height width channel", { channel: config.image[2] });
    const latent = encodeMoments(parameters.encoder, x, config);
    const z = rng ? reparameterise(latent, toTensor(noiseImages(latent.mean.shape, rng))) : latent.mean;
    return tf.mul(tf.sub(z, shift), scale);
  });
}

/** Pictures of a pipeline's codes: decode(z / scale + shift). */
export async function decodePictures(pipeline: HasAutoencoder, codes: Images): Promise<Images> {
  const { config, scale, shift, parameters } = autoencoderOf(pipeline);
  return read(() => {
    const z = toTensor(codes);
    checkShape("codes", z, "count height width channel", { channel: config.latent ?? 4 });
    return decodeLatents(parameters.decoder, tf.add(tf.div(z, scale), shift), config);
  });
}

/**
 * Draws normal noise with the channels first, as PyTorch does, so that `random(seed, { like: "torch" })` draws what
 * diffusers draws with that seed.
 *
 * @param shape [count, height, width, channels]
 */
export function noiseImages(shape: readonly (number | null)[], rng: Random): Images {
  const [count, height, width, channels] = shape as number[];
  const pixels = height * width;
  const drawn = rng.normal(count * pixels * channels);
  const data = new Float32Array(drawn.length);
  for (let at = 0; at < drawn.length; at++) {
    const [pixel, rest] = [at % pixels, Math.floor(at / pixels)];
    const [channel, row] = [rest % channels, Math.floor(rest / channels)];
    data[(row * pixels + pixel) * channels + channel] = drawn[at];
  }
  return { data, count, height, width, channels };
}

async function read(compute: () => tf.Tensor): Promise<Images> {
  const x = tf.tidy(compute);
  try {
    return await toImages(x);
  } finally {
    x.dispose();
  }
}
