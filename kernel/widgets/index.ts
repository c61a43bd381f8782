/** Widgets: controls that a notebook shows and a cell's code reads, sets and listens to. */
import type { Outlet } from "../runner/outlet.ts";

/** Puts the widgets and `interact` among the globals of cells. */
export function installWidgets(_outlet: Outlet, globals: Record<string, unknown>): void {
  Object.assign(globals, {});
}
