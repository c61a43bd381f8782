/** The similarity report as a page: no script, nothing loaded. */
import { htmlDocument } from "../../kernel/notebook/html/document.ts";
import { escapeHtml } from "../../kernel/notebook/html/escape.ts";
import type { Fragment } from "./dolos.ts";
import type { SimilarityReport, SimilarPair } from "./similarity.ts";

/** Draws the report; `title` names the assignment. */
export function similarityPage({ compared, pairs, texts }: SimilarityReport, title: string): string {
  const count = pairs.length === 1 ? "One pair" : `${pairs.length || "No"} pairs`;
  return htmlDocument({
    title: `${title}: similar submissions`,
    style,
    body: `<header>
<h1>${escapeHtml(title)}: similar submissions</h1>
<p>${count} among ${compared} submissions. What was handed out, the teacher's solution and what many wrote alike is left out.
A high figure is a reason to talk with both, not a proof.</p>
</header>
${pairs.map((pair, at) => pairSection(pair, texts, at === 0)).join("\n")}`,
  });
}

function pairSection(
  { left, right, similarity, longest, fragments }: SimilarPair,
  texts: Record<string, string>,
  open: boolean,
): string {
  const percent = Math.round(similarity * 100);
  return `<details${open ? " open" : ""}>
<summary><meter min="0" max="100" value="${percent}">${percent} %</meter> <b>${percent} %</b>
${escapeHtml(left)} and ${escapeHtml(right)} <small>longest shared stretch: ${longest} words of program</small></summary>
<div class="sides">${side(
    left,
    texts[left] ?? "",
    fragments.map(({ left }) => left),
  )}${side(
    right,
    texts[right] ?? "",
    fragments.map(({ right }) => right),
  )}</div>
</details>`;
}

/** One program with its shared lines marked, each with the number of its stretch. */
function side(student: string, text: string, ranges: Fragment["left"][]): string {
  const lines = text.split("\n").map((line, row) => {
    const at = ranges.findIndex(([from, to]) => row >= from && row <= to);
    const number = `<i>${at >= 0 ? at + 1 : ""}</i>`;
    return at >= 0
      ? `<mark class="f${at % 4}">${number}${escapeHtml(line)}</mark>`
      : `<span>${number}${escapeHtml(line)}</span>`;
  });
  return `<section><h2>${escapeHtml(student)}</h2><pre><code>${lines.join("")}</code></pre></section>`;
}

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1rem; margin: .5rem 0; }
small { opacity: .75; }
details { border-top: 1px solid light-dark(#ccc, #555); padding: .5rem 0; }
summary { cursor: pointer; }
meter { width: 6rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
section { min-width: 0; }
pre { margin: 0; padding: .5rem 0; font-size: .85rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; background: light-dark(#f6f6f6, #1c1c1c); }
pre span, pre mark { display: block; min-height: 1.45em; padding: 0 .5rem 0 2rem; color: inherit; background: none; }
pre i { float: left; width: 2rem; margin-left: -2rem; text-align: center; font-style: normal; opacity: .75; user-select: none; }
pre .f0 { background: light-dark(#ffe3b3, #5c4200); }
pre .f1 { background: light-dark(#c9e7f8, #0b3f5c); }
pre .f2 { background: light-dark(#c8efdf, #0b4c38); }
pre .f3 { background: light-dark(#f5d3e6, #5a2444); }
`;
