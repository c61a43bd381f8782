/** What is told of a model and of a data set, as records that are checked and as pages that are read. */
import { isList, isRecord, isText, say } from "../core/json-fields.ts";
import type { Card } from "../data/card.ts";
import { creditLines } from "./credits.ts";
import { isDataset, isNamed, type Named, type UsedDataset } from "./label.ts";
import { type LicenceTerms, licenceTerms, pictureTerms } from "./licence-terms.ts";

/** A model card: Mitchell et al. 2019, "Model Cards for Model Reporting", in the parts that a small model has. */
export interface ModelCard extends Named {
  version: string;
  summary: string;
  /** SPDX expression of the weights. */
  licence: string;
  author: string;
  /** What it learned from. */
  datasets: UsedDataset[];
  /** How it was trained: steps, batch, target, schedule, seed. */
  training: string;
  parameters: number;
  /** What was measured, how, and the same figure for real data where there is one. */
  figures: { name: string; value: string; how: string }[];
  /** What it is for, and what it is not for. */
  use: string;
  misuse: string;
  /** Known faults and leanings, a sentence each. */
  faults: string[];
}

const texts = ["version", "summary", "licence", "author", "training", "use", "misuse"] as const;

/**
 * Sentences for each field of a model card that is missing or wrong; an empty list for a good card.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { modelCardProblems } from "noisebook";
 *
 * assert.ok(modelCardProblems({ name: "mine" }).includes("faults must be a list of sentences, got undefined"));
 * ```
 */
export function modelCardProblems(value: unknown): string[] {
  if (!isRecord(value)) return [`a model card must be an object, got ${say(value)}`];
  const problems: string[] = [];
  const need = (field: string, good: boolean, wanted: string) => {
    if (!good) problems.push(`${field} must be ${wanted}, got ${say(value[field])}`);
  };
  need("name", isText(value.name), "a text that is not empty");
  need("hash", isNamed({ name: "model", hash: value.hash }), "the SHA-256 of the weights, in hex");
  for (const field of texts) need(field, isText(value[field]), "a text that is not empty");
  need("licence", isLicence(value.licence), "an SPDX expression");
  need("parameters", Number.isInteger(value.parameters) && Number(value.parameters) > 0, "an integer from 1");
  need("datasets", isList(value.datasets, isDataset), "a list of name, version, licence and credit");
  need("figures", isList(value.figures, isFigure), "a list of name, value and how");
  need("faults", isList(value.faults, isText), "a list of sentences");
  for (const field of Object.keys(value))
    if (!fields.has(field)) problems.push(`${field} is not a field of a model card`);
  return problems;
}

const fields = new Set<string>([...texts, "name", "hash", "parameters", "datasets", "figures", "faults"]);
const isFigure = (value: unknown) => isRecord(value) && [value.name, value.value, value.how].every(isText);

function isLicence(value: unknown): boolean {
  try {
    return isText(value) && licenceTerms(value) !== undefined;
  } catch {
    return false;
  }
}

/**
 * A model card as a page in Markdown, with the credits that it owes and what may be done with its pictures.
 *
 * @throws {SyntaxError} If a field is missing or wrong.
 */
export function modelCardPage(card: ModelCard): string {
  const problems = modelCardProblems(card);
  if (problems.length > 0) throw new SyntaxError(`Cannot use model card: ${problems.join("; ")}`);
  const { name, version, summary, author, training, hash, parameters, licence } = card;
  return page(`${name} ${version}`, [
    ["", [summary]],
    ["By", [author]],
    ["Training", [training, `${parameters.toLocaleString("en-US")} parameters, sha256 \`${hash}\`.`]],
    [
      "Figures",
      table(
        ["figure", "value", "how"],
        card.figures.map((one) => [one.name, one.value, one.how]),
      ),
    ],
    ["What it is for", [card.use]],
    ["What it is not for", [card.misuse]],
    ["Known faults", card.faults.map((fault) => `- ${fault}`)],
    ["Credits", creditLines(card.datasets).map((line) => `- ${line}`)],
    ["What may be done with its pictures", termLines(pictureTerms({ licence, datasets: card.datasets }))],
  ]);
}

/**
 * A data set's card as a page in Markdown.
 *
 * @param card Of {@link loadDataset}.
 */
export function dataCardPage(card: Card): string {
  const { name, version, summary, sources, made, split, faults, count, sizes, styles, groups, licence } =
    card;
  return page(`${name} ${version}`, [
    ["", [summary]],
    ["How it was made", [made]],
    [
      "Contents",
      [
        `${count.toLocaleString("en-US")} captions, styles ${styles.join(", ") || "none"}, sides ${sizes.join(", ")} pixels.`,
      ],
    ],
    [
      "Groups",
      table(
        ["group", "captions"],
        Object.entries(groups).map(([group, captions]) => [group, String(captions)]),
      ),
    ],
    ["Split", [split]],
    [
      "Sources",
      table(
        ["name", "version", "licence", "what"],
        sources.map((one) => [one.name, one.version, one.licence, one.what]),
      ),
    ],
    ["Known faults", faults.map((fault) => `- ${fault}`)],
    ["What may be done with it", [`Print: ${card.credit}.`, ...termLines(licenceTerms(licence))]],
  ]);
}

/** A set as a label and a model card name it. */
export function usedDataset({ name, version, licence, credit }: Card): UsedDataset {
  return { name, version, licence, credit };
}

function termLines({ sell, adapt, mustSay, shareAlike }: LicenceTerms): string[] {
  const said = { yes: "yes", no: "no", ask: "ask the author" };
  return [
    `- May it be sold? ${said[sell]}.`,
    `- May it be changed? ${said[adapt]}.`,
    ...mustSay.map((line) => `- ${line}`),
    ...shareAlike.map((name) => `- New works made of it must have the licence ${name}.`),
  ];
}

function page(title: string, sections: [head: string, lines: string[]][]): string {
  const parts = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([head, lines]) => `${head ? `## ${head}\n\n` : ""}${lines.join("\n")}\n`);
  return [`# ${title}\n`, ...parts].join("\n");
}

function table(heads: string[], lines: string[][]): string[] {
  if (lines.length === 0) return [];
  const row = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [row(heads), row(heads.map(() => "---")), ...lines.map(row)];
}
