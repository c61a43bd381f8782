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
export const shapeRadius = { small: 72, large: 120 };

/** Looks that are in no training picture: a model that draws them has learned size, colour and kind apart. */
export const heldOut = ["small red triangle", "large green circle", "small purple square", "large orange triangle"];

export const lookName = ({ size, colour, kind }: Look): string => `${size} ${colour} ${kind}`;

/** "a small red circle", or "a small red circle above a large blue square". */
export function sceneCaption({ shapes, relation }: Scene): string {
  return shapes.map((shape) => `a ${lookName(shape)}`).join(` ${relation} `);
}

export const isHeldOut = ({ shapes }: Scene): boolean => shapes.some((shape) => heldOut.includes(lookName(shape)));

/**
 * Reads a caption that {@link sceneCaption} could have written.
 *
 * @throws {SyntaxError} If it is none.
 */
export function parseSceneCaption(caption: string): { looks: Look[]; relation?: Scene["relation"] } {
  const look = `a (${shapeSizes.join("|")}) (${shapeColours.join("|")}) (${shapeKinds.join("|")})`;
  const match = new RegExp(`^${look}(?: (${shapeRelations.join("|")}) ${look})?$`).exec(caption.trim().toLowerCase());
  if (!match)
    throw new SyntaxError(`Cannot read caption: it must be like "a small red circle above a large blue square", got ${caption}`);
  const lookAt = (at: number) => ({ size: match[at], colour: match[at + 1], kind: match[at + 2] }) as Look;
  if (!match[4]) return { looks: [lookAt(1)] };
  return { looks: [lookAt(1), lookAt(5)], relation: match[4] as NonNullable<Scene["relation"]> };
}

/** Draws a scene with one or two shapes: every look, relation and place that fits is equally likely. */
export function makeScene(count: 1 | 2, rng: Random): Scene {
  const below = rng.integer;
  const look = (colours: readonly Look["colour"][]): Look => ({
    size: shapeSizes[below(2)],
    colour: colours[below(colours.length)],
    kind: shapeKinds[below(3)],
  });
  const place = (of: Look): Shape => {
    const radius = shapeRadius[of.size];
    return { ...of, x: radius + below(sceneSide - 2 * radius + 1), y: radius + below(sceneSide - 2 * radius + 1) };
  };
  const first = look(shapeColours);
  if (count === 1) return { shapes: [place(first)] };
  const second = look(shapeColours.filter((colour) => colour !== first.colour));
  const relation = shapeRelations[below(4)];
  for (;;) {
    const shapes = [place(first), place(second)];
    if (holds(shapes, relation)) return { shapes, relation };
  }
}

/** Whether the shapes stand clearly so: apart along the relation's axis, and not much beside it. */
function holds([a, b]: Shape[], relation: NonNullable<Scene["relation"]>): boolean {
  const [right, down] = [b.x - a.x, b.y - a.y];
  const along = { above: down, below: -down, "left of": right, "right of": -right }[relation];
  const beside = relation === "above" || relation === "below" ? right : down;
  return along >= shapeRadius[a.size] + shapeRadius[b.size] && 2 * Math.abs(beside) <= along;
}
