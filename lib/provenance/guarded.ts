import type { Images } from "../core/images.ts";
import { ShapeError } from "../core/tensor.ts";
import type { HostValues } from "../core/values.ts";
import { pickImages } from "../data/dataset.ts";
import type { WordVectors } from "../data/text-tables.ts";
import { copyRatios } from "../evaluate/memorisation.ts";
import { moderatePrompt, type PromptPolicy, type PromptVerdict } from "./moderation.ts";

/** Looks at pictures before anyone sees them. */
export interface OutputFilter {
  name: string;
  /** Why a picture is held back, for the one who asked. */
  reason: string;
  /** Whether each picture is to be held back. */
  refuses(images: Images, prompt: string): readonly boolean[] | Promise<readonly boolean[]>;
}

/** One refusal, as it is logged: plain data. */
export interface Refusal {
  kind: "prompt" | "picture";
  prompt: string;
  /** The policy or the filter. */
  by: string;
  explanation: string;
  /** Of a picture: which of those that were drawn. */
  index?: number;
}

export interface GuardOptions {
  policy: PromptPolicy;
  vectors?: WordVectors;
  filters?: readonly OutputFilter[];
  /** Gets every refusal. */
  log: (refusal: Refusal) => void;
}

/** What came of a request. */
export interface Guarded {
  verdict: PromptVerdict;
  /** The pictures that passed; nothing if the prompt was refused or none passed. */
  images?: Images;
  /** Which of those that were drawn they are. */
  kept: number[];
  refusals: Refusal[];
}

/**
 * Draws pictures under a policy: the prompt is looked at first, every picture after, and every refusal is logged with its
 * reason.
 *
 * @param draw Makes pictures for a prompt; it is not called for a prompt that is refused.
 * @throws {ShapeError} If a filter does not judge every picture.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Refusal, guarded } from "noisebook";
 *
 * const policy = { name: "calm", words: [{ word: "scream", reason: "noise" }], topics: [], allowed: [], unknown: "allow" as const };
 * const log: Refusal[] = [];
 * const draw = () => ({ data: new Float32Array(64), count: 1, height: 8, width: 8, channels: 1 });
 * const { images } = await guarded("a scream", draw, { policy, log: (refusal) => log.push(refusal) });
 * assert.equal(images, undefined);
 * assert.match(log[0].explanation, /"scream" is on its list \(noise\)/);
 * ```
 */
export async function guarded(
  prompt: string,
  draw: (prompt: string) => Images | Promise<Images>,
  { policy, vectors, filters = [], log }: GuardOptions,
): Promise<Guarded> {
  const verdict = moderatePrompt(prompt, { policy, ...(vectors && { vectors }) });
  const refusals: Refusal[] = [];
  const refuse = (refusal: Refusal) => {
    refusals.push(refusal);
    log(refusal);
  };
  if (!verdict.allowed) {
    refuse({ kind: "prompt", prompt, by: policy.name, explanation: verdict.explanation });
    return { verdict, kept: [], refusals };
  }
  const images = await draw(prompt);
  const held = new Set<number>();
  for (const filter of filters) {
    const refused = await filter.refuses(images, prompt);
    if (refused.length !== images.count)
      throw new ShapeError(
        `Cannot filter pictures: ${filter.name} must judge ${images.count} pictures, got ${refused.length} judgements`,
      );
    refused.forEach((is, index) => {
      if (!is || held.has(index)) return;
      held.add(index);
      refuse({ kind: "picture", prompt, by: filter.name, explanation: filter.reason, index });
    });
  }
  const kept = Array.from({ length: images.count }, (_, at) => at).filter((at) => !held.has(at));
  return { verdict, kept, refusals, ...(kept.length > 0 && { images: pickImages(images, kept) }) };
}

/**
 * A filter that holds back copies of training pictures: d₁/d₂ below 1/3, as for {@link memorisation}.
 *
 * @param training Two pictures or more.
 */
export function copyFilter(training: HostValues): OutputFilter {
  return {
    name: "copies",
    reason: "This picture is a copy of one that the model learned from.",
    refuses: (images) => Array.from(copyRatios(images, training), (ratio) => ratio < 1 / 3),
  };
}
