/** The controls of a widget that can be moved by message, and the values at which to look. */
import { type WidgetModels, type WidgetState, widgetTree } from "./widget-models.ts";

/** A value of a control: the state to send, and what the reader sees. */
export interface Station {
  patch: WidgetState;
  label: string;
}

export interface Control {
  model: string;
  kind: "slider" | "choice";
  stations: Station[];
  /** Index of the station where the control stands. */
  start: number;
}

/** Most values of one control that are looked at. */
export const mostStations = 41;

/** The controls below a widget, in the order in which they are shown. */
export function controlsOf(models: WidgetModels, root: string): Control[] {
  return widgetTree(models, root).flatMap((model) => {
    const state = models.get(model)!;
    const control = state["disabled"] === true ? undefined : controlOf(state);
    return control && control.stations.length > 1 ? [{ model, ...control }] : [];
  });
}

function controlOf(state: WidgetState): Omit<Control, "model"> | undefined {
  switch (state["_model_name"]) {
    case "IntSliderModel":
    case "FloatSliderModel":
    case "FloatLogSliderModel":
      return slider(state);
    case "CheckboxModel":
    case "ToggleButtonModel": {
      const stations = [false, true].map((value) => ({ patch: { value }, label: value ? "on" : "off" }));
      return { kind: "choice", stations, start: Number(state["value"] === true) };
    }
    case "SelectionSliderModel":
      return choice(state, "slider");
    case "DropdownModel":
    case "RadioButtonsModel":
    case "ToggleButtonsModel":
    case "SelectModel":
      return choice(state, "choice");
    default:
      return undefined;
  }
}

function choice(state: WidgetState, kind: Control["kind"]): Omit<Control, "model"> | undefined {
  const labels = (state["_options_labels"] ?? []) as string[];
  if (typeof state["index"] !== "number" || labels.length > mostStations) return undefined;
  const stations = labels.map((label, index) => ({ patch: { index }, label }));
  return { kind, stations, start: state["index"] };
}

/** Evenly spread values of a slider, on its steps, with the ends and the one where it stands. */
function slider(state: WidgetState): Omit<Control, "model"> {
  const [min, max] = [Number(state["min"]), Number(state["max"])];
  const step = Number(state["step"]) || (max - min) / (mostStations - 1);
  const base = state["_model_name"] === "FloatLogSliderModel" ? Number(state["base"] ?? 10) : undefined;
  const here = base ? Math.log(Number(state["value"])) / Math.log(base) : Number(state["value"]);
  const steps = Math.max(0, Math.floor((max - min) / step + 1e-9));
  const standsAt = Math.round((here - min) / step);
  const count = Math.min(steps, mostStations - 1);
  const places = Array.from({ length: count + 1 }, (_, i) => Math.round((i * steps) / Math.max(1, count)));
  const nearest = places.reduce(
    (best, place, i) => (Math.abs(place - standsAt) < Math.abs(places[best]! - standsAt) ? i : best),
    0,
  );
  const stations = places.map((place, i) => {
    const exponent = i === nearest ? here : min + place * step;
    const value = base ? base ** exponent : Number(exponent.toPrecision(12));
    return { patch: { value }, label: base ? String(Number(value.toPrecision(3))) : format(value, step) };
  });
  return { kind: "slider", stations, start: nearest };
}

/** A value with as many decimals as the slider's step has, at most six. */
function format(value: number, step: number): string {
  const decimals = /\.(\d+)/.exec(step.toFixed(6).replace(/0+$/, ""))?.[1]?.length ?? 0;
  return value.toFixed(decimals);
}
