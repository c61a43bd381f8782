/** The outputs of a cell as HTML: of each bundle, the richest form that is safe and needs no program. */
import { joinText, type MultilineText, type NotebookOutput } from "../nbformat.ts";
import { widgetViewType } from "../widget-models.ts";
import { ansiToHtml } from "./ansi.ts";
import { escapeHtml } from "./escape.ts";
import { type FindPicture, renderMarkdown } from "./markdown.ts";
import { renderMath } from "./math.ts";

export interface OutputContext {
  picture: FindPicture;
  /** The HTML of a widget; undefined when its model is not known, so that the bundle's next form is shown. */
  widget: (modelId: string) => string | undefined;
}

/** HTML for a list of outputs, each in an element of its own. */
export function renderOutputs(outputs: readonly NotebookOutput[], context: OutputContext): string {
  return outputs.map((output) => renderOutput(output, context)).join("");
}

function renderOutput(output: NotebookOutput, context: OutputContext): string {
  switch (output.output_type) {
    case "stream": {
      const kind = output.name === "stderr" ? "stderr" : "stdout";
      return `<pre class="output ${kind}">${ansiToHtml(joinText(output.text))}</pre>`;
    }
    case "error": {
      const text = output.traceback.join("\n") || `${output.ename}: ${output.evalue}`;
      return `<pre class="output error" role="alert">${text.includes("\x1b[") ? ansiToHtml(text) : markTrace(text)}</pre>`;
    }
    default: {
      const html = renderBundle(output.data, output.metadata ?? {}, context);
      return html === "" ? "" : `<div class="output">${html}</div>`;
    }
  }
}

/** A trace without colours: what went wrong stands out, then the line of code with its caret. */
function markTrace(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  const lines = rest.map((line) => {
    const isPlace = /^> |^ *\| *\^+$/.test(line.trimStart());
    return `<span class="${isPlace ? "ansi-1" : "ansi-7"}">${escapeHtml(line)}</span>`;
  });
  return [`<strong class="ansi-1">${escapeHtml(first)}</strong>`, ...lines].join("\n");
}

type Bundle = Record<string, unknown>;
type Form = (content: string, bundle: Bundle, metadata: Bundle, context: OutputContext) => string | undefined;

/** From the richest form to the plainest. A form that gives undefined leaves the bundle to the next. */
const forms: [string, Form][] = [
  [widgetViewType, (_content, bundle, _metadata, context) => context.widget(modelOf(bundle[widgetViewType]))],
  [
    "text/html",
    (content) => (/<script\b/i.test(content) ? undefined : `<div class="html wide">${content}</div>`),
  ],
  ["text/markdown", (content, _bundle, _metadata, context) => renderMarkdown(content, context.picture)],
  ["image/svg+xml", image],
  ["image/png", image],
  ["image/jpeg", image],
  ["image/gif", image],
  ["image/webp", image],
  ["text/latex", (content) => renderMath(content.trim().replace(/^(\$\$?)([\s\S]*)\1$/, "$2"), true)],
  ["text/html", (content) => `<div class="html wide">${content}</div>`],
  ["text/plain", (content) => `<pre>${ansiToHtml(content)}</pre>`],
  ["application/json", (content) => `<pre>${escapeHtml(content)}</pre>`],
];

function renderBundle(bundle: Bundle, metadata: Bundle, context: OutputContext): string {
  for (const [type, form] of forms) {
    if (!(type in bundle)) continue;
    const html = form(contentOf(bundle[type]), { ...bundle, type }, metadata, context);
    if (html !== undefined) return html;
  }
  return "";
}

function image(content: string, bundle: Bundle, metadata: Bundle): string | undefined {
  const type = bundle["type"] as string;
  const base64 =
    type === "image/svg+xml" ? Buffer.from(content).toString("base64") : content.replace(/\s/g, "");
  // Whatever else a cell calls a picture could end the attribute and go on as HTML.
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64)) return undefined;
  const size = (metadata[type] ?? metadata) as { width?: unknown; height?: unknown };
  const width = Number(size.width) > 0 ? ` width="${Number(size.width)}"` : "";
  const alt = escapeHtml(contentOf(bundle["text/plain"] ?? "").trim() || "Picture");
  return `<img src="data:${type};base64,${base64}" alt="${alt}"${width}>`;
}

function contentOf(value: unknown): string {
  if (typeof value === "string" || Array.isArray(value)) return joinText(value as MultilineText);
  return JSON.stringify(value, undefined, 2);
}

function modelOf(view: unknown): string {
  return String((view as { model_id?: unknown } | undefined)?.model_id);
}
