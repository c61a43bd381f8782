/** What a widget shows where no kernel moves it: on paper, on a code host, to a screen reader. */
import { type Drawing, isDrawable } from "../display/index.ts";
import type { ModelName } from "./widget.ts";

/** As much of a widget as its still form needs. */
interface Seen {
  name: ModelName;
  state: Record<string, unknown>;
}

type Still = Drawing & { "text/plain": string };

const pictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"];

/** Draws a widget as it stands now: text always, and a picture where it shows one. */
export function still(widget: Seen): Still {
  const { name, state } = widget;
  if (Array.isArray(state.children)) return stillOfBox(name, state.children as Seen[]);
  if (name === "Output") return stillOfOutputs(state.outputs as Record<string, unknown>[]);
  const text = { "text/plain": label(state) + valueText(widget) };
  if (name === "Image") return { [`image/${state.format}`]: state.value, ...text };
  if (name === "HTML" || name === "HTMLMath") return { "text/html": state.value, ...text };
  return text;
}

function label(state: Seen["state"]): string {
  return state.description ? `${state.description}: ` : "";
}

function valueText({ name, state }: Seen): string {
  const { value, index, min, max, _options_labels: labels } = state;
  if (Array.isArray(labels))
    return (
      [index]
        .flat()
        .map((at) => labels[at as number] ?? "nothing")
        .join(", ") || "nothing"
    );
  if (name === "Button") return "button";
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value === undefined) return name;
  const range = typeof min === "number" && typeof max === "number" ? ` (${min} to ${max})` : "";
  if (name === "FloatLogSlider") return `${value}`;
  return `${Array.isArray(value) ? value.join(" to ") : plain(value)}${range}`;
}

function plain(value: unknown): string {
  if (typeof value === "string") return value.replace(/<[^>]*>/g, "");
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === null || typeof value !== "object" ? String(value ?? "nothing") : JSON.stringify(value);
}

function stillOfBox(name: ModelName, children: Seen[]): Still {
  const stills = children.filter(isDrawable).map((child) => still(child as unknown as Seen));
  const text = stills.map((each) => each["text/plain"]).join(name === "HBox" ? "  " : "\n");
  return { ...pictureOf(stills), "text/plain": text };
}

function stillOfOutputs(outputs: Record<string, unknown>[]): Still {
  const drawings = outputs.map((output) => ({
    ...(output.data as Drawing | undefined),
    metadata: output.metadata,
  }));
  return { ...pictureOf(drawings), "text/plain": outputs.map(outputText).join("\n") };
}

function outputText(output: Record<string, unknown>): string {
  const text = output.text ?? (output.data as Drawing | undefined)?.["text/plain"];
  return String(text ?? `${output.ename}: ${output.evalue}`).trimEnd();
}

/** The last picture among drawings, with its size: what was returned comes after what was printed on the way. */
function pictureOf(drawings: Drawing[]): Drawing {
  const pictured = drawings.findLast((drawing) => pictureTypes.some((type) => type in drawing));
  if (!pictured) return {};
  const pictures = pictureTypes.filter((type) => type in pictured).map((type) => [type, pictured[type]]);
  return {
    ...Object.fromEntries(pictures),
    ...(pictured.metadata ? { metadata: pictured.metadata } : {}),
  };
}
