/** The signal-to-noise ratio over the steps: how much of the picture is left. */
import type { Schedule } from "../schedule/schedule.ts";
import { snr } from "../schedule/snr.ts";
import { short } from "./numbers.ts";
import { scheduleChannels, scheduleList, thinnedSteps } from "./schedule-list.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { faintInk, ink } from "./theme.ts";
import { vegaFigure } from "./vega.ts";

/**
 * Draws SNR(t) = ᾱ_t / (1 − ᾱ_t) on a logarithmic axis, with a line at SNR = 1, where picture and noise are equally strong.
 *
 * Kingma et al. 2021, "Variational Diffusion Models", equation 3.
 *
 * @param options.t A step to mark on every curve.
 * @throws {RangeError} If t is not a step of every schedule.
 *
 * @example The step where half of the variance is noise
 * ```ts
 * import assert from "node:assert/strict";
 * import { snrCurve } from "noisebook";
 *
 * const beta = Float64Array.of(0.1, 0.5);
 * const schedule = { name: "two steps", steps: 2, beta, alphaBar: Float64Array.of(0.9, 0.5) };
 * assert.match(snrCurve(schedule, { t: 1 }).alt, /at t = 1 two steps has SNR 1/);
 * ```
 */
export function snrCurve(
  schedules: Schedule | readonly Schedule[],
  options: { t?: number; title?: string } = {},
): SvgFigure {
  const list = scheduleList(schedules);
  const { t, title } = options;
  const marks =
    t === undefined ? [] : list.map((schedule) => ({ t, snr: snr(schedule, t), name: schedule.name }));
  const found = marks.map(({ name, snr }) => `at t = ${t} ${name} has SNR ${short(snr)}`);
  const curves = list.flatMap((schedule) =>
    thinnedSteps(schedule.steps)
      .map((step) => ({
        t: step,
        snr: Number(snr(schedule, step).toPrecision(4)),
        schedule: schedule.name,
      }))
      // The logarithm of a ratio of 0 (nothing left) or ∞ (no noise yet) has no place on the axis.
      .filter(({ snr }) => snr > 0 && Number.isFinite(snr)),
  );
  const subtitle = marks.map(({ name, snr }) => `SNR = ${short(snr)} (${name})`).join(", ");
  const spec = {
    title: {
      text: title ?? (t === undefined ? "Signal-to-noise ratio" : `t = ${t}`),
      ...(subtitle && { subtitle }),
    },
    width: 320,
    height: 200,
    layer: [...referenceLine, curveLayer(curves), ...(marks.length ? markLayers(marks) : [])],
  };
  return vegaFigure(spec, [title ?? "Signal-to-noise ratio over the steps", ...found].join("; "));
}

interface Mark {
  t: number;
  snr: number;
  name: string;
}

const y = {
  field: "snr",
  type: "quantitative",
  title: "SNR = ᾱₜ / (1 − ᾱₜ)",
  scale: { type: "log" },
  axis: { tickCount: 6, format: "~g" },
};

const referenceLine = [
  {
    data: { values: [{ snr: 1, text: "SNR = 1" }] },
    mark: { type: "rule", strokeDash: [4, 3], color: faintInk },
    encoding: { y },
  },
  {
    data: { values: [{ snr: 1, text: "SNR = 1" }] },
    mark: { type: "text", align: "right", baseline: "bottom", dx: -4, dy: -2, color: faintInk },
    encoding: { y, x: { value: 320 }, text: { field: "text" } },
  },
];

function curveLayer(values: object[]) {
  return {
    data: { values },
    mark: { type: "line", tooltip: true },
    encoding: {
      x: { field: "t", type: "quantitative", title: "step t", scale: { nice: false } },
      y,
      ...scheduleChannels,
    },
  };
}

/** A thin line at the step and a dot on each curve; the values stand above the chart, where nothing is in their way. */
function markLayers(marks: Mark[]) {
  const values = marks.filter(({ snr }) => snr > 0 && Number.isFinite(snr));
  const x = { field: "t", type: "quantitative" };
  return [
    { data: { values: marks.slice(0, 1) }, mark: { type: "rule", color: faintInk }, encoding: { x } },
    {
      data: { values },
      mark: { type: "point", filled: true, size: 70, color: ink, opacity: 1 },
      encoding: { x, y },
    },
  ];
}
