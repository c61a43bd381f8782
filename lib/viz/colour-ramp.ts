/** Colours for numbers: ramps that stay ordered for colour-blind eyes and in grey. */
import { palette } from "./theme.ts";

/** Colours from the lowest value to the highest, evenly apart. */
export type Ramp = readonly string[];

/** For what starts at nothing: from white paper to dark blue. */
export const paperRamp: Ramp = ["#ffffff", "#c6dbf0", "#79abd8", "#2f72b4", "#004191"];

/** For any numbers: viridis, of even steps in lightness. */
export const evenRamp: Ramp = [
  "#440154",
  "#472d7b",
  "#3b528b",
  "#2c728e",
  "#21918c",
  "#28ae80",
  "#5ec962",
  "#addc30",
  "#fde725",
];

/** For numbers on both sides of zero: blue below, white at zero, vermilion above. */
export const signedRamp: Ramp = [palette.blue, "#80b9d9", "#fefefe", "#eaaf80", palette.vermilion];

/** The colour at a share from 0 to 1, as red, green and blue from 0 to 255. */
export function colourAt(ramp: Ramp, share: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, share)) * (ramp.length - 1);
  const below = Math.min(ramp.length - 2, Math.floor(place));
  const [from, to] = [channels(ramp[below]), channels(ramp[below + 1])];
  const mixed = from.map((value, channel) => Math.round(value + (place - below) * (to[channel] - value)));
  return mixed as [number, number, number];
}

/** A ramp as the scale of a Vega-Lite channel over a range of values. */
export function rampScale(ramp: Ramp, [low, high]: readonly [number, number]) {
  const domain = ramp.map((_, at) => low + ((high - low) * at) / (ramp.length - 1));
  return { type: "linear", domain, range: ramp, interpolate: "rgb", clamp: true };
}

/** Whether white text is easier to read on a colour than black: by its relative luminance. */
export function isDark([red, green, blue]: readonly number[]): boolean {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 140;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
