/** What a picture says of how it was made: enough to credit everyone, and to make it again. */
import { isCount, isList, isRecord, isText, say } from "../core/json-fields.ts";

/** A model, an adapter or a data set by name and by content. */
export interface Named {
  name: string;
  /** SHA-256, in hex, of its weights; see {@link contentHash}. */
  hash: string;
}

/** A set that a model learned from, as its card has it. */
export interface UsedDataset {
  name: string;
  version: string;
  /** SPDX expression. */
  licence: string;
  /** The line to print beside the pictures. */
  credit: string;
}

/** Everything that was given to make a picture. */
export interface Recipe {
  prompt: string;
  negativePrompt?: string;
  seed: number;
  /** A sampler's name in the library: "ddim". */
  sampler: string;
  steps: number;
  guidance?: number;
  /** What the model was trained on, with how many steps; a flow has none, so the number says nothing there. */
  schedule: { name: "linear" | "scaled linear" | "cosine" | "sigmoid" | "flow"; steps: number };
  model: Named;
  adapters: (Named & { scale: number })[];
  /** Of several pictures drawn at once from one seed: how many, and which this is. */
  count: number;
  index: number;
}

/** What is written into a picture. */
export interface PictureLabel extends Recipe {
  /** Always this: what IPTC calls trainedAlgorithmicMedia. */
  made: "by a trained model";
  software: { name: string; version: string };
  datasets: UsedDataset[];
  /** SPDX expression for the picture itself. */
  licence: string;
  /** Who wrote the prompt. */
  author?: string;
  /** An ISO date, if it is to be told. */
  created?: string;
  /** What the watermark says, and how strong it is; see {@link embedWatermark}. */
  watermark?: { message: number; strength: number };
}

const hash = /^[0-9a-f]{64}$/;
const schedules = ["linear", "scaled linear", "cosine", "sigmoid", "flow"];

/**
 * Sentences for each field of a label that is missing or wrong; an empty list for a good one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { labelProblems } from "noisebook";
 *
 * assert.ok(labelProblems({ prompt: "a face" }).includes("seed must be an integer from 0, got undefined"));
 * ```
 */
export function labelProblems(value: unknown): string[] {
  if (!isRecord(value)) return [`a label must be an object, got ${say(value)}`];
  const unknown = Object.keys(value).filter((field) => !fields.has(field));
  const problems = unknown.map((field) => `${field} is not a field of a label`);
  return [...problems, ...madeProblems(value), ...recipeProblems(value)];
}

type Fields = Record<string, unknown>;

/** A function that notes what is wrong with a field. */
function checker(value: Fields) {
  const problems: string[] = [];
  const need = (field: keyof PictureLabel, good: boolean, wanted: string) => {
    if (!good) problems.push(`${field} must be ${wanted}, got ${say(value[field])}`);
  };
  const optional = (field: keyof PictureLabel, is: (one: unknown) => boolean, wanted: string) =>
    need(field, value[field] === undefined || is(value[field]), wanted);
  return { problems, need, optional };
}

function madeProblems(value: Fields): string[] {
  const { problems, need, optional } = checker(value);
  const { software } = value;
  need("made", value.made === "by a trained model", '"by a trained model"');
  need(
    "software",
    isRecord(software) && isText(software.name) && isText(software.version),
    "a name and a version",
  );
  need("licence", isText(value.licence), "a text that is not empty");
  for (const field of ["author", "created"] as const) optional(field, isText, "a text that is not empty");
  need("datasets", isList(value.datasets, isDataset), "a list of name, version, licence and credit");
  optional("watermark", isWatermark, "a message and a strength");
  return problems;
}

function recipeProblems(value: Fields): string[] {
  const { problems, need, optional } = checker(value);
  need("prompt", typeof value.prompt === "string", "a text");
  optional("negativePrompt", (one) => typeof one === "string", "a text");
  need("sampler", isText(value.sampler), "a text that is not empty");
  for (const field of ["seed", "index"] as const) need(field, isCount(value[field]), "an integer from 0");
  for (const field of ["steps", "count"] as const)
    need(field, isCount(value[field]) && value[field] > 0, "an integer from 1");
  if (isCount(value.index) && isCount(value.count))
    need("index", value.index < value.count, `below count, which is ${value.count}`);
  optional("guidance", Number.isFinite, "a number");
  need("schedule", isSchedule(value.schedule), `a name of ${schedules.join(", ")} and a number of steps`);
  need("model", isNamed(value.model), "a name and the SHA-256 of its weights");
  need("adapters", isList(value.adapters, isAdapter), "a list of names, SHA-256 and scales");
  return problems;
}

const fields = new Set(
  (
    "made software prompt negativePrompt author created sampler licence seed index steps count guidance schedule " +
    "model adapters datasets watermark"
  ).split(" "),
);

/**
 * Checks a label.
 *
 * @throws {SyntaxError} If a field is missing or wrong.
 */
export function checkLabel(value: unknown): PictureLabel {
  const problems = labelProblems(value);
  if (problems.length > 0) throw new SyntaxError(`Cannot use label: ${problems.join("; ")}`);
  return value as PictureLabel;
}

/** JSON with sorted keys, so that one label has one text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    isRecord(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}

export const isNamed = (value: unknown) =>
  isRecord(value) && isText(value.name) && hash.test(String(value.hash));
export const isDataset = (value: unknown) =>
  isRecord(value) &&
  ["name", "version", "licence", "credit"].every((field) => isText(value[field])) &&
  Object.keys(value).length === 4;
const isSchedule = (value: unknown) =>
  isRecord(value) && schedules.includes(String(value.name)) && isCount(value.steps);
const isAdapter = (value: unknown) => isNamed(value) && Number.isFinite((value as { scale?: unknown }).scale);
const isWatermark = (value: unknown) =>
  isRecord(value) && isCount(value.message) && Number.isFinite(value.strength);
