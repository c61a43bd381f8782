/** Widgets connected to a page of the tests. */

import { installDisplay } from "../../../kernel/display/index.ts";
import type * as cellWidgets from "../../../kernel/widgets/cell-widgets.ts";
import type { AnyWidget } from "../../../kernel/widgets/index.ts";
import { installWidgets } from "../../../kernel/widgets/index.ts";
import { type FakePage, fakePage, type Loose } from "../display/fake-page.ts";

export interface WidgetPage extends FakePage {
  globals: Loose & typeof cellWidgets;
  /** Moves a control as a reader would: the front end sends its new state. */
  move(widget: AnyWidget, state: Record<string, unknown>): void;
}

export function widgetPage(): WidgetPage {
  const page = fakePage();
  const globals: Loose = {};
  installDisplay(page, globals);
  installWidgets(page, globals);
  const move = (widget: AnyWidget, state: Record<string, unknown>) =>
    page.deliver(widget.id, { method: "update", state, buffer_paths: [] });
  return Object.assign(page, { globals: globals as WidgetPage["globals"], move });
}
