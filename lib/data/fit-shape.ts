import type { Images } from "../core/images.ts";
import { coverage, shapeRgb } from "./draw-shapes.ts";
import {
  type Look,
  type Shape,
  sceneSide,
  shapeColours,
  shapeKinds,
  shapeRadius,
  shapeSizes,
} from "./shapes.ts";

/** A shape that fits, and how much of the picture's squares it explains. */
export interface Fit extends Shape {
  /** What a picture loses in squares by this shape, as a share of what it would lose if the shape were exactly there. */
  strength: number;
}

/** A shape's coverage at one place within a pixel: offsets of pixels and a = 0 … 1 for each. */
interface Patch {
  columns: Int8Array;
  rows: Int8Array;
  covered: Float32Array;
  /** Σ a². */
  energy: number;
}

/** One picture minus white, in levels of 256: rows, columns, channels. */
export function differenceFromWhite({ data }: Images): Float32Array {
  return data.map((value) => (value - 1) * 127.5);
}

/** The shape that explains most of a difference from white. */
export function bestFit(difference: Float32Array, size: number): Fit {
  let best: Candidate | undefined;
  for (const kind of shapeKinds)
    for (const word of shapeSizes) {
      const found = search(difference, { kind, word, size });
      if (!best || found.change < best.change) best = found;
    }
  const { change, whole, ...shape } = best!;
  return { ...shape, strength: -change / whole };
}

/** Adds a shape to a difference from white, times `sign`: −1 takes it away, 1 puts it back. */
export function addShape(
  difference: Float32Array,
  shape: Shape,
  { size, sign }: { size: number; sign: 1 | -1 },
): void {
  const { patch, column, row } = patchAt(shape, { word: shape.size, size });
  const colour = shapeRgb[shape.colour];
  patch.covered.forEach((covered, index) => {
    const at = ((row + patch.rows[index]) * size + column + patch.columns[index]) * 3;
    for (let channel = 0; channel < 3; channel++)
      difference[at + channel] += sign * covered * (colour[channel] - 255);
  });
}

interface Candidate extends Shape {
  /** Change of Σ|difference|² when the shape is taken away: negative if it helps. */
  change: number;
  /** What the change would be, negated, if the shape were exactly there. */
  whole: number;
}
interface Template {
  kind: Look["kind"];
  word: Look["size"];
  size: number;
}

/** Tries places 1/16 of the side apart, then goes from the best one downhill, in ever smaller steps. */
function search(difference: Float32Array, template: Template): Candidate {
  const radius = shapeRadius[template.word];
  const last = sceneSide - radius;
  let best: Candidate | undefined;
  const visit = (x: number, y: number) => {
    if (x < radius || y < radius || x > last || y > last) return;
    const candidate = measure(difference, { x, y, ...template });
    if (!best || candidate.change < best.change) best = candidate;
  };
  for (let y = radius; y <= last; y += 32) for (let x = radius; x <= last; x += 32) visit(x, y);
  for (let step = 16; step >= 2; step /= 2) {
    for (let before: Candidate | undefined; before !== best; ) {
      before = best;
      const { x, y } = best!;
      for (const down of [-step, 0, step]) for (const right of [-step, 0, step]) visit(x + right, y + down);
    }
  }
  return best!;
}

/** The best colour at one place: Σ a²|c − w|² − 2 Σ a D·(c − w), by three sums for all colours. */
function measure(difference: Float32Array, place: Template & { x: number; y: number }): Candidate {
  const { kind, word, size, x, y } = place;
  const { patch, column, row } = patchAt(place, place);
  let [red, green, blue] = [0, 0, 0];
  for (let index = 0; index < patch.covered.length; index++) {
    const at = ((row + patch.rows[index]) * size + column + patch.columns[index]) * 3;
    const covered = patch.covered[index];
    red += covered * difference[at];
    green += covered * difference[at + 1];
    blue += covered * difference[at + 2];
  }
  let best: Candidate | undefined;
  for (const colour of shapeColours) {
    const [r, g, b] = shapeRgb[colour].map((value) => value - 255);
    const whole = patch.energy * (r * r + g * g + b * b);
    const change = whole - 2 * (r * red + g * green + b * blue);
    if (!best || change < best.change) best = { kind, size: word, colour, x, y, change, whole };
  }
  return best!;
}

const patches = new Map<string, Patch>();

/** The patch for a place, and the pixel that its offsets count from; each patch is drawn once and kept. */
function patchAt(
  { kind, x, y }: Pick<Shape, "kind" | "x" | "y">,
  { word, size }: Pick<Template, "word" | "size">,
): { patch: Patch; column: number; row: number } {
  const pixel = sceneSide / size;
  const [column, row] = [Math.floor(x / pixel), Math.floor(y / pixel)];
  const [right, down] = [x - column * pixel, y - row * pixel];
  const key = `${kind} ${word} ${size} ${right} ${down}`;
  let patch = patches.get(key);
  if (!patch) {
    patch = makePatch({ kind, size: word }, { x: right, y: down, size });
    patches.set(key, patch);
  }
  return { patch, column, row };
}

function makePatch(look: Pick<Look, "kind" | "size">, spot: { x: number; y: number; size: number }): Patch {
  const reach = Math.ceil(shapeRadius[look.size] / (sceneSide / spot.size)) + 1;
  const [columns, rows, covered]: number[][] = [[], [], []];
  for (let row = -reach; row <= reach; row++)
    for (let column = -reach; column <= reach; column++) {
      const sixteenths = coverage(look, { ...spot, column, row });
      if (sixteenths === 0) continue;
      columns.push(column);
      rows.push(row);
      covered.push(sixteenths / 16);
    }
  return {
    columns: Int8Array.from(columns),
    rows: Int8Array.from(rows),
    covered: Float32Array.from(covered),
    energy: covered.reduce((sum, value) => sum + value * value, 0),
  };
}
