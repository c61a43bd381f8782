/** Widgets that do something or show how far something is: buttons, players, progress. */
import { plainControl, widget } from "./open.ts";
import { type ControlOptions, commonState, given } from "./options.ts";
import type { Control, ListenOptions, Widget } from "./widget.ts";

export interface Button extends Widget<"Button"> {
  /** Calls back at each click. What the listener shows appears below the cell that called `onClick`. */
  onClick(listener: () => unknown, options?: ListenOptions): void;
}

export interface ButtonOptions extends Omit<ControlOptions, "label"> {
  /** What a click does; more can be added with `onClick`. */
  onClick?: () => unknown;
  /** Its colour by what it means. */
  look?: "primary" | "success" | "info" | "warning" | "danger";
  /** A Font Awesome 5 icon's name, such as `play`. */
  icon?: string;
}

/**
 * A button.
 *
 * @example
 * ```ts
 * button("Train on", { onClick: () => console.log("started") });
 * ```
 */
export function button(label: string, options: ButtonOptions = {}): Button {
  const { look: button_style, icon, onClick } = options;
  const state = { ...commonState({ ...options, label }), ...given({ button_style, icon }) };
  const opened = widget("Button", state);
  const made: Button = Object.assign(opened, {
    onClick: (listener: () => unknown, options?: ListenOptions) =>
      opened.onMessage(({ event }) => (event === "click" ? listener() : undefined), options),
  });
  if (onClick) made.onClick(onClick);
  return made;
}

export interface PlayOptions extends ControlOptions {
  value?: number;
  step?: number;
  /** Milliseconds between two values. */
  interval?: number;
  /** True to begin again after the end. */
  repeat?: boolean;
}

/** A player that counts from `min` to `max` by itself; `link` it to a slider to see and move its place. */
export function play(min: number, max: number, options: PlayOptions = {}): Control<number, "Play"> {
  const { value = min, step, interval, repeat } = options;
  const state = { ...commonState(options), min, max, value, ...given({ step, interval, repeat }) };
  return plainControl(widget("Play", state), "value");
}

export interface ProgressOptions extends Omit<ControlOptions, "disabled"> {
  value?: number;
  /** The value at which it is full: 1 when left out. */
  max?: number;
  look?: "success" | "info" | "warning" | "danger";
}

/** A bar that fills: set its `value` as the work goes on. */
export function progress(options: ProgressOptions = {}): Control<number, "FloatProgress"> {
  const { value = 0, max = 1, look: bar_style } = options;
  const style = widget("ProgressStyle", { description_width: "initial" });
  const state = { ...commonState(options), style, min: 0, max, value, ...given({ bar_style }) };
  return plainControl(widget("FloatProgress", state), "value");
}

/** Keeps the values of two widgets the same, in the page itself: also where no kernel runs. */
export function link(one: Control<number>, other: Control<number>): Widget<"Link"> {
  return widget("Link", { source: [one, "value"], target: [other, "value"] });
}
