/** What a noise schedule does to a picture and to the noise, step by step. */
import type { Schedule } from "../schedule/schedule.ts";
import { counted, short } from "./numbers.ts";
import { scheduleChannels, scheduleList, thinnedSteps } from "./schedule-list.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { vegaFigure } from "./vega.ts";

const panels: { title: string; of: (schedule: Schedule, t: number) => number; log?: boolean }[] = [
  { title: "ᾱₜ: share of the picture's variance", of: ({ alphaBar }, t) => alphaBar[t] },
  { title: "βₜ: variance added in one step", of: ({ beta }, t) => beta[t], log: true },
  { title: "√ᾱₜ: weight of the picture", of: ({ alphaBar }, t) => Math.sqrt(alphaBar[t]) },
  {
    title: "√(1 − ᾱₜ): weight of the noise",
    of: ({ alphaBar }, t) => Math.sqrt(1 - alphaBar[t]),
  },
];

/**
 * Draws schedules over the steps: ᾱ, √ᾱ, √(1 − ᾱ), and β on a logarithmic axis; one colour and dash for each schedule.
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", section 2.
 *
 * @throws {RangeError} If there is no schedule, or more than six, which no eye tells apart.
 *
 * @example Two schedules
 * ```ts
 * import assert from "node:assert/strict";
 * import { scheduleCurves } from "noisebook";
 *
 * const beta = Float64Array.of(0.1, 0.2);
 * const short = { name: "short", steps: 2, beta, alphaBar: Float64Array.of(0.9, 0.72) };
 * assert.match(scheduleCurves(short).alt, /short: ᾱ falls from 0.9 to 0.72/);
 * ```
 */
export function scheduleCurves(schedules: Schedule | readonly Schedule[]): SvgFigure {
  const list = scheduleList(schedules);
  const falls = list.map(({ name, alphaBar, steps }) => {
    const [first, last] = [short(alphaBar[0]), short(alphaBar[steps - 1])];
    return `${name}: ᾱ falls from ${first} to ${last} in ${counted(steps, "step")}`;
  });
  const spec = {
    concat: panels.map((panel) => panelSpec(list, panel)),
    columns: 2,
    spacing: 18,
  };
  return vegaFigure(spec, `Schedule curves. ${falls.join("; ")}`);
}

function panelSpec(list: Schedule[], { title, of, log }: (typeof panels)[number]) {
  const values = list.flatMap((schedule) =>
    thinnedSteps(schedule.steps).map((t) => ({ t, value: round(of(schedule, t)), schedule: schedule.name })),
  );
  // A logarithm has no place for the β = 0 of a schedule that stands still.
  const drawn = log ? values.filter(({ value }) => value > 0) : values;
  return {
    title: { text: title, fontSize: 12 },
    width: 250,
    height: 140,
    data: { values: drawn },
    mark: { type: "line", tooltip: true },
    encoding: {
      x: { field: "t", type: "quantitative", title: "step t", scale: { nice: false } },
      y: {
        field: "value",
        type: "quantitative",
        title: null,
        scale: log ? { type: "log" } : { domain: [0, 1] },
        ...(log ? { axis: { tickCount: 4, format: "~g" } } : {}),
      },
      ...scheduleChannels,
    },
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
