/** What a widget is to a cell: a record of its state that can be read, set, listened to and shown. */
import type { Drawable } from "../display/index.ts";
import type { ModelStates } from "./generated-models.ts";

/** The models of ipywidgets 8: `IntSlider`, `VBox`, … */
export type ModelName = keyof ModelStates;

export interface ListenOptions {
  /** Ends the listening when it aborts. */
  signal?: AbortSignal;
}

/** Any widget, of whatever model: enough to place it in a row or a column. */
export interface AnyWidget extends Drawable {
  /** The id of its comm, by which the front end knows it. */
  readonly id: string;
  readonly name: ModelName;
  /** Removes it from every page that shows it. */
  close(): void;
}

/** A widget whose state has the attributes of one model. */
export interface Widget<Name extends ModelName> extends AnyWidget {
  readonly name: Name;
  /** The state as it is now, also after the reader has moved the control. */
  readonly state: Readonly<ModelStates[Name]>;
  /** Changes attributes here and on every page that shows the widget. */
  set(changes: Partial<ModelStates[Name]>): void;
  /**
   * Calls back whenever an attribute changes, whoever changed it. What the listener shows, also its error, appears
   * below the cell that called `observe`.
   */
  observe<Key extends keyof ModelStates[Name]>(
    key: Key,
    listener: (value: ModelStates[Name][Key]) => unknown,
    options?: ListenOptions,
  ): void;
  /** Sends a message of the widget's own kind to the front end. */
  send(content: Record<string, unknown>, buffers?: Uint8Array[]): void;
  /** Calls back for messages of the widget's own kind, such as a button's click. */
  onMessage(
    listener: (content: Record<string, unknown>, buffers: Uint8Array[]) => unknown,
    options?: ListenOptions,
  ): void;
}

/** A widget that stands for one value. */
export interface Control<Value, Name extends ModelName = ModelName> extends Widget<Name> {
  /** The value as it is now; setting it moves the control on every page. */
  value: Value;
  /** Calls back with the new value whenever it changes, whoever changed it. */
  onChange(listener: (value: Value) => unknown, options?: ListenOptions): void;
}
