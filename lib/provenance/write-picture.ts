import type { Images } from "../core/images.ts";
import { encodePng } from "../core/png.ts";
import { signPng } from "./c2pa.ts";
import { creditLines } from "./credits.ts";
import { canonicalJson, checkLabel, type PictureLabel } from "./label.ts";
import { toRaster } from "./picture-bytes.ts";
import { readChunks, textChunk, writeChunks } from "./png-chunks.ts";
import type { Signer } from "./signer.ts";
import { embedWatermark, findWatermark } from "./watermark.ts";
import { xmpOf } from "./xmp.ts";

/** The keyword of the label among a file's texts, and of XMP's packet. */
export const labelKeyword = "noisebook";
export const xmpKeyword = "XML:com.adobe.xmp";

/**
 * Writes a picture that says that a model made it, how, and of what: as text for people and programs (PNG's own keywords,
 * the whole label as JSON, an XMP packet with IPTC's digital source type), in an invisible watermark if the label names
 * one, and, with a signer, as a manifest in C2PA's form that finds every later change.
 *
 * The same picture, label and signer give the same bytes.
 *
 * @param picture One picture; values in [−1, 1] become bytes.
 * @returns A PNG file.
 * @throws {SyntaxError} If a field of the label is missing or wrong.
 * @throws {ShapeError} If there is not exactly one picture.
 * @throws {RangeError} If a value is not finite, or the picture does not hold the watermark.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { inspectPicture, type PictureLabel, writePicture } from "noisebook";
 *
 * const label: PictureLabel = {
 *   made: "by a trained model",
 *   software: { name: "noisebook", version: "0.1.0" },
 *   prompt: "a grey square",
 *   seed: 1,
 *   sampler: "ddim",
 *   steps: 10,
 *   schedule: { name: "cosine", steps: 1000 },
 *   model: { name: "toy", hash: "0".repeat(64) },
 *   adapters: [],
 *   datasets: [],
 *   count: 1,
 *   index: 0,
 *   licence: "CC0-1.0",
 * };
 * const grey = { data: new Float32Array(16 * 16 * 3), count: 1, height: 16, width: 16, channels: 3 };
 * const { label: read, status } = await inspectPicture(await writePicture(grey, label));
 * assert.deepEqual([read?.prompt, status], ["a grey square", "unsigned"]);
 * ```
 */
export async function writePicture(
  picture: Images,
  label: PictureLabel,
  { signer }: { signer?: Signer } = {},
): Promise<Uint8Array> {
  checkLabel(label);
  const marked = withWatermark(picture, label);
  return labelPng(encodePng(toRaster(marked, "write picture")), label, { signer });
}

/**
 * Writes a label into a PNG file that was drawn otherwise: a grid of samples with their captions, say. Its pixels stay.
 *
 * @throws {SyntaxError} If a field of the label is missing or wrong, or the bytes are no PNG file.
 */
export async function labelPng(
  png: Uint8Array,
  label: PictureLabel,
  { signer }: { signer?: Signer | undefined } = {},
): Promise<Uint8Array> {
  checkLabel(label);
  const [header, ...rest] = readChunks(png);
  const texts = Object.entries(textsFor(label)).map(([keyword, text]) => textChunk(keyword, text));
  const file = writeChunks([header, ...texts, ...rest]);
  return signer ? signPng(file, label, signer) : file;
}

/** A mark that cannot be read again would make the file look broken. */
function withWatermark(picture: Images, { watermark }: PictureLabel): Images {
  if (!watermark) return picture;
  const { message, strength } = watermark;
  const { images } = embedWatermark(picture, message, { strength });
  if (findWatermark(images, { strength }).message !== message)
    throw new RangeError(
      `Cannot write picture: it does not hold a watermark at strength ${strength}; take more, or leave the watermark out`,
    );
  return images;
}

/** PNG's own keywords where they fit, then the label and XMP's packet. */
export function textsFor(label: PictureLabel): Record<string, string> {
  const { prompt, software, model, licence, datasets } = label;
  const credits = creditLines(datasets).join("; ");
  return {
    Description: prompt,
    Software: `${software.name} ${software.version}`,
    Source: `Made by the model ${model.name}, sha256 ${model.hash}`,
    Disclaimer: "This picture was made by a trained model; it shows nothing that was.",
    Copyright: `${licence}${credits ? `. Learned from ${credits}` : ""}`,
    [labelKeyword]: canonicalJson(label),
    [xmpKeyword]: xmpOf(label),
  };
}
