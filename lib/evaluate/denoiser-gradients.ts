import { breathe } from "../core/breathe.ts";
import type { Images } from "../core/images.ts";
import type { Points } from "../core/points.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type NoisePair, noisedBatch } from "./noised-batch.ts";
import { lossAndGradient, predictNoise, type SmallDenoiser } from "./small-denoiser.ts";

/** The ways of noising that every picture is asked about, the same for all. */
export interface Questions {
  schedule: Schedule;
  pairs: NoisePair[];
}

/**
 * The loss of each picture: its mean over the pairs (t, ε) of the mean square of ε_θ(x_t, t) − ε.
 */
export function denoiserLosses(
  denoiser: SmallDenoiser,
  images: Images,
  { schedule, pairs }: Questions,
): Float64Array {
  return Float64Array.from({ length: images.count }, (_, index) => {
    const batch = noisedBatch(images, { pictures: pairs.map(() => index), pairs, schedule });
    const predicted = predictNoise(denoiser, batch);
    return predicted.reduce((sum, value, at) => sum + (value - batch.noise[at]) ** 2, 0) / predicted.length;
  });
}

/**
 * The gradient of each picture's loss by the denoiser's parameters, a row for each picture: what TracIn and TRAK compare.
 *
 * @param options
 * @param options.of "loss", or "norm" for D-TRAK's mean square of ε_θ, whose gradient does not vanish where the loss is
 *   least (Zheng et al. 2024, "Intriguing Properties of Data Attribution on Diffusion Models", equation 6).
 */
export async function denoiserGradients(
  denoiser: SmallDenoiser,
  images: Images,
  {
    schedule,
    pairs,
    of = "loss",
    signal,
  }: Questions & { of?: "loss" | "norm"; signal?: AbortSignal | undefined },
): Promise<Points> {
  const dim = denoiser.parameters.length;
  const data = new Float64Array(images.count * dim);
  for (let index = 0; index < images.count; index++) {
    signal?.throwIfAborted();
    const batch = noisedBatch(images, { pictures: pairs.map(() => index), pairs, schedule });
    if (of === "norm") batch.noise.fill(0);
    lossAndGradient(denoiser, batch, data.subarray(index * dim, (index + 1) * dim));
    await breathe();
  }
  return { data, count: images.count, dim };
}
