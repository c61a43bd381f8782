/** Captioned shapes: what a scene is, how it is said and how one is drawn by lot. */
import type { Random } from "../core/random.ts";

export const shapeSizes = ["small", "large"] as const;
export const shapeColours = ["red", "green", "blue", "yellow", "purple", "orange"] as const;
export const shapeKinds = ["circle", "square", "triangle"] as const;
export const shapeRelations = ["above", "below", "left of", "right of"] as const;

/** What a shape looks like. */
export interface Look {
  size: (typeof shapeSizes)[number];
  colour: (typeof shapeColours)[number];
  kind: (typeof shapeKinds)[number];
}

/** A shape at a place: its centre, in 1/512 of the picture's side from the left and the top. */
export interface Shape extends Look {
  x: number;
  y: number;
}

/** One shape, or two with a relation of the first to the second. */
export interface Scene {
  shapes: Shape[];
  relation?: (typeof shapeRelations)[number];
}

export const sceneSide = 512;
/** Half the width of a shape, in 1/512 of the picture's side. */
export const shapeRadius = { small: 80, large: 120 };

/** Looks that are in no training picture: a model that draws them has learned size, colour and kind apart. */
export const heldOut = [
  "small red triangle",
  "large green circle",
  "small purple square",
  "large orange triangle",
];

/** Every word of the captions, sorted. */
export const shapeVocabulary = ["a", ...shapeSizes, ...shapeColours, ...shapeKinds, ...shapeRelations]
  .flatMap((words) => words.split(" "))
  .filter((word, at, all) => all.indexOf(word) === at)
  .sort();

export const lookName = ({ size, colour, kind }: Look): string => `${size} ${colour} ${kind}`;

/** "a small red circle", or "a small red circle above a large blue square". */
export function sceneCaption({ shapes, relation }: Scene): string {
  return shapes.map((shape) => `a ${lookName(shape)}`).join(` ${relation} `);
}

export const isHeldOut = ({ shapes }: Scene): boolean =>
  shapes.some((shape) => heldOut.includes(lookName(shape)));

/**
 * Reads a caption that {@link sceneCaption} could have written.
 *
 * @throws {SyntaxError} If it is none.
 */
export function parseSceneCaption(caption: string): { looks: Look[]; relation?: Scene["relation"] } {
  const look = `a (${shapeSizes.join("|")}) (${shapeColours.join("|")}) (${shapeKinds.join("|")})`;
  const match = new RegExp(`^${look}(?: (${shapeRelations.join("|")}) ${look})?$`).exec(
    caption.trim().toLowerCase(),
  );
  if (!match)
    throw new SyntaxError(
      `Cannot read caption: it must be like "a small red circle above a large blue square", got ${caption}`,
    );
  const lookAt = (at: number) => ({ size: match[at], colour: match[at + 1], kind: match[at + 2] }) as Look;
  if (!match[4]) return { looks: [lookAt(1)] };
  return { looks: [lookAt(1), lookAt(5)], relation: match[4] as NonNullable<Scene["relation"]> };
}

/** Draws a scene by lot: every look and relation is equally likely, and so is every place of one shape that fits. */
export function makeScene(count: 1 | 2, rng: Random): Scene {
  const pick = <Word>(from: readonly Word[]) => from[rng.integer(from.length)];
  const look = (colours: readonly Look["colour"][]): Look => ({
    size: pick(shapeSizes),
    colour: pick(colours),
    kind: pick(shapeKinds),
  });
  const first = look(shapeColours);
  if (count === 1) {
    const radius = shapeRadius[first.size];
    const place = () => between(radius, sceneSide - radius, rng);
    return { shapes: [{ ...first, x: place(), y: place() }] };
  }
  const second = look(shapeColours.filter((colour) => colour !== first.colour));
  const relation = pick(shapeRelations);
  return { shapes: placeTwo([first, second], { relation, rng }), relation };
}

/** Places two shapes so that the relation is plain: apart along its axis, and at most half as far apart across it. */
function placeTwo(
  [first, second]: [Look, Look],
  { relation, rng }: { relation: NonNullable<Scene["relation"]>; rng: Random },
): Shape[] {
  const [a, b] = [shapeRadius[first.size], shapeRadius[second.size]];
  const apart = between(a + b, sceneSide - a - b, rng);
  const start = between(a, sceneSide - b - apart, rng);
  const across = between(a, sceneSide - a, rng);
  const reach = Math.floor(apart / 2);
  const other = between(Math.max(b, across - reach), Math.min(sceneSide - b, across + reach), rng);
  const mirrored = relation === "below" || relation === "right of";
  const along = [start, start + apart].map((value) => (mirrored ? sceneSide - value : value));
  const upright = relation === "above" || relation === "below";
  return [first, second].map((look, at) => {
    const beside = at === 0 ? across : other;
    return { ...look, x: upright ? beside : along[at], y: upright ? along[at] : beside };
  });
}

/** A whole number from `low` to `high`, both included. */
const between = (low: number, high: number, rng: Random): number => low + rng.integer(high - low + 1);
