import { checkOneOf } from "../core/check.ts";
import type { Random } from "../core/random.ts";
import type { Row } from "./dataset.ts";
import { drawScene } from "./draw-shapes.ts";
import { isHeldOut, makeScene, type Scene, sceneCaption } from "./shapes.ts";
import type { Tiles } from "./sheet.ts";
import type { Split } from "./split.ts";

/** Names of the two kinds of scenes, as the card lists them. */
export const shapeStyles = ["one-object", "two-objects"] as const;

export interface MakeShapesOptions {
  count: number;
  /** Side in pixels: 8, 16, 32 or 64. */
  size: number;
  /** Kinds of scenes, in turn. */
  styles: readonly string[];
  /** "test" has a look of {@link heldOut} in every picture, "train" in none. */
  split: Split;
  rng: Random;
}

/** Draws captioned scenes: tile i belongs to rows[i]. */
export function makeShapes({ count, size, styles, split, rng }: MakeShapesOptions): {
  tiles: Tiles;
  rows: Row[];
} {
  const area = size * size * 3;
  const data = new Uint8Array(count * area);
  const rows: Row[] = [];
  for (let index = 0; index < count; index++) {
    const style = checkOneOf(styles[index % styles.length], {
      doing: "draw shapes",
      name: "styles",
      names: shapeStyles,
    });
    const scene = sceneOf(style === "one-object" ? 1 : 2, split, rng);
    data.set(drawScene(scene, size), index * area);
    rows.push(rowOf(scene, { index, style }));
  }
  return { tiles: { data, count, size, channels: 3 }, rows };
}

function sceneOf(objects: 1 | 2, split: Split, rng: Random): Scene {
  for (;;) {
    const scene = makeScene(objects, rng);
    if (split === "all" || isHeldOut(scene) === (split === "test")) return scene;
  }
}

function rowOf(scene: Scene, { index, style }: { index: number; style: string }): Row {
  const caption = sceneCaption(scene);
  const [first, second] = scene.shapes;
  const attributes: Record<string, string> = { size: first.size, colour: first.colour, kind: first.kind };
  if (second && scene.relation)
    Object.assign(attributes, {
      relation: scene.relation,
      secondSize: second.size,
      secondColour: second.colour,
      secondKind: second.kind,
    });
  return {
    id: `${style}/${index}`,
    concept: scene.shapes.map(({ size, colour, kind }) => `${size} ${colour} ${kind}`).join(", "),
    caption,
    tags: Object.values(attributes),
    group: scene.relation ?? "alone",
    style,
    attributes,
    source: "noisebook",
    licence: "MIT",
  };
}
