/** Controls for a number between two ends. */
import { control, plainControl, widget } from "./open.ts";
import { type ControlOptions, commonState } from "./options.ts";
import type { Control } from "./widget.ts";

export interface SliderOptions extends ControlOptions {
  /** Distance of two neighbouring values: 1 for whole numbers, else about a hundredth of the range, when left out. */
  step?: number;
  /** Where it stands at first: at 0, or the end nearest to it, when left out. */
  value?: number;
  /** False to tell the code only when the reader lets go. */
  continuous?: boolean;
}

/**
 * A slider from `min` to `max`, both included.
 *
 * It moves in whole numbers when its ends, step and value are whole, except for a range of 1 or less: `slider(0, 1)`
 * moves by hundredths.
 *
 * @throws {RangeError} If min is not below max, or the value lies outside.
 *
 * @example The reader chooses a step of the process
 * ```ts
 * interact({ t: slider(0, 999) }, ({ t }) => `step ${t}`);
 * ```
 */
export function slider(
  min: number,
  max: number,
  options: SliderOptions = {},
): Control<number, "IntSlider" | "FloatSlider"> {
  const { value = Math.min(max, Math.max(min, 0)) } = options;
  checkRange("slider", { min, max, values: [value] });
  const scale = scaleOf([min, max, value], options.step);
  const state = { ...sliderState(options), ...scale.state, min, max, value };
  return scale.whole
    ? plainControl(widget("IntSlider", state), "value")
    : plainControl(widget("FloatSlider", state), "value");
}

/**
 * A slider on a logarithmic scale: each step multiplies.
 *
 * @param min Lowest value, above 0; `max` the highest.
 * @param options.step Distance of two neighbouring values in powers of ten, 0.1 when left out.
 * @throws {RangeError} If min is not above 0 or not below max, or the value lies outside.
 *
 * @example A learning rate
 * ```ts
 * const rate = logSlider(1e-5, 1e-1, { value: 1e-3, label: "rate" });
 * ```
 */
export function logSlider(
  min: number,
  max: number,
  options: SliderOptions = {},
): Control<number, "FloatLogSlider"> {
  const { value = min, step = 0.1 } = options;
  checkRange("logSlider", { min, max, values: [value] });
  if (min <= 0) throw new RangeError(`Cannot make a logSlider: min must be above 0, got ${min}`);
  const ends = { min: Math.log10(min), max: Math.log10(max), base: 10 };
  const state = { ...sliderState(options), ...ends, step, value, readout_format: ".3g" };
  return plainControl(widget("FloatLogSlider", state), "value");
}

export interface RangeSliderOptions extends Omit<SliderOptions, "value"> {
  /** Where its two handles stand at first: at a quarter and three quarters when left out. */
  value?: [low: number, high: number];
}

/**
 * A slider with two handles; its value is the range between them.
 *
 * @throws {RangeError} If min is not below max, or the value lies outside or is not in order.
 */
export function rangeSlider(
  min: number,
  max: number,
  options: RangeSliderOptions = {},
): Control<[low: number, high: number], "IntRangeSlider" | "FloatRangeSlider"> {
  const whole = scaleOf([min, max], options.step).whole;
  const at = (share: number) => min + (whole ? Math.round((max - min) * share) : (max - min) * share);
  const { value = [at(0.25), at(0.75)] } = options;
  checkRange("rangeSlider", { min, max, values: value });
  const scale = scaleOf([min, max, ...value], options.step);
  const { value: _, ...rest } = options;
  const state = { ...sliderState(rest), ...scale.state, min, max, value };
  const binding = {
    key: "value",
    read: (raw: number[]) => raw as [number, number],
    write: (pair: [number, number]): number[] => pair,
  } as const;
  return scale.whole
    ? control(widget("IntRangeSlider", state), binding)
    : control(widget("FloatRangeSlider", state), binding);
}

function sliderState({ layout, continuous = true, ...options }: Omit<SliderOptions, "value" | "step">) {
  return {
    ...commonState({ ...options, layout: { width: "28rem", max_width: "100%", ...layout } }),
    style: widget("SliderStyle", { description_width: "initial" }),
    continuous_update: continuous,
  };
}

/** Whether the values are whole, and how they step and read. */
function scaleOf(values: number[], step: number | undefined) {
  const range = Math.max(...values) - Math.min(...values);
  const isWhole = [...values, step ?? 1].every(Number.isInteger) && (range > 1 || step !== undefined);
  const by = step ?? (isWhole ? 1 : Number(`1e${Math.floor(Math.log10(range / 100))}`));
  const digits = isWhole ? 0 : Math.max(0, Math.ceil(-Math.log10(by) - 1e-9));
  return { whole: isWhole, state: { step: by, readout_format: isWhole ? "d" : `.${digits}f` } };
}

function checkRange(
  kind: string,
  { min, max, values }: { min: number; max: number; values: number[] },
): void {
  const fail = (rule: string) => {
    throw new RangeError(`Cannot make a ${kind}: ${rule}`);
  };
  if (!(Number.isFinite(min) && Number.isFinite(max) && min < max))
    fail(`min must be below max, got ${min} and ${max}`);
  if (values.some((value) => !(value >= min && value <= max)))
    fail(`the value must lie from ${min} to ${max}, got ${values.join(" to ")}`);
  if (values.some((value, index) => index > 0 && value < values[index - 1]))
    fail(`the value's low end must not be above its high end, got ${values.join(" to ")}`);
}
