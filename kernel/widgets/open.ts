/** `widget`: opens any of ipywidgets' models; the named controls are made of it. */
import { type Drawing, displaySymbol } from "../display/index.ts";
import { widgetViewType } from "../notebook/widget-models.ts";
import { callback } from "./callback.ts";
import type { Model } from "./connection.ts";
import { type ModelStates, models } from "./generated-models.ts";
import { closeModel, openModel, sendData, setState } from "./model.ts";
import { still } from "./still.ts";
import type { Control, ListenOptions, ModelName, Widget } from "./widget.ts";

/**
 * Opens a widget of any of ipywidgets' models, with the model's defaults for what is left out.
 *
 * @example A mark that has no shorter name
 * ```ts
 * display(widget("Valid", { value: true, description: "finite" }));
 * ```
 */
export function widget<Name extends ModelName>(
  name: Name,
  initial: Partial<ModelStates[Name]> = {},
): Widget<Name> {
  const { header, defaults, own } = models[name];
  const missing = Object.entries(own).filter(([key]) => !(key in initial));
  const parts = Object.fromEntries(missing.map(([key, part]) => [key, widget(part)]));
  const state = { ...structuredClone(defaults), ...parts, ...initial };
  return openModel(header, state, (model) => face(name, model)).widget as Widget<Name>;
}

/** How a control's value stands in its model's state. */
export interface Binding<Value, Name extends ModelName, Key extends keyof ModelStates[Name]> {
  key: Key;
  read(raw: ModelStates[Name][Key]): Value;
  write(value: Value): ModelStates[Name][Key];
}

/** Gives a widget a `value` and `onChange`. */
export function control<Value, Name extends ModelName, Key extends keyof ModelStates[Name]>(
  opened: Widget<Name>,
  { key, read, write }: Binding<Value, Name, Key>,
): Control<Value, Name> {
  return Object.defineProperties(opened, {
    value: {
      get: () => read(opened.state[key]),
      set: (value: Value) => opened.set({ [key]: write(value) } as never),
      enumerable: true,
    },
    onChange: {
      value: (listener: (value: Value) => unknown, options?: ListenOptions) =>
        opened.observe(key, (raw) => listener(read(raw)), options),
    },
  }) as Control<Value, Name>;
}

/** A control whose value is an attribute of its state as it is. */
export function plainControl<Name extends ModelName, Key extends keyof ModelStates[Name]>(
  opened: Widget<Name>,
  key: Key,
): Control<ModelStates[Name][Key], Name> {
  return control(opened, { key, read: (raw) => raw, write: (value) => value });
}

/** What cells hold of a model. */
function face(name: ModelName, model: Model): object {
  const { id, state, observers, messageListeners } = model;
  return {
    id,
    name,
    state,
    set: (changes: Record<string, unknown>) => setState(model, changes),
    observe(key: string, listener: (value: unknown) => unknown, options?: ListenOptions) {
      const set = observers.get(key) ?? new Set();
      observers.set(key, set);
      listen(set, callback(listener), options);
    },
    send: (content: Record<string, unknown>, buffers: Uint8Array[] = []) =>
      sendData(model, { method: "custom", content }, buffers),
    onMessage(
      listener: (content: Record<string, unknown>, buffers: Uint8Array[]) => unknown,
      options?: ListenOptions,
    ) {
      listen(messageListeners, callback(listener), options);
    },
    close: () => closeModel(model),
    [displaySymbol]: (): Drawing => ({ ...still({ name, state }), ...view(id) }),
    [Symbol.for("nodejs.util.inspect.custom")]: () => still({ name, state })["text/plain"],
  };
}

/** The bundle by which a front end shows a widget that it knows. */
export function view(id: string): Drawing {
  const content = { version_major: 2, version_minor: 0, model_id: id };
  return { [widgetViewType]: content };
}

function listen<T>(listeners: Set<T>, listener: T, { signal }: ListenOptions = {}): void {
  if (signal?.aborted) return;
  listeners.add(listener);
  signal?.addEventListener("abort", () => listeners.delete(listener), { once: true });
}
