/** Controls for text, numbers, colours, days and files, and for yes or no. */
import { control, plainControl, widget } from "./open.ts";
import { type ControlOptions, commonState, given } from "./options.ts";
import type { Control } from "./widget.ts";

/** Labels as wide as their text, instead of one width that cuts long ones off. */
const wholeLabel = { description_width: "initial" };

export interface SwitchOptions extends ControlOptions {
  /** True when it is on at first. */
  value?: boolean;
}

/** A button that stays pressed: on or off. The label stands on it. */
export function toggle(options: SwitchOptions = {}): Control<boolean, "ToggleButton"> {
  const { value = false } = options;
  return plainControl(widget("ToggleButton", { ...commonState(options), value }), "value");
}

/** A box to tick. */
export function checkbox(options: SwitchOptions = {}): Control<boolean, "Checkbox"> {
  const { value = false } = options;
  return plainControl(widget("Checkbox", { ...commonState(options), value, indent: false }), "value");
}

export interface TextOptions extends ControlOptions {
  value?: string;
  /** Shown in grey while the field is empty. */
  placeholder?: string;
  /** True to tell the code at every key, instead of at Enter or when the field is left. */
  continuous?: boolean;
}

/**
 * A line of text.
 *
 * @param options.suggestions Texts to choose from while typing; others remain possible.
 */
export function text(
  options: TextOptions & { suggestions?: string[] } = {},
): Control<string, "Text" | "Combobox"> {
  const { suggestions } = options;
  return suggestions
    ? plainControl(widget("Combobox", { ...textState(options), options: suggestions }), "value")
    : plainControl(widget("Text", textState(options)), "value");
}

/** Several lines of text. */
export function textArea(options: TextOptions = {}): Control<string, "Textarea"> {
  return plainControl(widget("Textarea", textState(options)), "value");
}

/** A line of text that is not shown. It travels and is kept like any other text. */
export function password(options: TextOptions = {}): Control<string, "Password"> {
  return plainControl(widget("Password", textState(options)), "value");
}

function textState(options: TextOptions) {
  const { value = "", placeholder, continuous = false } = options;
  const style = widget("TextStyle", wholeLabel);
  return { ...commonState(options), ...given({ placeholder }), style, value, continuous_update: continuous };
}

export interface NumberOptions extends ControlOptions {
  value?: number;
  min?: number;
  max?: number;
  /** What one press of the arrows adds; a whole number makes the field take whole numbers only. */
  step?: number;
}

/** A field for a number. */
export function numberInput(
  options: NumberOptions = {},
): Control<number, "IntText" | "FloatText" | "BoundedIntText" | "BoundedFloatText"> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, step } = options;
  const { value = Math.min(max, Math.max(min, 0)) } = options;
  if (!(min <= value && value <= max))
    throw new RangeError(`Cannot make a numberInput: the value must lie from ${min} to ${max}, got ${value}`);
  const isWhole = Number.isInteger(step) && Number.isInteger(value);
  const style = widget("DescriptionStyle", wholeLabel);
  const state = { ...commonState(options), style, value, ...given({ step }) };
  if (options.min === undefined && options.max === undefined)
    return plainControl(isWhole ? widget("IntText", state) : widget("FloatText", state), "value");
  // JSON has no infinity: an open end is the largest number instead.
  const ends = { min: Math.max(min, -Number.MAX_VALUE), max: Math.min(max, Number.MAX_VALUE) };
  return isWhole
    ? plainControl(widget("BoundedIntText", { ...state, ...ends }), "value")
    : plainControl(widget("BoundedFloatText", { ...state, ...ends }), "value");
}

/** A colour, as CSS writes it: `#ff8800` or a name. */
export function colorPicker(
  options: ControlOptions & { value?: string } = {},
): Control<string, "ColorPicker"> {
  const { value = "#000000" } = options;
  const style = widget("DescriptionStyle", wholeLabel);
  return plainControl(widget("ColorPicker", { ...commonState(options), style, value }), "value");
}

/** A day of the calendar, as `2024-02-29`; `undefined` while none is chosen. */
export function datePicker(
  options: ControlOptions & { value?: string } = {},
): Control<string | undefined, "DatePicker"> {
  const style = widget("DescriptionStyle", wholeLabel);
  const opened = widget("DatePicker", { ...commonState(options), style, value: toDay(options.value) });
  return control(opened, { key: "value", read: fromDay, write: toDay });
}

function toDay(text: string | undefined): { year: number; month: number; date: number } | null {
  if (text === undefined) return null;
  const [, year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (!year || Number.isNaN(Date.parse(text)))
    throw new RangeError(`Cannot read a day: it is written as 2024-02-29, got ${text}`);
  return { year, month: month - 1, date };
}

function fromDay(day: { year: number; month: number; date: number } | null): string | undefined {
  const two = (part: number) => String(part).padStart(2, "0");
  return day ? `${String(day.year).padStart(4, "0")}-${two(day.month + 1)}-${two(day.date)}` : undefined;
}

/** A file that the reader has handed over. */
export interface UploadedFile {
  name: string;
  /** MIME type. */
  type: string;
  content: Uint8Array;
}

/**
 * A button to hand over files.
 *
 * @param options.accept File endings or MIME types that can be chosen, such as `image/*` or `.csv`.
 * @param options.multiple True for more than one file.
 */
export function fileUpload(
  options: ControlOptions & { accept?: string; multiple?: boolean } = {},
): Control<UploadedFile[], "FileUpload"> {
  const { label = "Upload", accept, multiple } = options;
  const opened = widget("FileUpload", {
    ...commonState({ ...options, label }),
    ...given({ accept, multiple }),
  });
  return control(opened, {
    key: "value",
    read: (files) => files as unknown as UploadedFile[],
    write: (files) => files.map((file) => ({ ...file, size: file.content.length })),
  });
}

/**
 * Words as a row of tags.
 *
 * @param options.allowed The only words that can be added; any, when left out.
 */
export function tagsInput(
  options: Omit<ControlOptions, "disabled"> & { value?: string[]; allowed?: string[] } = {},
): Control<string[], "TagsInput"> {
  const { value = [], allowed } = options;
  const opened = widget("TagsInput", { ...commonState(options), value, ...given({ allowed_tags: allowed }) });
  return control(opened, { key: "value", read: (tags) => tags as string[], write: (tags) => tags });
}
