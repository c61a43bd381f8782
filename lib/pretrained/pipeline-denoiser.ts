/** A pipeline's network as a denoiser, which `sample` and its samplers take. */
import { toImages, toTensor } from "../core/convert.ts";
import type { Images } from "../core/images.ts";
import { tf } from "../core/tf.ts";
import { applyMmdit, type MmditStates } from "../model/mmdit.ts";
import { fullMmditConfig, type MmditParameters } from "../model/mmdit-config.ts";
import { applyUnet } from "../model/unet.ts";
import { fullUnetConfig } from "../model/unet-config.ts";
import type { UnetParameters } from "../model/unet-plan.ts";
import type { Denoiser } from "../process/denoiser.ts";
import type { Target } from "../process/target.ts";
import type { Part, Pipeline } from "./pipeline.ts";

/** States of words, and what else each family's network is told. */
export type PipelineCondition = MmditStates;

/** The part that denoises. */
export function networkPart({ parts }: Pick<Pipeline, "parts">): { name: string; part: Part } {
  const name = "unet" in parts ? "unet" : "transformer";
  return { name, part: parts[name] };
}

/**
 * Makes the denoiser of a pipeline, for codes of any size that its network can halve.
 *
 * @param options
 * @param options.predicts What the network was trained to predict; the scheduler's configuration says it.
 */
export function pipelineDenoiser(
  pipeline: Pick<Pipeline, "parts">,
  { predicts }: { predicts: Target },
): Denoiser<Images, PipelineCondition> {
  const { part } = networkPart(pipeline);
  return {
    predicts,
    async predict(x, { t }, condition) {
      const y = tf.tidy(() => applyPart(part, x, { t, condition }));
      try {
        return await toImages(y);
      } finally {
        y.dispose();
      }
    },
  };
}

function applyPart(
  { network, weights }: Part,
  x: Images,
  { t, condition }: { t: number; condition: PipelineCondition | undefined },
): tf.Tensor {
  const image = [x.height, x.width, x.channels] as const;
  const told = { t: tf.fill([x.count], t), condition };
  if (network.kind === "unet") {
    const config = fullUnetConfig({ ...network.config, image });
    return applyUnet(weights.parameters as UnetParameters, toTensor(x), { ...told, config });
  }
  if (network.kind === "mmdit") {
    const config = fullMmditConfig({ ...network.config, image });
    return applyMmdit(weights.parameters as MmditParameters, toTensor(x), { ...told, config });
  }
  throw new TypeError(`Cannot denoise with a ${network.kind}`);
}
