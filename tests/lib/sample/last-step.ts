/** The last step of a sampling. */
import { collect } from "../../../lib/core/collect.ts";
import type { Points } from "../../../lib/core/points.ts";
import type { Denoiser } from "../../../lib/process/denoiser.ts";
import { type SampleOptions, type SampleStep, sample } from "../../../lib/sample/sample.ts";

export async function last(
  denoiser: Denoiser<Points>,
  options: SampleOptions<Points, unknown>,
): Promise<SampleStep<Points>> {
  return (await collect(sample(denoiser, options))).at(-1) as SampleStep<Points>;
}
