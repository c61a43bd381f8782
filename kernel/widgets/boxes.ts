/** Widgets that hold others: rows, columns, grids, tabs. */
import type { ModelStates } from "./generated-models.ts";
import { widget } from "./open.ts";
import { type ControlOptions, commonState } from "./options.ts";
import { output } from "./output.ts";
import type { AnyWidget, Widget } from "./widget.ts";

type BoxOptions = Pick<ControlOptions, "layout">;

/** Widgets beside each other; any other value is shown as `display` would. */
export function row(children: readonly unknown[], { layout }: BoxOptions = {}): Widget<"HBox"> {
  const wrapping: Partial<ModelStates["Layout"]> = {
    flex_flow: "row wrap",
    align_items: "center",
    ...layout,
  };
  return widget("HBox", { ...commonState({ layout: wrapping }), children: children.map(toWidget) });
}

/** Widgets below each other. */
export function column(children: readonly unknown[], options: BoxOptions = {}): Widget<"VBox"> {
  return widget("VBox", { ...commonState(options), children: children.map(toWidget) });
}

/**
 * Widgets in rows of equal columns.
 *
 * @param options.columns How many columns: 2 when left out.
 */
export function grid(
  children: readonly unknown[],
  { columns = 2, layout }: BoxOptions & { columns?: number } = {},
): Widget<"GridBox"> {
  const template = { grid_template_columns: `repeat(${columns}, auto)`, grid_gap: "4px 12px", ...layout };
  return widget("GridBox", { ...commonState({ layout: template }), children: children.map(toWidget) });
}

/** Pages of which one is seen, by title. */
export function tabs(pages: Readonly<Record<string, unknown>>, options: BoxOptions = {}): Widget<"Tab"> {
  return widget("Tab", { ...commonState(options), ...titled(pages), selected_index: 0 });
}

/** Sections to fold and unfold, by title. */
export function accordion(
  sections: Readonly<Record<string, unknown>>,
  options: BoxOptions = {},
): Widget<"Accordion"> {
  return widget("Accordion", { ...commonState(options), ...titled(sections), selected_index: 0 });
}

function titled(pages: Readonly<Record<string, unknown>>): Pick<ModelStates["Tab"], "titles" | "children"> {
  return { titles: Object.keys(pages), children: Object.values(pages).map(toWidget) };
}

/** A value that is no widget is shown in an output area of its own. */
function toWidget(child: unknown): AnyWidget {
  if (isWidget(child)) return child;
  const area = output();
  area.show(child);
  return area;
}

function isWidget(value: unknown): value is AnyWidget {
  return typeof value === "object" && value !== null && "id" in value && "observe" in value;
}
