import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "../process/denoiser.ts";

/** What to sample, in words. */
export interface PromptOptions {
  /** One text for all rows, or one for each; the denoiser makes its condition of it. */
  prompt?: string | readonly string[];
  /** What to move away from when guided, likewise. */
  negativePrompt?: string | readonly string[];
}

interface Conditions<Condition> {
  condition?: Condition | undefined;
  negative?: Condition | undefined;
  count?: number | undefined;
}

/**
 * Lets the denoiser turn texts into conditions; without texts the conditions stay as they were given.
 *
 * @throws {TypeError} If there is a text and the denoiser reads none.
 */
export async function promptsOf<X extends HostValues, Condition>(
  denoiser: Denoiser<X, Condition>,
  {
    prompt,
    negativePrompt,
    ...given
  }: PromptOptions & Conditions<Condition> & { x?: X | undefined; image?: X | undefined },
): Promise<Conditions<Condition>> {
  const rows = given.x?.count ?? given.image?.count ?? given.count;
  const count = rows ?? (typeof prompt === "object" ? prompt.length : undefined);
  const embed = async (text: string | readonly string[] | undefined): Promise<Condition | undefined> => {
    if (text === undefined) return undefined;
    if (!denoiser.embed)
      throw new TypeError("Cannot sample: this denoiser reads no prompts; give condition in its own terms");
    const texts = typeof text === "string" ? Array<string>(count ?? 1).fill(text) : text;
    if (texts.length !== (count ?? 1))
      throw new RangeError(
        `Cannot sample: there must be ${count ?? 1} prompts for as many rows, got ${texts.length}`,
      );
    return denoiser.embed(texts);
  };
  return {
    condition: (await embed(prompt)) ?? given.condition,
    negative: (await embed(negativePrompt)) ?? given.negative,
    count,
  };
}
