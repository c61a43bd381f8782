/** How hard each step of the schedule is for a model. */
import { counted, short } from "./numbers.ts";
import { drawn } from "./series.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { faintInk, palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

/** Losses with the step at which each was taken, such as `perRow` of a training step. */
export interface StepLosses {
  t: ArrayLike<number>;
  loss: ArrayLike<number>;
}

export interface LossByStepOptions {
  /** The least loss that any model can have: one number, or one for each step t as {@link lossFloors} gives. */
  floor?: number | ArrayLike<number>;
  title?: string;
  /** A logarithmic loss axis. Default: false. */
  log?: boolean;
  /** In how many stretches of steps the losses are averaged. Default: 40. */
  bins?: number;
}

/**
 * Draws the mean loss over the steps t, with a band from the lowest to the highest tenth of each stretch: where training
 * has something left to learn, above the floor that no model goes below.
 *
 * @param perStepLoss A loss for each t = 0, 1, 2 …; or losses with their steps, one record or many (`perRow` of some
 *   training steps).
 * @throws {RangeError} If no loss is a finite number, t and loss differ in length, or bins is not an integer from 1 to 200.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { lossByStep } from "noisebook";
 *
 * const figure = lossByStep({ t: [0, 500, 999], loss: [0.9, 0.3, 0.1] }, { floor: 0.05 });
 * assert.match(figure.alt, /3 losses, highest at t = 0, lowest at t = 999; dashed: the floor/);
 * ```
 */
export function lossByStep(
  perStepLoss: ArrayLike<number> | StepLosses | readonly StepLosses[],
  { floor, title, log = false, bins = 40 }: LossByStepOptions = {},
): SvgFigure {
  if (!Number.isInteger(bins) || bins < 1 || bins > 200)
    throw new RangeError(`Cannot draw losses by step: bins must be an integer from 1 to 200, got ${bins}`);
  const { places, missing } = placesOf(perStepLoss, log);
  if (places.length === 0)
    throw new RangeError(
      `Cannot draw losses by step: none of ${missing.toLocaleString("en-US")} losses can be drawn`,
    );
  const stretches = stretchesOf(places, bins);
  const hardest = stretches.reduce((most, each) => (each.loss > most.loss ? each : most));
  const easiest = stretches.reduce((least, each) => (each.loss < least.loss ? each : least));
  const notes = [
    ...(floor === undefined
      ? []
      : [`dashed: the floor${typeof floor === "number" ? ` ${short(floor)}` : ""}`]),
    ...(missing > 0 ? [`${missing.toLocaleString("en-US")} left out`] : []),
  ];
  const losses = places.length === 1 ? "1 loss" : `${places.length.toLocaleString("en-US")} losses`;
  const extremes = `highest at t = ${Math.round(hardest.t)}, lowest at t = ${Math.round(easiest.t)}`;
  const alt = [`${title ?? "Loss by step"}: ${losses}, ${extremes}`, ...notes].join("; ");
  const y = {
    type: "quantitative",
    title: "mean squared error",
    scale: log ? { type: "log" } : { zero: true },
  };
  const layer = [
    ...lossLayers(y),
    ...(floor === undefined ? [] : [floorLayer(floor, { y, stretches, log })]),
  ];
  return vegaFigure(
    { ...titled(title, notes), data: { values: stretches }, width: 380, height: 200, layer },
    alt,
  );
}

interface Stretch {
  t: number;
  loss: number;
  low: number;
  high: number;
}

function placesOf(given: ArrayLike<number> | StepLosses | readonly StepLosses[], log: boolean) {
  const records = "loss" in given ? [given] : isRecords(given) ? given : [byIndex(given)];
  const places: { t: number; loss: number }[] = [];
  let missing = 0;
  for (const { t, loss } of records) {
    if (t.length !== loss.length)
      throw new RangeError(
        `Cannot draw losses by step: ${counted(t.length, "step")} need as many losses, got ${loss.length}`,
      );
    for (let at = 0; at < t.length; at++)
      if (Number.isFinite(loss[at]) && Number.isFinite(t[at]) && (!log || loss[at] > 0))
        places.push({ t: t[at], loss: loss[at] });
      else missing++;
  }
  return { places, missing };
}

function isRecords(given: ArrayLike<number> | readonly StepLosses[]): given is readonly StepLosses[] {
  return typeof given[0] === "object";
}

function byIndex(loss: ArrayLike<number>): StepLosses {
  return { t: Array.from(loss, (_, t) => t), loss };
}

/** Means and tenths of stretches of equal width; those without a loss are left out. */
function stretchesOf(places: { t: number; loss: number }[], bins: number): Stretch[] {
  let [first, last] = [Infinity, -Infinity];
  for (const { t } of places) [first, last] = [Math.min(first, t), Math.max(last, t)];
  const groups = Array.from({ length: bins }, () => ({ t: 0, losses: [] as number[] }));
  for (const { t, loss } of places) {
    const group = groups[Math.min(bins - 1, Math.floor(((t - first) / (last - first || 1)) * bins))];
    group.t += t;
    group.losses.push(loss);
  }
  return groups
    .filter(({ losses }) => losses.length > 0)
    .map(({ t, losses }) => {
      const sorted = Float64Array.from(losses).sort();
      const tenth = (share: number) => drawn(sorted[Math.round(share * (sorted.length - 1))]);
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      return { t: drawn(t / losses.length), loss: drawn(mean), low: tenth(0.1), high: tenth(0.9) };
    });
}

const x = { field: "t", type: "quantitative", title: "step t", scale: { nice: false } };

function lossLayers(y: object) {
  return [
    {
      mark: { type: "area", color: palette.sky, opacity: 0.35 },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
    },
    {
      mark: { type: "line", color: palette.blue, point: { size: 18, color: palette.blue }, tooltip: true },
      encoding: { x, y: { ...y, field: "loss" } },
    },
  ];
}

function floorLayer(
  floor: number | ArrayLike<number>,
  { y, stretches, log }: { y: object; stretches: Stretch[]; log: boolean },
) {
  const at = (t: number) => (typeof floor === "number" ? floor : floor[Math.round(t)]);
  const values = stretches
    .map(({ t }) => ({ t, floor: at(t) }))
    .filter(({ floor }) => Number.isFinite(floor) && (!log || floor > 0));
  return {
    data: { values },
    mark: { type: "line", strokeDash: [4, 3], strokeWidth: 1.5, color: faintInk },
    encoding: { x, y: { ...y, field: "floor" } },
  };
}
