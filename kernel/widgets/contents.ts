/** Widgets whose content the code changes: pictures, HTML, text. */
import { plainControl, widget } from "./open.ts";
import { type ControlOptions, commonState } from "./options.ts";
import type { Control } from "./widget.ts";

type BoxOptions = Pick<ControlOptions, "layout" | "tooltip">;

/**
 * A picture; set its `value` to show another one in its place.
 *
 * @param bytes The picture file's bytes.
 * @param options.format The file's kind, `png` when left out.
 */
export function image(
  bytes: Uint8Array,
  options: BoxOptions & { format?: "png" | "jpeg" | "gif" | "webp" | "svg+xml" } = {},
): Control<Uint8Array, "Image"> {
  const { format = "png" } = options;
  return plainControl(widget("Image", { ...commonState(options), format, value: bytes }), "value");
}

/** HTML as a widget; set its `value` to change it. */
export function htmlBox(
  html: string,
  options: BoxOptions & Pick<ControlOptions, "label"> = {},
): Control<string, "HTML"> {
  const style = widget("HTMLStyle", { description_width: "initial" });
  return plainControl(widget("HTML", { ...commonState(options), style, value: html }), "value");
}

/** Text with formulas between dollar signs; set its `value` to change it. */
export function label(text: string, options: BoxOptions = {}): Control<string, "Label"> {
  return plainControl(widget("Label", { ...commonState(options), value: text }), "value");
}
