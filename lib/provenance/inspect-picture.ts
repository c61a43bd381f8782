import type { Images } from "../core/images.ts";
import { decodePng } from "../core/png.ts";
import { type SignedBy, verifyPng } from "./c2pa.ts";
import { canonicalJson, labelProblems, type PictureLabel } from "./label.ts";
import { fromRaster } from "./picture-bytes.ts";
import { readChunks, textsOf } from "./png-chunks.ts";
import { defaultStrength, type FoundWatermark, findWatermark } from "./watermark.ts";
import { labelKeyword, textsFor, xmpKeyword } from "./write-picture.ts";

/** What a picture's file says of itself, and whether that can be believed. */
export interface Inspection {
  /**
   * "valid": signed, and not a byte has changed since; "broken": signed or labelled, but something does not fit;
   * "unsigned": the label is whole, but anyone may have written it; "unlabelled": the file says nothing.
   */
  status: "valid" | "broken" | "unsigned" | "unlabelled";
  /** Sentences: what does not fit. */
  problems: string[];
  label?: PictureLabel;
  signer?: SignedBy;
  /** What was found in the pixels; it survives where a file's texts are lost. */
  watermark: FoundWatermark;
  /** The file's texts by keyword. */
  texts: Record<string, string>;
  picture: Images;
}

/**
 * Reads what a PNG file says of how it was made, and checks it: the texts against each other, the signature against every
 * byte, the watermark against the label.
 *
 * @param options.trust Certificates of authorities, PEM: whose signers count as trusted.
 * @param options.at When certificates must be valid; not checked if left out.
 * @throws {SyntaxError} If the bytes are no PNG file that can be read to its end.
 */
export async function inspectPicture(
  file: Uint8Array,
  options: { trust?: readonly string[]; at?: Date } = {},
): Promise<Inspection> {
  const chunks = readChunks(file);
  const texts = textsOf(chunks);
  const picture = fromRaster(decodePng(file));
  const signature = await verifyPng(file, options);
  const { label, problems: labelFaults } = readLabel(texts);
  const watermark = findWatermark(picture, { strength: label?.watermark?.strength ?? defaultStrength });
  const problems = [...signature.problems, ...labelFaults];
  if (signature.status !== "none" && label && canonicalJson(signature.label) !== canonicalJson(label))
    problems.push("the signed label is not the one in the file's text");
  if (label?.watermark && label.watermark.message !== watermark.message)
    problems.push(`the label's watermark says ${label.watermark.message}, but the pixels do not`);
  const labelled = label !== undefined || signature.status !== "none" || labelFaults.length > 0;
  const whole = signature.status === "none" ? "unsigned" : "valid";
  const status = !labelled ? "unlabelled" : problems.length > 0 ? "broken" : whole;
  return {
    ...{ status, problems, texts, watermark, picture },
    ...(label && { label }),
    ...(signature.signer && { signer: signature.signer }),
  };
}

/** The label of a file's texts; every other text must say the same. */
function readLabel(texts: Record<string, string>): { label?: PictureLabel; problems: string[] } {
  const text = texts[labelKeyword];
  if (text === undefined)
    return {
      problems: texts[xmpKeyword]?.includes("trainedAlgorithmicMedia")
        ? ["the label is missing, though XMP's packet is there"]
        : [],
    };
  let label: unknown;
  try {
    label = JSON.parse(text);
  } catch {
    return { problems: ["the label is not JSON"] };
  }
  const problems = labelProblems(label);
  if (problems.length > 0) return { problems: problems.map((problem) => `the label is wrong: ${problem}`) };
  const expected = textsFor(label as PictureLabel);
  const others = Object.keys(expected).filter((keyword) => texts[keyword] !== expected[keyword]);
  return {
    label: label as PictureLabel,
    problems: others.map((keyword) => `the text ${keyword} is not what the label says`),
  };
}
