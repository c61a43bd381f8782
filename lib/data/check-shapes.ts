import type { Images } from "../core/images.ts";
import { ShapeError } from "../core/tensor.ts";
import { addShape, bestFit, differenceFromWhite, type Fit } from "./fit-shape.ts";
import { type Look, lookName, parseSceneCaption, type Scene, type Shape, sceneCaption } from "./shapes.ts";

/** What was found in a picture, and how it compares with its caption. */
export interface ShapeCheck {
  /** Whether everything that the caption says is in the picture, and nothing else. */
  correct: boolean;
  /** The caption that the picture deserves; "nothing" if no shape is found. */
  found: string;
  size: boolean;
  colour: boolean;
  kind: boolean;
  /** Whether as many shapes were found as the caption names. */
  objects: boolean;
  /** Whether the shapes stand as the caption says; true if it names one shape. */
  relation: boolean;
  /** Root mean square of what the found shapes leave unexplained, in levels of 256: 0 for a clean picture. */
  rmse: number;
}

/**
 * Says whether a picture shows what its caption says, without any network: it draws every look at every place and keeps
 * what leaves the least squares.
 *
 * For a shape with coverage a and colour c on white w, Σ|I − w − a(c − w)|² = Σ|I − w|² + Σ a²|c − w|² − 2 Σ a (I − w)·(c − w).
 * A second shape is sought in what the first leaves; then each is fitted again without the other.
 *
 * @param images One picture, RGB in [−1, 1], square, of 8, 16, 32 or 64 pixels.
 * @param caption One that the set "shapes" could have.
 * @throws {SyntaxError} If the caption is no such one.
 * @throws {ShapeError} If there is not exactly one picture of such a size.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkShapes, loadDataset } from "noisebook";
 *
 * const shapes = await loadDataset("shapes", { size: 16, limit: 1 });
 * assert.ok(checkShapes(shapes.images, shapes.captions[0]).correct);
 * ```
 */
export function checkShapes(images: Images, caption: string): ShapeCheck {
  const { count, height, width, channels } = images;
  if (count !== 1 || height !== width || ![8, 16, 32, 64].includes(width) || channels !== 3)
    throw new ShapeError(
      `Cannot check shapes: images must be one RGB picture of 8, 16, 32 or 64 pixels, got [${count}, ${height}, ${width}, ${channels}]`,
    );
  const wanted = parseSceneCaption(caption);
  const { fits, rest } = findShapes(images);
  const orders = fits.length === 2 ? [fits, [fits[1], fits[0]]] : [fits];
  const parts = orders.map((order) => compare(order, wanted));
  const best = parts.indexOf(parts.toSorted((a, b) => agreeing(b) - agreeing(a))[0]);
  return {
    correct: Object.values(parts[best]).every(Boolean),
    found: describe(orders[best]),
    ...parts[best],
    rmse: Math.sqrt(rest.reduce((sum, value) => sum + value * value, 0) / rest.length),
  };
}

type Parts = Pick<ShapeCheck, "size" | "colour" | "kind" | "objects" | "relation">;
const agreeing = (parts: Parts) => Object.values(parts).filter(Boolean).length;

/** Finds up to three shapes, strongest first: one more than a caption can name. */
function findShapes(images: Images): { fits: Fit[]; rest: Float32Array } {
  const size = images.width;
  const rest = differenceFromWhite(images);
  let fits: Fit[] = [];
  while (fits.length < 3) {
    const fit = bestFit(rest, size);
    if (!(fit.strength > 0.5)) break;
    addShape(rest, fit, { size, sign: -1 });
    fits.push(fit);
  }
  if (fits.length > 1)
    fits = fits.map((fit) => {
      addShape(rest, fit, { size, sign: 1 });
      const again = bestFit(rest, size);
      addShape(rest, again, { size, sign: -1 });
      return again;
    });
  return { fits, rest };
}

function compare(fits: Fit[], wanted: ReturnType<typeof parseSceneCaption>): Parts {
  const objects = fits.length === wanted.looks.length;
  const same = (field: keyof Look) =>
    objects && wanted.looks.every((look, at) => look[field] === fits[at][field]);
  return {
    size: same("size"),
    colour: same("colour"),
    kind: same("kind"),
    objects,
    relation: wanted.relation === undefined || (objects && wanted.relation === relationOf(fits[0], fits[1])),
  };
}

function relationOf(a: Shape, b: Shape): NonNullable<Scene["relation"]> {
  const [right, down] = [b.x - a.x, b.y - a.y];
  if (Math.abs(right) > Math.abs(down)) return right > 0 ? "left of" : "right of";
  return down > 0 ? "above" : "below";
}

function describe(fits: Fit[]): string {
  if (fits.length === 0) return "nothing";
  if (fits.length === 2) return sceneCaption({ shapes: fits, relation: relationOf(fits[0], fits[1]) });
  return fits.map((fit) => `a ${lookName(fit)}`).join(" and ");
}
