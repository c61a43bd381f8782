import { decodeHTML } from "entities";

/**
 * Cleans a caption up as CLIP does before it is cut into tokens: composed characters, no HTML entities, one space where
 * there was any white space, lower case.
 *
 * The entities are undone twice, because captions from the web hold `&amp;amp;`. The original also mends wrongly decoded
 * text (the ftfy package); that is left out here.
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", section 2.4.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cleanText } from "noisebook";
 *
 * assert.equal(cleanText(" Salt &amp;amp;  Pepper\n"), "salt & pepper");
 * ```
 */
export function cleanText(text: string): string {
  return decodeHTML(decodeHTML(text.normalize("NFC")))
    .replace(/\p{White_Space}+/gu, " ")
    .trim()
    .toLowerCase();
}
