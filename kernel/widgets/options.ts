/** What all controls take, and how it stands in a model's state. */
import type { ModelStates } from "./generated-models.ts";
import { widget } from "./open.ts";
import type { Widget } from "./widget.ts";

export interface ControlOptions {
  /** Written before the control; `interact` gives its argument's name when this is left out. */
  label?: string;
  /** Appears while the pointer rests on the control. */
  tooltip?: string;
  /** True when only the code may move it. */
  disabled?: boolean;
  /** CSS of its box, such as `{ width: "20rem" }`. */
  layout?: Partial<ModelStates["Layout"]>;
}

interface CommonState {
  description?: string;
  tooltip?: string;
  disabled?: boolean;
  layout?: Widget<"Layout">;
}

/** The state that a control's options stand for. */
export function commonState({ label, tooltip, disabled, layout }: ControlOptions): CommonState {
  return {
    ...(label !== undefined && { description: label }),
    ...(tooltip !== undefined && { tooltip }),
    ...(disabled !== undefined && { disabled }),
    ...(layout !== undefined && { layout: widget("Layout", layout) }),
  };
}

/** Those given: a model keeps its own default for an attribute that is undefined. */
export function given<T extends object>(state: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as never;
}
