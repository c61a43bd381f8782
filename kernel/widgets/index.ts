/** Widgets: controls that a notebook shows and a cell's code reads, sets and listens to. */
import type { CellError } from "../interpreter.ts";
import type { Outlet } from "../runner/outlet.ts";
import * as cellWidgets from "./cell-widgets.ts";
import { connect } from "./connection.ts";
import { describeError } from "./describe-error.ts";
import { giveBack } from "./give-back.ts";

export { interactClasses, type ValuesOf } from "./interact.ts";
export type { AnyWidget, Control, ModelName, Widget } from "./widget.ts";

export interface WidgetOptions {
  /** How errors of callbacks are shown; the runner knows the lines of cells. */
  describeError?: (error: unknown) => CellError;
}

/** Puts the widgets and `interact` among the globals of cells. */
export function installWidgets(
  outlet: Outlet,
  globals: Record<string, unknown>,
  options: WidgetOptions = {},
): void {
  giveBack(connect(outlet, options.describeError ?? describeError));
  Object.assign(globals, cellWidgets);
}
