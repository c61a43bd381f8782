/** Rich display: what cells get to show values, and what the runner uses to show a cell's result. */
import type { Outlet } from "../runner/outlet.ts";
import { createDisplay } from "./display.ts";
import { html, json, latex, markdown, png, svg } from "./drawn.ts";
import { createTrack } from "./track.ts";

export { describe, toBundle } from "./bundle.ts";
export type { Display, DisplayOptions } from "./display.ts";
export { type Drawable, type Drawing, displaySymbol, isDrawable } from "./symbol.ts";
export type { Track, TrackOptions } from "./track.ts";

/** Makes what cells get from this folder. */
export function displayGlobals(outlet: Outlet) {
  const display = createDisplay(outlet);
  return {
    display,
    track: createTrack(display),
    clearOutput: createClearOutput(outlet),
    html,
    json,
    latex,
    markdown,
    png,
    svg,
  };
}

/** Puts `display`, `track`, `clearOutput` and the values that draw themselves among the globals of cells. */
export function installDisplay(outlet: Outlet, globals: Record<string, unknown>): void {
  Object.assign(globals, displayGlobals(outlet));
}

function createClearOutput(outlet: Outlet) {
  /**
   * Empties the output of the cell.
   *
   * @param options.wait Only when the next output comes, which avoids flicker.
   */
  return function clearOutput({ wait = false }: { wait?: boolean } = {}): void {
    outlet.send({ type: "clear_output", content: { wait } });
  };
}
