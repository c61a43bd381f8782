/** Controls for one of several values, or some of them. */
import { isDeepStrictEqual } from "node:util";
import { control, widget } from "./open.ts";
import { type ControlOptions, commonState } from "./options.ts";
import type { Control } from "./widget.ts";

/** A list of values, each shown as its text; or label → value. */
export type Choices<T> = readonly T[] | Readonly<Record<string, T>>;

export interface ChoiceOptions<T> extends ControlOptions {
  /** What is chosen at first: the first one when left out. */
  value?: NoInfer<T>;
}

/**
 * A list to unfold.
 *
 * @throws {RangeError} If there are no choices, or a value is set that is not one of them.
 *
 * @example Values with their labels
 * ```ts
 * const order = dropdown({ "first order": 1, "second order": 2 }, { label: "solver" });
 * ```
 */
export function dropdown<const T>(
  choices: Choices<T>,
  options: ChoiceOptions<T> = {},
): Control<T, "Dropdown"> {
  const table = tableOf("dropdown", choices);
  return control(widget("Dropdown", stateOf(table, options)), byIndex(table));
}

/** A list of which all choices are seen, one of them marked. */
export function radioButtons<const T>(
  choices: Choices<T>,
  options: ChoiceOptions<T> = {},
): Control<T, "RadioButtons"> {
  const table = tableOf("radioButtons", choices);
  return control(widget("RadioButtons", stateOf(table, options)), byIndex(table));
}

/** A row of buttons, one of them pressed. */
export function toggleButtons<const T>(
  choices: Choices<T>,
  options: ChoiceOptions<T> = {},
): Control<T, "ToggleButtons"> {
  const table = tableOf("toggleButtons", choices);
  const style = widget("ToggleButtonsStyle", { description_width: "initial" });
  return control(widget("ToggleButtons", { ...stateOf(table, options), style }), byIndex(table));
}

/** A box with a scrolling list. */
export function listBox<const T>(choices: Choices<T>, options: ChoiceOptions<T> = {}): Control<T, "Select"> {
  const table = tableOf("listBox", choices);
  return control(widget("Select", stateOf(table, options)), byIndex(table));
}

/** A slider that moves from one choice to the next. */
export function choiceSlider<const T>(
  choices: Choices<T>,
  options: ChoiceOptions<T> = {},
): Control<T, "SelectionSlider"> {
  const table = tableOf("choiceSlider", choices);
  const layout = { width: "28rem", max_width: "100%", ...options.layout };
  const style = widget("SliderStyle", { description_width: "initial" });
  const opened = widget("SelectionSlider", { ...stateOf(table, { ...options, layout }), style });
  return control(opened, byIndex(table));
}

export interface SeveralOptions<T> extends ControlOptions {
  /** What is chosen at first: nothing when left out. */
  value?: readonly NoInfer<T>[];
}

/** A box with a scrolling list of which several may be chosen. */
export function selectMultiple<const T>(
  choices: Choices<T>,
  options: SeveralOptions<T> = {},
): Control<readonly T[], "SelectMultiple"> {
  const table = tableOf("selectMultiple", choices);
  const { value = [], ...rest } = options;
  const { index: _, ...state } = stateOf(table, rest);
  return control(widget("SelectMultiple", { ...state, index: value.map(table.indexOf) }), {
    key: "index",
    read: (indices): readonly T[] => indices.map((index) => table.values[index]),
    write: (chosen) => chosen.map(table.indexOf),
  });
}

interface Table<T> {
  labels: string[];
  values: readonly T[];
  indexOf(value: T): number;
}

function tableOf<T>(kind: string, choices: Choices<T>): Table<T> {
  const isList = Array.isArray(choices);
  const values: readonly T[] = isList ? choices : Object.values(choices);
  const labels = isList ? values.map(labelOf) : Object.keys(choices);
  if (values.length === 0) throw new RangeError(`Cannot make a ${kind}: there are no choices`);
  return {
    labels,
    values,
    indexOf(value) {
      const index = values.findIndex((each) => isDeepStrictEqual(each, value));
      if (index >= 0) return index;
      throw new RangeError(`Cannot choose ${labelOf(value)}: the choices are ${labels.join(", ")}`);
    },
  };
}

/** A function, such as a sampler, goes by its name. */
function labelOf(value: unknown): string {
  if (typeof value === "function" && value.name) return value.name;
  const { name } = (value ?? {}) as { name?: unknown };
  return typeof value === "object" && typeof name === "string" ? name : String(value);
}

function stateOf<T>(table: Table<T>, options: ChoiceOptions<T>) {
  const index = "value" in options ? table.indexOf(options.value as T) : 0;
  const style = widget("DescriptionStyle", { description_width: "initial" });
  return { ...commonState(options), style, _options_labels: table.labels, index };
}

/** How the value stands in a model that keeps the number of the choice. */
function byIndex<T>(table: Table<T>) {
  return {
    key: "index",
    read: (index: number | null): T => table.values[index ?? 0],
    write: (value: T): number => table.indexOf(value),
  } as const;
}
