import type { DistanceReport, Distances } from "../evaluate/distance-to-data.ts";
import { dotColours, dotPanels } from "./dot-panels.ts";
import { counted } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";

/**
 * Draws how far samples are from the data, each figure beside its floor: what real data get against real data.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { distanceFigure, distanceToData, random } from "noisebook";
 *
 * const rng = random(1);
 * const normal = (count: number) => ({ data: rng.normal(count * 2), count, dim: 2 });
 * const report = distanceToData(normal(100), normal(50), { name: "toy", rng });
 * assert.match(distanceFigure(report).alt, /Fréchet distance in toy features: samples .*, real /);
 * ```
 */
export function distanceFigure({ name, count, dim, samples, floor }: DistanceReport): SvgFigure {
  const panel = (title: string, better: string, of: (one: Distances) => number) => ({
    ...{ title, note: better, colour: dotColours.metric },
    dots: [
      { name: "samples", value: of(samples) },
      { name: "real", value: of(floor) },
    ],
  });
  const kernel = panel("Kernel distance", "less is better, 0 ± error", (one) => one.kernel.value);
  const errors = [samples.kernel, floor.kernel];
  const panels = [
    panel("Fréchet distance", "less is better", ({ frechet }) => frechet),
    {
      ...kernel,
      dots: kernel.dots.map((dot, at) => {
        const { value, error } = errors[at];
        return { ...dot, interval: [value - 1.96 * error, value + 1.96 * error] as [number, number] };
      }),
    },
    panel("Precision", "1: all look real", ({ precision }) => precision),
    panel("Recall", "1: all of the set is reached", ({ recall }) => recall),
    panel("Density", "about 1 for real", ({ density }) => density),
    panel("Coverage", "1: all of the set is reached", ({ coverage }) => coverage),
  ];
  const named = panels.map((one, at) => (at === 0 ? { ...one, title: name } : one));
  return dotPanels(named, {
    title: "Distance to the data",
    notes: [`${counted(count, "row")} on each side, ${dim} features; real: real data against real data`],
  });
}
