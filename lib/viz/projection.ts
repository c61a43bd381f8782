/** Space on paper: the still form of what plotly.js turns. */
import { short } from "./numbers.ts";
import { escapeXml, svgDocument } from "./svg-figure.ts";
import { textWidth } from "./text-width.ts";
import { faintInk, fontFamily, ink } from "./theme.ts";

/** A place in space, in the units of its axes. */
export type Place = readonly [x: number, y: number, z: number];

/** The stretch and the title of each axis. */
export interface Box {
  ranges: readonly [readonly [number, number], readonly [number, number], readonly [number, number]];
  titles: readonly [string, string, string];
}

/** Where the camera stands at first, far enough for the titles of the axes. */
export const eye = { x: 1.6, y: 1.6, z: 1.6 };

const size = { width: 420, height: 384 };
const zoom = 188;
const length = Math.hypot(eye.x, eye.y, eye.z);
const flat = Math.hypot(eye.x, eye.y);
const right = [-eye.y / flat, eye.x / flat, 0];
const up = [(-eye.x * eye.z) / (flat * length), (-eye.y * eye.z) / (flat * length), flat / length];

/** Pixels from the left and the top, and how near to the eye. */
export type Projected = { x: number; y: number; near: number };

/** Makes the function that puts places of a box on paper, seen from where plotly.js looks at first. */
export function projection({ ranges }: Pick<Box, "ranges">): (place: Place) => Projected {
  return (place) => {
    const unit = place.map(
      (value, axis) => (value - ranges[axis][0]) / (ranges[axis][1] - ranges[axis][0]) - 0.5,
    );
    const along = (direction: readonly number[]) =>
      unit.reduce((sum, value, axis) => sum + value * direction[axis], 0);
    return {
      x: Number((size.width / 2 + zoom * along(right)).toFixed(1)),
      y: Number((size.height / 2 + 6 - zoom * along(up)).toFixed(1)),
      near: along([eye.x, eye.y, eye.z]),
    };
  };
}

/** A drawing in a box with its three far walls, the ends of the axes and their titles. */
export function boxDrawing(
  content: string,
  box: Box,
  { title, alt }: { title: string | undefined; alt: string },
): string {
  const put = projection(box);
  const [x, y, z] = box.ranges;
  const line = (from: Place, to: Place) => {
    const [a, b] = [put(from), put(to)];
    return `<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" stroke="#bbbbbb"/>`;
  };
  const walls = [
    line([x[0], y[0], z[0]], [x[1], y[0], z[0]]),
    line([x[0], y[0], z[0]], [x[0], y[1], z[0]]),
    line([x[0], y[0], z[0]], [x[0], y[0], z[1]]),
    line([x[1], y[0], z[0]], [x[1], y[1], z[0]]),
    line([x[0], y[1], z[0]], [x[1], y[1], z[0]]),
    line([x[0], y[1], z[0]], [x[0], y[1], z[1]]),
    line([x[0], y[0], z[1]], [x[0], y[1], z[1]]),
    line([x[0], y[0], z[1]], [x[1], y[0], z[1]]),
    line([x[1], y[0], z[0]], [x[1], y[0], z[1]]),
  ];
  const heading = title ? text({ x: 8, y: 21 }, title, 'font-size="13" font-weight="bold"') : "";
  return svgDocument(`${heading}${walls.join("")}${content}${axisTexts(box, put)}`, { ...size, alt });
}

function axisTexts({ ranges: [x, y, z], titles }: Box, put: (place: Place) => Projected): string {
  const ends = (
    axis: readonly [number, number],
    at: (value: number) => Place,
    shift: { x: number; y: number },
    anchor: string,
  ) =>
    axis.map((value) => {
      // Inward from the corner, where two axes would write over each other.
      const place = put(at(value + (value === axis[0] ? 0.06 : -0.06) * (axis[1] - axis[0])));
      return text(
        { x: place.x + shift.x, y: place.y + shift.y },
        // A density falls to 1e-22 at the edge: beside its height that is nothing.
        short(Math.abs(value) < 1e-6 * (axis[1] - axis[0]) ? 0 : value),
        `font-size="10" text-anchor="${anchor}"`,
      );
    });
  const name = (title: string, at: Place, shift: { x: number; y: number }, anchor: string) => {
    const place = put(at);
    const wide = textWidth(title, { size: 11 });
    const left = anchor === "end" ? place.x + shift.x - wide : place.x + shift.x;
    // Moved in where it would leave the paper.
    const from = Math.min(Math.max(6, left), size.width - wide - 6);
    return text({ x: from, y: place.y + shift.y }, title, `font-size="11"`);
  };
  const middle = ([low, high]: readonly [number, number]) => (low + high) / 2;
  return [
    ...ends(x, (value) => [value, y[1], z[0]], { x: 8, y: 14 }, "start"),
    name(titles[0], [middle(x), y[1], z[0]], { x: 16, y: 26 }, "start"),
    ...ends(y, (value) => [x[1], value, z[0]], { x: -8, y: 14 }, "end"),
    name(titles[1], [x[1], middle(y), z[0]], { x: -16, y: 26 }, "end"),
    ...ends(z, (value) => [x[1], y[0], value], { x: -6, y: 4 }, "end"),
    name(titles[2], [x[1], y[0], z[1]], { x: 0, y: -12 }, "start"),
  ].join("");
}

function text({ x, y }: { x: number; y: number }, words: string, style: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-family="${fontFamily}" fill="${style.includes('"10"') ? faintInk : ink}" ${style}>${escapeXml(words)}</text>`;
}
