/** Picture files of any common kind: the one door to sharp. */
import type { Raster } from "./png.ts";

/** A picture as its file has it, and what had to be done to make it a square of RGB bytes. */
export interface PictureFile {
  raster: Raster;
  /** "jpeg", "png", "webp", "gif", "tiff" or "heif". */
  format: string;
  /** Width and height as one would see them, in pixels. */
  width: number;
  height: number;
  /** What was changed, in a few words each: "turned upright", "transparency put on white". */
  changes: string[];
}

const formats = ["jpeg", "png", "webp", "gif", "tiff", "heif"];

/**
 * Reads a picture file as a square of RGB bytes: turned upright, transparency on white, the middle cut out, scaled.
 *
 * @param size Side of the square, in pixels.
 * @throws {SyntaxError} If the bytes are no picture of a known format, or one that is damaged or cut short.
 */
export async function readPicture(bytes: Uint8Array, size: number): Promise<PictureFile> {
  const { default: sharp } = await import("sharp");
  if (bytes.length === 0) throw new SyntaxError("Cannot read picture: the file is empty");
  try {
    const open = () => sharp(bytes, { failOn: "truncated", limitInputPixels: 1e8 });
    const about = await open().metadata();
    if (!formats.includes(about.format))
      throw new SyntaxError(`${about.format} is not a format that is read`);
    const { width, height } = about.autoOrient;
    const { data } = await open()
      .autoOrient()
      .flatten({ background: "white" })
      .resize(size, size, { fit: "cover", kernel: size > Math.min(width, height) ? "nearest" : "lanczos3" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const raster = { data: new Uint8Array(data), width: size, height: size, channels: 3 };
    return { raster, format: about.format, width, height, changes: changesOf(about, size) };
  } catch (cause) {
    const [reason] = (cause as Error).message.split("\n");
    throw new SyntaxError(`Cannot read picture: ${reason}`, { cause });
  }
}

/** Writes a JPEG file: what becomes of a picture that is passed on. Quality is from 1 to 100. */
export async function encodeJpeg(
  { data, width, height, channels }: Raster,
  quality: number,
): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const raw = { width, height, channels: channels as 1 | 3 };
  return new Uint8Array(await sharp(data, { raw }).jpeg({ quality }).toBuffer());
}

function changesOf(about: Awaited<ReturnType<import("sharp").Sharp["metadata"]>>, size: number): string[] {
  const { width, height } = about.autoOrient;
  const changes = [
    (about.orientation ?? 1) > 1 && "turned upright",
    about.hasAlpha && "transparency put on white",
    about.depth !== "uchar" && `reduced from ${about.depth} to 8 bits`,
    ["b-w", "grey16"].includes(about.space) && "grey written as RGB",
    about.space === "cmyk" && "CMYK written as RGB",
    (about.pages ?? 1) > 1 && `first of ${about.pages} frames taken`,
    width !== height && `middle cut from ${width}×${height}`,
    Math.min(width, height) < size && `enlarged from ${width}×${height}`,
  ];
  return changes.filter((change) => typeof change === "string");
}
