import type { Images } from "../core/images.ts";
import { drawRecipe, type LoadModel } from "./draw-recipe.ts";
import { inspectPicture } from "./inspect-picture.ts";
import type { PictureLabel } from "./label.ts";
import { toRaster } from "./picture-bytes.ts";
import type { Signer } from "./signer.ts";
import { writePicture } from "./write-picture.ts";

/** A picture that was made again from what its file says. */
export interface Remade {
  label: PictureLabel;
  /** The new file. */
  file: Uint8Array;
  picture: Images;
  /** Whether every pixel is as it was. */
  samePixels: boolean;
  /** Whether every byte of the file is as it was: needs the same signer. */
  sameFile: boolean;
}

/**
 * Makes a picture again from its own file: the label says how, the loader finds the model.
 *
 * @param file A PNG file that {@link writePicture} wrote.
 * @param options
 * @param options.load Finds the model by its name and hash.
 * @param options.signer Who signed it, if the file is to be the same as well.
 * @throws {SyntaxError} If the file has no label, or one that does not fit the file.
 * @throws {Error} If the model that was loaded is not the one that the label names.
 */
export async function remake(
  file: Uint8Array,
  { load, signer }: { load: LoadModel; signer?: Signer },
): Promise<Remade> {
  const { label, status, problems, picture: old } = await inspectPicture(file);
  if (!label || status === "broken")
    throw new SyntaxError(`Cannot make the picture again: ${problems.join("; ") || "its file has no label"}`);
  const drawn = await drawRecipe(label, { load });
  const made = await writePicture(drawn, label, signer ? { signer } : {});
  const { picture } = await inspectPicture(made);
  const [before, after] = [old, picture].map((one) => toRaster(one, "compare pictures").data);
  return {
    ...{ label, file: made, picture },
    samePixels: Buffer.compare(before, after) === 0,
    sameFile: Buffer.compare(file, made) === 0,
  };
}
