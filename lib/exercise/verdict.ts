/** What a check found, as a value that shows itself. */
import { displaySymbol, type Figure } from "../core/figure.ts";
import { escapeXml } from "../viz/svg-figure.ts";

/** What a check can find. */
export type Finding =
  | "right"
  | "not written yet"
  | "throws"
  | "promise"
  | "nothing returned"
  | "changes its arguments"
  | "not repeatable"
  | "known mistake"
  | "type"
  | "shape"
  | "not finite"
  | "value";

export interface VerdictFacts {
  exercise: { id: string; title: string };
  finding: Finding;
  passed: boolean;
  /** Points earned, of `of`. */
  points: number;
  of: number;
  /** What was found, as a sentence. */
  message: string;
  /** What to do about it. */
  hint?: string;
  /** The mistake that was recognised. */
  mistake?: { number?: number; name: string };
  /** The first call that went wrong. */
  example?: { inputs: string; expected: string; got: string };
  seed: number;
  cases: number;
}

/** A verdict: plain facts, and a card that shows them. */
export type Verdict = VerdictFacts & Figure;

export function verdict(facts: VerdictFacts): Verdict {
  const drawn = () => ({ "text/html": html(facts), "text/plain": text(facts) });
  return Object.defineProperty({ ...facts }, displaySymbol, { value: drawn }) as Verdict;
}

function heading({ passed, exercise, points, of }: VerdictFacts): string {
  return `${passed ? "✓ Right" : "✗ Not yet"}: ${exercise.title} (${points} of ${of} points)`;
}

function lines(facts: VerdictFacts): [string, string][] {
  const { example, hint } = facts;
  const found: [string, string][] = [];
  if (hint) found.push(["Hint", hint]);
  if (example)
    found.push(["Called with", example.inputs], ["Expected", example.expected], ["Got", example.got]);
  return found;
}

function text(facts: VerdictFacts): string {
  const rows = lines(facts).map(([label, content]) => `${label}: ${content}`);
  return [heading(facts), facts.message, ...rows].join("\n");
}

/** A card without scripts; it takes its text colour from the page, and says with a sign what it says with a colour. */
function html(facts: VerdictFacts): string {
  const colour = facts.passed ? "#009e73" : "#d55e00";
  const rows = lines(facts).map(([label, content]) => {
    const shown = label === "Hint" ? escapeXml(content) : `<code>${escapeXml(content)}</code>`;
    return `<tr><th style="text-align:left;vertical-align:top;padding:2px 12px 2px 0">${label}</th><td style="text-align:left;padding:2px 0">${shown}</td></tr>`;
  });
  return [
    `<div style="border-left:6px solid ${colour};padding:4px 12px;max-width:52em">`,
    `<div style="font-weight:bold">${escapeXml(heading(facts))}</div>`,
    `<div style="margin:4px 0">${escapeXml(facts.message)}</div>`,
    rows.length > 0 ? `<table style="margin:0">${rows.join("")}</table>` : "",
    "</div>",
  ].join("");
}
