/** What each family's network is told of prompts. */

import { type EncodedTexts, encodeTexts, joinStates } from "./encode-prompts.ts";
import type { Pipeline } from "./pipeline.ts";
import type { PipelineCondition } from "./pipeline-denoiser.ts";

/** What is told of the prompts, and how it came about. */
export interface PromptCondition {
  condition: PipelineCondition;
  /** What each text encoder made of them. */
  encoded: EncodedTexts[];
}

export interface PromptConditionOptions {
  /** Height and width of the picture, which Stable Diffusion XL is told. */
  size: readonly [height: number, width: number];
  /** What a guidance-distilled model is told. */
  guidance: number;
  /** Tokens that Flux's T5 reads of each text. Default: 512. */
  tokens?: number | undefined;
}

/** Reads prompts as the pipeline's network is told them. */
export async function promptCondition(
  pipeline: Pipeline,
  texts: readonly string[],
  { size: [height, width], guidance, tokens }: PromptConditionOptions,
): Promise<PromptCondition> {
  const encoded: EncodedTexts[] = [];
  for (const encoder of Object.keys(pipeline.readers))
    encoded.push(
      await encodeTexts(pipeline, encoder, {
        texts,
        length: pipeline.parts[encoder].network.kind === "t5" ? tokens : undefined,
      }),
    );
  if (pipeline.family === "flux") {
    const [clip, t5] = encoded;
    return { encoded, condition: { ...joinStates([t5]), pooled: clip.pooled!, guidance } };
  }
  const states = joinStates(encoded);
  if (pipeline.family === "sd") return { encoded, condition: states };
  // The size before cropping, where it was cropped, and the size that is wanted.
  const numbers = texts.flatMap(() => [height, width, 0, 0, height, width]);
  return {
    encoded,
    condition: { ...states, pooled: encoded[1].pooled!, numbers: Float32Array.from(numbers) },
  };
}

/** The condition of no text at all, as Stable Diffusion XL was trained with it: zeros in the place of states. */
export function emptyCondition({ data, pooled, ...rest }: PipelineCondition): PipelineCondition {
  return { ...rest, data: new Float32Array(data.length), pooled: new Float32Array(pooled?.length ?? 0) };
}
