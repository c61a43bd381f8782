/** The template that a picture's hues fit best, and how far they lie off it. */
export interface Harmony {
  /** Matsuda's name for it: i, V, L, I, T, Y or X. */
  template: string;
  /** Mean distance of hues to the template's sectors in degrees, weighted by saturation. */
  degrees: number;
}

/** Sectors of hue as [middle, width] in degrees, before they are turned; the narrowest template comes first. */
const templates: Record<string, [number, number][]> = {
  i: [[0, 18]],
  I: [
    [0, 18],
    [180, 18],
  ],
  V: [[0, 93.6]],
  L: [
    [0, 18],
    [90, 79.2],
  ],
  Y: [
    [0, 93.6],
    [180, 18],
  ],
  T: [[0, 180]],
  X: [
    [0, 93.6],
    [180, 93.6],
  ],
};

/** More steps than this around the circle change little. */
const turns = 72;

/** Fits every template at every turn. Of templates that fit alike, the narrowest is named. */
export function harmonyOf(pixels: Float32Array, channels: number): Harmony {
  const hues = channels === 3 ? hueHistogram(pixels) : new Float64Array(360);
  const total = hues.reduce((sum, weight) => sum + weight, 0);
  let best: Harmony = { template: "i", degrees: total > 0 ? Infinity : 0 };
  if (total === 0) return best;
  for (const [template, sectors] of Object.entries(templates))
    for (let turn = 0; turn < turns; turn++) {
      let sum = 0;
      for (let hue = 0; hue < 360; hue++)
        if (hues[hue] > 0) sum += hues[hue] * offTemplate(hue - (turn * 360) / turns, sectors);
      if (sum / total < best.degrees - 1e-9) best = { template, degrees: sum / total };
    }
  return best;
}

/** Degrees from a hue to the nearest sector. */
function offTemplate(hue: number, sectors: [number, number][]): number {
  return Math.min(
    ...sectors.map(([middle, width]) => {
      const apart = Math.abs(((((hue - middle) % 360) + 540) % 360) - 180);
      return Math.max(0, apart - width / 2);
    }),
  );
}

/** Saturation times value, summed for each degree of hue. */
function hueHistogram(pixels: Float32Array): Float64Array {
  const hues = new Float64Array(360);
  for (let at = 0; at < pixels.length; at += 3) {
    const [red, green, blue] = [0, 1, 2].map((channel) =>
      Math.min(1, Math.max(0, (pixels[at + channel] + 1) / 2)),
    );
    const most = Math.max(red, green, blue);
    const chroma = most - Math.min(red, green, blue);
    if (chroma < 1e-6) continue;
    const sixth =
      most === red
        ? (green - blue) / chroma
        : most === green
          ? 2 + (blue - red) / chroma
          : 4 + (red - green) / chroma;
    hues[(Math.round(sixth * 60) + 360) % 360] += chroma;
  }
  return hues;
}
