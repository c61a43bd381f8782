/** A notebook as one HTML file that needs nothing else: no network, no server, no other file. */
import { createHash } from "node:crypto";
import { joinText, type Notebook, type NotebookCell } from "../nbformat.ts";
import type { WidgetModels } from "../widget-models.ts";
import { asset } from "./asset.ts";
import { htmlDocument } from "./document.ts";
import { highlightCode } from "./highlight.ts";
import { renderMarkdown } from "./markdown.ts";
import { mathStyle } from "./math.ts";
import { renderOutputs } from "./output.ts";
import { type Recording, renderWidget, type WidgetContext } from "./widget.ts";

export interface PageOptions {
  /** Shown on the tab when the notebook has no heading. */
  name: string;
  /** Finds a picture file that Markdown names; see `pictureFinder`. */
  picture: (address: string) => string | undefined;
  models?: WidgetModels;
  recordings?: ReadonlyMap<string, Recording>;
}

/**
 * A notebook as an HTML page. Its own program is the only one that runs in it, and it can load nothing: whatever scripts
 * the notebook's outputs hold are inert.
 */
export function renderPage(notebook: Notebook, options: PageOptions): string {
  const language = languageOf(notebook);
  const body = notebook.cells.map((cell) => renderCell(cell, language, contextOf(cell, options))).join("\n");
  const script = asset("player.js");
  const style = `${mathStyle(body)}${["page.css", "code.css", "player.css"].map(asset).join("")}`;
  const hash = createHash("sha256").update(script).digest("base64");
  return htmlDocument({
    title: titleOf(notebook) ?? options.name,
    policy: `img-src data:; font-src data:; media-src data:; script-src 'sha256-${hash}'`,
    style,
    body: `<main>
${body}
</main>
<script>${script}</script>`,
  });
}

function contextOf(cell: NotebookCell, options: PageOptions): WidgetContext {
  const context: WidgetContext = {
    models: options.models ?? new Map(),
    recordings: options.recordings ?? new Map(),
    picture: (address) => attachment(cell, address) ?? options.picture(address),
    widget: (id) => renderWidget(id, context),
  };
  return context;
}

function renderCell(cell: NotebookCell, language: string, context: WidgetContext): string {
  const source = joinText(cell.source);
  if (cell.cell_type === "raw") return "";
  if (cell.cell_type === "markdown")
    return `<section class="text">${renderMarkdown(source, context.picture)}</section>`;
  const outputs = isHidden(cell, "outputs_hidden", "remove_output")
    ? ""
    : renderOutputs(cell.outputs ?? [], context);
  const code = `<pre class="source"><code>${highlightCode(source, language)}</code></pre>`;
  const shown = isHidden(cell, "source_hidden", "remove_input")
    ? `<details><summary>Code</summary>${code}</details>`
    : code;
  if (source.trim() === "" && outputs === "") return "";
  return `<section class="code">${source.trim() === "" ? "" : shown}${outputs}</section>`;
}

function isHidden(cell: NotebookCell, setting: string, tag: string): boolean {
  const { jupyter, tags } = cell.metadata as { jupyter?: Record<string, unknown>; tags?: string[] };
  return jupyter?.[setting] === true || (Array.isArray(tags) && tags.includes(tag));
}

function attachment(cell: NotebookCell, address: string): string | undefined {
  if (!address.startsWith("attachment:")) return undefined;
  const bundle = cell.attachments?.[decodeURIComponent(address.slice("attachment:".length))];
  const [type, content] = Object.entries(bundle ?? {})[0] ?? [];
  return type?.startsWith("image/") ? `data:${type};base64,${joinText(content as string)}` : undefined;
}

function languageOf(notebook: Notebook): string {
  const { language_info, kernelspec } = notebook.metadata as Record<
    string,
    Record<string, unknown> | undefined
  >;
  return String(language_info?.["name"] ?? kernelspec?.["language"] ?? "typescript");
}

function titleOf(notebook: Notebook): string | undefined {
  for (const cell of notebook.cells) {
    const heading = cell.cell_type === "markdown" && /^#\s+(.+)$/m.exec(joinText(cell.source))?.[1];
    if (heading) return heading.replace(/[*_`$#]/g, "").trim();
  }
  return undefined;
}
