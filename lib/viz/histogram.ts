/** How often each value occurs: the shape of a distribution. */
import { counted, finiteRange, type Numbers, numbersOf } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

export interface HistogramOptions {
  title?: string;
  /** The stretch of values that is drawn; by default all of them, and at least [−3, 3] with the normal curve. */
  range?: [number, number];
  /** Number of bars; 60 by default. */
  bins?: number;
  /** Lays the density of the standard normal distribution over the bars; true by default. */
  normal?: boolean;
  /** Name of the value axis with its unit. */
  axis?: string;
}

/**
 * Draws the density of values as bars, with the standard normal density laid over it.
 *
 * The area of the bars is the share of the values that lie in the range: all of them unless `range` cuts some off, and
 * then the title says how many.
 *
 * @throws {RangeError} If no value is a finite number, or the range or the number of bins makes no sense.
 *
 * @example A thousand values in one figure
 * ```ts
 * import assert from "node:assert/strict";
 * import { histogram } from "noisebook";
 *
 * const values = Array.from({ length: 1000 }, (_, index) => Math.sin(index));
 * assert.match(histogram(values).alt, /1,000 values, mean 0.000/);
 * ```
 */
export function histogram(values: Numbers, options: HistogramOptions = {}): SvgFigure {
  const { normal = true, bins = 60, axis = "value" } = options;
  const numbers = numbersOf(values);
  const { low, high, finite } = finiteRange(numbers);
  if (finite === 0)
    throw new RangeError(
      `Cannot draw a histogram: none of ${counted(numbers.length, "value")} is a finite number`,
    );
  const range = options.range ?? wideEnough(low, high, normal);
  if (!(range[0] < range[1]) || !range.every(Number.isFinite))
    throw new RangeError(
      `Cannot draw a histogram: range must be two rising numbers, got ${range.join(", ")}`,
    );
  if (!Number.isInteger(bins) || bins < 1 || bins > 500)
    throw new RangeError(`Cannot draw a histogram: bins must be an integer from 1 to 500, got ${bins}`);
  const { bars, inside, mean, deviation } = binned(numbers, range, { bins, finite });
  const notes = [
    finite > inside ? `${counted(finite - inside, "value")} outside the axis` : "",
    finite < numbers.length ? `${counted(numbers.length - finite, "value")} not finite` : "",
  ].filter(Boolean);
  const summary = `mean ${fixed(mean)}, standard deviation ${fixed(deviation)}`;
  const alt = [`${options.title ?? "Histogram"}: ${counted(finite, "value")}, ${summary}`, ...notes].join(
    "; ",
  );
  const spec = {
    ...titled(options.title, notes),
    layer: [barLayer(bars, axis, range), ...(normal ? [normalLayer(range)] : [])],
    width: 320,
    height: 200,
  };
  return vegaFigure(spec, alt);
}

/** Three decimals, and no minus before a zero. */
function fixed(value: number): string {
  return (Math.round(value * 1000) / 1000 + 0).toFixed(3);
}

function wideEnough(low: number, high: number, normal: boolean): [number, number] {
  if (normal) return [Math.min(low, -3), Math.max(high, 3)];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

function binned(
  numbers: ArrayLike<number>,
  [start, end]: [number, number],
  size: { bins: number; finite: number },
) {
  const width = (end - start) / size.bins;
  const counts = new Float64Array(size.bins);
  let [inside, sum, squares] = [0, 0, 0];
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index];
    if (!Number.isFinite(value)) continue;
    sum += value;
    squares += value * value;
    if (value < start || value > end) continue;
    counts[Math.min(size.bins - 1, Math.floor((value - start) / width))]++;
    inside++;
  }
  const mean = sum / size.finite;
  const bars = Array.from(counts, (count, bin) => ({
    from: start + bin * width,
    to: start + (bin + 1) * width,
    density: count / (size.finite * width),
  }));
  return { bars, inside, mean, deviation: Math.sqrt(Math.max(0, squares / size.finite - mean * mean)) };
}

function barLayer(values: object[], axis: string, domain: [number, number]) {
  return {
    data: { values },
    mark: { type: "bar", color: palette.sky, tooltip: true },
    encoding: {
      x: { field: "from", type: "quantitative", title: axis, scale: { domain, nice: false } },
      x2: { field: "to" },
      y: { field: "density", type: "quantitative", title: "density (share per unit of value)" },
      y2: { datum: 0 },
    },
  };
}

/** φ(z) = exp(−z²/2) / √(2π), in black and named, so that it is told from the bars without its colour. */
function normalLayer([start, end]: [number, number]) {
  const values = Array.from({ length: 101 }, (_, index) => {
    const z = start + ((end - start) * index) / 100;
    return { z, density: Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI), curve: "standard normal" };
  });
  return {
    data: { values },
    mark: { type: "line", strokeWidth: 1.5 },
    encoding: {
      x: { field: "z", type: "quantitative" },
      y: { field: "density", type: "quantitative" },
      color: {
        field: "curve",
        type: "nominal",
        scale: { range: [palette.black] },
        legend: { title: null, orient: "top" },
      },
    },
  };
}
