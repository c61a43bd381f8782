import { type Look, type Scene, sceneSide, shapeRadius } from "./shapes.ts";

/** Red, green and blue of each colour word, as bytes. */
export const shapeRgb: Record<Look["colour"], [number, number, number]> = {
  red: [214, 39, 40],
  green: [44, 160, 70],
  blue: [40, 90, 220],
  yellow: [245, 205, 30],
  purple: [145, 60, 185],
  orange: [250, 125, 15],
};

/** Draws a scene on white: size × size pixels of RGB bytes. Integers only, so the same bytes on every machine. */
export function drawScene(scene: Scene, size: number): Uint8Array {
  const bytes = new Uint8Array(size * size * 3).fill(255);
  for (const shape of scene.shapes) {
    const colour = shapeRgb[shape.colour];
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const covered = coverage(shape, { x: shape.x, y: shape.y, column: x, row: y, size });
        if (covered === 0) continue;
        for (let channel = 0; channel < 3; channel++) {
          const at = (y * size + x) * 3 + channel;
          bytes[at] = (bytes[at] * (16 - covered) + colour[channel] * covered + 8) >> 4;
        }
      }
  }
  return bytes;
}

/** Where a shape's centre is, and the pixel that is asked for. */
interface Spot {
  x: number;
  y: number;
  column: number;
  row: number;
  size: number;
}

/** How many of the pixel's 4×4 sample points lie in a shape whose centre is at x, y (in 1/512 of the side). */
export function coverage({ kind, size: word }: Pick<Look, "kind" | "size">, spot: Spot): number {
  const radius = shapeRadius[word];
  const pixel = sceneSide / spot.size;
  const inside = insideOf[kind];
  const [left, top] = [spot.column * pixel - spot.x, spot.row * pixel - spot.y];
  if (left > radius || top > radius || left + pixel < -radius || top + pixel < -radius) return 0;
  let count = 0;
  for (let j = 1; j < 8; j += 2)
    for (let i = 1; i < 8; i += 2) if (inside(left + (i * pixel) / 8, top + (j * pixel) / 8, radius)) count++;
  return count;
}

/** Whether a point, seen from the centre, lies in the shape. */
const insideOf: Record<Look["kind"], (x: number, y: number, radius: number) => boolean> = {
  circle: (x, y, radius) => x * x + y * y <= radius * radius,
  square: (x, y, radius) => Math.abs(x) <= radius && Math.abs(y) <= radius,
  triangle: (x, y, radius) => y <= radius && 2 * Math.abs(x) <= y + radius,
};
