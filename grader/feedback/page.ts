/** A student's feedback as a page: no script, nothing loaded, no hidden source. */
import { asset } from "../../kernel/notebook/html/asset.ts";
import { htmlDocument } from "../../kernel/notebook/html/document.ts";
import { escapeHtml } from "../../kernel/notebook/html/escape.ts";
import type { Notebook } from "../../kernel/notebook/nbformat.ts";
import type { Grade } from "../grade.ts";
import type { CellScore } from "../nbgrader/score.ts";
import { comparisons } from "./compare.ts";

export interface FeedbackContent {
  /** The notebook with the outputs that it had in the jail. */
  ran?: Notebook | undefined;
  /** The lesson's solution with its outputs: its pictures are shown where the student's differ. */
  expected?: Notebook | undefined;
}

/** Draws a grade as an HTML page that shows the same wherever it is opened, and runs nothing of anybody's. */
export function feedbackPage(grade: Grade, content: FeedbackContent = {}): string {
  const { lesson, exercises, failures, inside } = grade;
  return htmlDocument({
    title: `${lesson}: ${totals(grade)}`,
    policy: "img-src data:",
    style: `${asset("page.css")}${style}`,
    body: `<main>
${head(grade)}
${exercises.map((exercise) => exerciseCard(exercise, content)).join("\n")}
${inside ? cellCards(inside) : ""}
${failureList(failures)}
</main>`,
  });
}

function totals({ score, points, inside }: Grade): string {
  const open = inside?.cells.filter((cell) => cell.score === undefined).length ?? 0;
  return `${score} of ${points} points${open > 0 ? " so far" : ""}`;
}

function head(grade: Grade): string {
  const { lesson, student, score, points } = grade;
  const share = points > 0 ? Math.min(100, Math.max(0, (100 * score) / points)) : 0;
  return `<header>
<h1>${escapeHtml(lesson)}</h1>
<p class="total"><b>${escapeHtml(totals(grade))}</b> <span>${escapeHtml(student)}</span></p>
<div class="bar" aria-hidden="true"><div style="width:${share.toFixed(1)}%"></div></div>
</header>`;
}

function exerciseCard(exercise: Grade["exercises"][number], content: FeedbackContent): string {
  const { passed, points, of, message, hint, example } = exercise;
  const rows = example
    ? [
        ["Called with", example.inputs],
        ["Expected", example.expected],
        ["Got", example.got],
      ]
    : [];
  return [
    `<section class="${passed ? "right" : "open"}">`,
    `<h2>${passed ? "✓" : "✗"} ${escapeHtml(exercise.exercise.title)} <small>${points} of ${of} points</small></h2>`,
    `<p>${escapeHtml(message)}</p>`,
    hint ? `<p class="hint"><b>Hint.</b> ${escapeHtml(hint)}</p>` : "",
    rows.length > 0 ? `<dl>${rows.map(definition).join("")}</dl>` : "",
    passed ? "" : pictures(exercise.exercise.id, content),
    "</section>",
  ].join("\n");
}

const definition = ([label, value]: string[]) =>
  `<dt>${label}</dt><dd><code>${escapeHtml(value)}</code></dd>`;

/** What the notebook showed with the student's function, beside what it shows with the solution's. */
function pictures(exercise: string, { ran, expected }: FeedbackContent): string {
  if (!ran || !expected) return "";
  return comparisons(exercise, ran, expected)
    .map(
      ({ yours, solution }) => `<div class="pair">
<figure><figcaption>Your notebook showed</figcaption>${yours}</figure>
<figure><figcaption>With the solution it shows</figcaption>${solution}</figure>
</div>`,
    )
    .join("\n");
}

/** Of a notebook that was scored by its own tests. */
function cellCards({ cells, restored }: NonNullable<Grade["inside"]>): string {
  const notes = restored.map((note) => `<li>${escapeHtml(note)}</li>`);
  return [
    ...cells.map(cellCard),
    notes.length > 0
      ? `<section><h2>Put back as it was handed out</h2><ul>${notes.join("")}</ul></section>`
      : "",
    `<p class="note">The tests that stand in the notebook gave these points.</p>`,
  ].join("\n");
}

function cellCard({ name, score, points, reason }: CellScore): string {
  const [kind, sign] =
    score === undefined ? ["wait", "…"] : score === points ? ["right", "✓"] : ["open", "✗"];
  const earned = score === undefined ? `not scored yet, of ${points} points` : `${score} of ${points} points`;
  return `<section class="${kind}"><h2>${sign} ${escapeHtml(name)} <small>${earned}</small></h2><p>${escapeHtml(sentence(reason))}</p></section>`;
}

const sentence = (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;

function failureList(failures: Grade["failures"]): string {
  if (failures.length === 0) return "";
  const items = failures.map(
    ({ cell, error }) => `<li>Cell ${cell + 1}: <code>${escapeHtml(error.slice(0, 500))}</code></li>`,
  );
  return `<section><h2>Cells that failed when the notebook ran</h2><ul>${items.join("")}</ul></section>`;
}

const style = `
main { max-width: 48rem; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
h2 { font-size: 1.1rem; margin: 0 0 .25rem; }
small { font-weight: normal; color: var(--faint); white-space: nowrap; }
.total { display: flex; justify-content: space-between; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; }
.total span { color: var(--faint); overflow-wrap: anywhere; }
.bar { height: .5rem; margin: .5rem 0 1.5rem; border-radius: .25rem; background: var(--line); overflow: hidden; }
.bar div { height: 100%; background: #009e73; }
section { border-left: 6px solid var(--line); padding: .25rem 0 .25rem 1rem; margin: 1.5rem 0; }
section.right { border-color: #009e73; }
section.open { border-color: #d55e00; }
section.wait { border-color: #56b4e9; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem .75rem; margin: .5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
ul { padding-left: 1.25rem; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1rem; margin: .75rem 0; }
figure { margin: 0; min-width: 0; }
figcaption { color: var(--faint); font-size: .9rem; }
figure .output, figure pre { padding: 0; margin-top: .25rem; }
figure pre.error { padding: .5rem .75rem; white-space: pre-wrap; }
.note { color: var(--faint); }
@media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .5rem; } }
`;
