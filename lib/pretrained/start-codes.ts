import { combine } from "../core/combine.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { ShapeError } from "../core/tensor.ts";
import type { Inpaint } from "../sample/inpaint.ts";
import { lastLevels } from "../sample/start.ts";
import type { Level } from "../schedule/level.ts";
import { codeChannels, codeFactor, encodePictures, noiseImages } from "./latents.ts";
import type { Pipeline } from "./pipeline.ts";

export interface StartCodesOptions {
  size: readonly [height: number, width: number];
  count: number;
  levels: Level[];
  image?: Images | undefined;
  strength?: number | undefined;
  mask?: ArrayLike<number> | undefined;
  rng: Random;
}

/** Where sampling starts: the first codes, the levels that are left, and what to keep of a picture. */
export interface StartCodes {
  x: Images;
  levels: Level[];
  inpaint?: Inpaint<Images>;
}

/**
 * Finds the first codes: noise, or those of a picture with as much noise as its strength asks for.
 *
 * @throws {ShapeError} If the image or the mask has not the size of the picture.
 * @throws {RangeError} If strength leaves no step.
 */
export async function startCodes(pipeline: Pipeline, options: StartCodesOptions): Promise<StartCodes> {
  const { size, count, levels, image, mask, rng } = options;
  const [height, width] = size.map((side) => side / codeFactor(pipeline));
  const shape = [count, height, width, codeChannels(pipeline)];
  if (!image) {
    if (mask) throw new TypeError("Cannot draw: mask says what to keep of an image; give image as well");
    return { x: noiseImages(shape, rng), levels };
  }
  if (image.height !== size[0] || image.width !== size[1] || image.count !== count)
    throw new ShapeError(
      `Cannot draw: expected ${count} pictures of ${size.join(" × ")} in image, got ${image.count} of ${image.height} × ${image.width}`,
    );
  const left = lastLevels(levels, { strength: options.strength ?? (mask ? 1 : 0.8), doing: "draw" });
  const codes = await encodePictures(pipeline, image, { rng });
  const noise = noiseImages(shape, rng);
  const x = left.length === levels.length && mask ? noise : combine([left[0].a, codes], [left[0].s, noise]);
  if (!mask) return { x, levels: left };
  return {
    x,
    levels: left,
    inpaint: { image: codes, mask: shrunk(mask, { size, count, factor: size[0] / height }) },
  };
}

/** The mask at the codes' size: of each square of pixels the first one, as diffusers has it. */
function shrunk(
  mask: ArrayLike<number>,
  {
    size: [rows, columns],
    count,
    factor,
  }: { size: readonly [number, number]; count: number; factor: number },
): Float32Array {
  const pixels = rows * columns;
  if (mask.length !== pixels && mask.length !== count * pixels)
    throw new ShapeError(
      `Cannot draw: expected ${pixels} numbers in mask, one per pixel, or as many for each picture, got ${mask.length}`,
    );
  const [height, width] = [rows / factor, columns / factor];
  return Float32Array.from({ length: count * height * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    // Row by row through all pictures; one mask serves each of them.
    return mask[(row * factor * columns + column * factor) % mask.length];
  });
}
