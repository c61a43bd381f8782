/** The page on which a person scores one answer. What a student wrote stands there as text, formulas and pictures; its HTML stays text. */
import { escapeHtml } from "../../kernel/notebook/html/escape.ts";
import { renderStrangersMarkdown } from "../../kernel/notebook/html/markdown.ts";
import {
  joinText,
  type MultilineText,
  type NotebookCell,
  type NotebookOutput,
} from "../../kernel/notebook/nbformat.ts";
import { markScript, markStyle } from "./mark-assets.ts";
import type { MarkItem } from "./mark-queue.ts";

export interface MarkPlace {
  items: MarkItem[];
  at: number;
  /** Goes with each form, against forms of other pages. */
  token: string;
  /** Students are numbers. */
  anonymous: boolean;
  /** Why the last mark was not taken. */
  problem?: string;
}

/** Draws the page of an answer. */
export function markPage({ items, at, token, anonymous, problem }: MarkPlace): string {
  const item = items[at];
  if (!item) return document("Nothing to score", "<main><h1>Nothing here waits for a person.</h1></main>");
  const done = items.filter(({ mark }) => mark).length;
  const who = anonymous ? `Answer ${at + 1}` : item.student;
  return document(
    `${item.part.title}: ${who}`,
    `<header>
<progress max="${items.length}" value="${done}"></progress>
<span>${done} of ${items.length} scored</span>
<nav>${step(at - 1, items, "prev", "← Previous")} ${step(nextOpen(items, at), items, "open", "Next to score")} ${step(at + 1, items, "next", "Next →")}</nav>
</header>
<main>
<h1>${escapeHtml(item.part.title)} <small>${escapeHtml(who)}, ${item.part.points} ${item.part.points === 1 ? "point" : "points"}</small></h1>
${item.earlier ? `<p class="note">The answer has changed since it was scored ${item.earlier.points}: “${escapeHtml(item.earlier.comment)}”</p>` : ""}
${problem ? `<p class="note" role="alert">${escapeHtml(problem)}</p>` : ""}
<div class="desk">
<section aria-label="Answer">
${item.cells.map(cellHtml).join("\n") || "<p>There is no answer.</p>"}
${item.solution ? `<details><summary>The teacher's own answer</summary><pre class="source">${escapeHtml(item.solution)}</pre></details>` : ""}
</section>
${form(item, { at, token })}
</div>
</main>`,
  );
}

/** The next one that nobody has scored, from here on and around. */
export function nextOpen(items: readonly MarkItem[], at: number): number {
  const order = items.map((_, step) => (at + 1 + step) % items.length);
  return order.find((place) => !items[place].mark) ?? -1;
}

function step(to: number, items: readonly MarkItem[], id: string, label: string): string {
  return items[to] ? `<a id="${id}" href="/${to}">${label}</a>` : `<span class="off">${label}</span>`;
}

function form(
  { part, mark, earlier, answer, rubric, extra, student }: MarkItem,
  { at, token }: { at: number; token: string },
): string {
  const said = mark ?? earlier;
  const hidden = { token, answer, student, name: part.name };
  return `<form method="post" action="/${at}">
${part.kind === "tests" ? `<p>Tests said: ${escapeHtml(part.message)}</p>` : ""}
${Object.entries(hidden)
  .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
  .join("")}
<label>Points <input name="points" type="number" min="0" max="${part.points}" step="any" required autofocus value="${mark?.points ?? part.score ?? ""}"></label>
${rubric
  .map(
    ({ label, points }, line) =>
      `<label class="line"><input type="checkbox" data-points="${points}" data-label="${escapeHtml(label)}"><kbd>${line + 1}</kbd><span>${escapeHtml(label)}</span><b>${points > 0 ? "+" : ""}${points}</b></label>`,
  )
  .join("\n")}
<label>Comment for the student <textarea name="comment" rows="6">${escapeHtml(said?.comment ?? "")}</textarea></label>
<details${extra ? " open" : ""}><summary>Extra credit</summary>
<label>Points <input name="extra" type="number" min="0" step="any" value="${extra?.points ?? ""}"></label>
<label>For what <input name="extraComment" value="${escapeHtml(extra?.comment ?? "")}"></label></details>
<button>Save and next</button>
<p class="keys"><kbd>Ctrl</kbd> <kbd>Enter</kbd> saves, <kbd>Alt</kbd> <kbd>←</kbd> <kbd>→</kbd> turn pages${rubric.length > 0 ? ", <kbd>Alt</kbd> <kbd>1</kbd>… tick a reason" : ""}.</p>
</form>`;
}

function cellHtml(cell: NotebookCell): string {
  const source = joinText(cell.source);
  if (source.trim() === "") return `<p class="words">(empty)</p>`;
  if (cell.cell_type !== "code")
    return `<div class="words">${renderStrangersMarkdown(source)}</div><details><summary>As it was written</summary><pre>${escapeHtml(source)}</pre></details>`;
  return `<pre class="source">${escapeHtml(source)}</pre>${(cell.outputs ?? []).map(outputHtml).join("")}`;
}

/** Text and bitmaps; an SVG can hold a program and stays out, and so does HTML. */
function outputHtml(output: NotebookOutput): string {
  if (output.output_type === "stream") return textHtml(joinText(output.text));
  if (output.output_type === "error") return textHtml(`${output.ename}: ${output.evalue}`);
  for (const type of ["image/png", "image/jpeg"]) {
    const data = output.data[type];
    const text =
      typeof data === "string" || Array.isArray(data)
        ? joinText(data as MultilineText).replaceAll(/\s/g, "")
        : "";
    if (/^[A-Za-z0-9+/]+=*$/.test(text))
      return `<img alt="a picture that the cell shows" src="data:${type};base64,${text}">`;
  }
  const plain = output.data["text/plain"];
  return plain === undefined ? "" : textHtml(joinText(plain as MultilineText));
}

const textHtml = (text: string) => `<pre class="output">${escapeHtml(text.slice(0, 20_000))}</pre>`;

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${markStyle}</style></head>
<body>${body}<script>${markScript}</script></body>
</html>
`;
}
