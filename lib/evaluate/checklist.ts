/** The four questions that people answer about a picture, as a form and as a sheet of answers. */
import { checkInteger } from "../core/check.ts";

/** One question, and what its ends mean. */
export interface Criterion {
  name: string;
  question: string;
  low: string;
  high: string;
}

/** What people are asked, on a scale from 1 to `levels`. */
export interface Checklist {
  criteria: Criterion[];
  levels: number;
}

/** One rater's answers about one picture. */
export interface Rating {
  /** The picture: a file's name, a hash. */
  item: string;
  rater: string;
  /** Which model, or which iteration of it, made the picture. */
  model: string;
  /** From 1 to levels, by criterion; one that a rater skips is left out. */
  scores: Record<string, number>;
  note?: string;
}

/** Ratings with the questions that they answer: JSON as it is. */
export interface RatingSheet {
  checklist: Checklist;
  ratings: Rating[];
}

/** Relevance, aesthetics, detail and novelty, each from 1 to 5. */
export const fourCriteria: Checklist = {
  levels: 5,
  criteria: [
    {
      name: "relevance",
      question: "Does it show what the prompt says?",
      low: "nothing of it",
      high: "all of it",
    },
    { name: "aesthetics", question: "Is it pleasing to look at?", low: "unpleasant", high: "beautiful" },
    { name: "detail", question: "Are its details clean and right?", low: "broken", high: "flawless" },
    {
      name: "novelty",
      question: "Is it new beside the training pictures?",
      low: "a copy",
      high: "never seen",
    },
  ],
};

/** What a slider needs for one question. */
export interface FormField {
  name: string;
  label: string;
  min: number;
  max: number;
  value: number;
}

/**
 * The questions as fields of a form: a cell makes a slider of each.
 *
 * ```js
 * const fields = ratingForm(fourCriteria);
 * const sliders = Object.fromEntries(fields.map(({ name, min, max, value, label }) => [name, slider(min, max, { value, label })]));
 * const done = button("Keep");
 * done.onClick(() => {
 *   sheet = addRating(sheet, { item: "001.png", rater: "Ada", model: "v2", scores: scoresOf(sliders) });
 * });
 * display(column([...Object.values(sliders), done]));
 * ```
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fourCriteria, ratingForm } from "noisebook";
 *
 * assert.deepEqual(ratingForm(fourCriteria).map(({ name }) => name), ["relevance", "aesthetics", "detail", "novelty"]);
 * ```
 */
export function ratingForm({ criteria, levels }: Checklist): FormField[] {
  return criteria.map(({ name, question, low, high }) => ({
    name,
    label: `${question} 1: ${low}, ${levels}: ${high}`,
    min: 1,
    max: levels,
    value: Math.ceil(levels / 2),
  }));
}

/** The values of a form's controls by name. */
export function scoresOf(controls: Readonly<Record<string, { value: number }>>): Record<string, number> {
  return Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value]));
}

/**
 * Adds a rating to a sheet; a rating of the same rater for the same picture of the same model is replaced.
 *
 * @returns A new sheet.
 * @throws {RangeError} If a score is not a whole number of the scale, or of no criterion.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { addRating, fourCriteria } from "noisebook";
 *
 * const empty = { checklist: fourCriteria, ratings: [] };
 * const sheet = addRating(empty, { item: "1.png", rater: "Ada", model: "v1", scores: { relevance: 4 } });
 * assert.equal(sheet.ratings.length, 1);
 * assert.throws(() => addRating(sheet, { ...sheet.ratings[0], scores: { relevance: 6 } }), /from 1 to 5, got 6/);
 * ```
 */
export function addRating(sheet: RatingSheet, rating: Rating): RatingSheet {
  checkRating(sheet.checklist, rating);
  const others = sheet.ratings.filter(
    ({ item, rater, model }) => item !== rating.item || rater !== rating.rater || model !== rating.model,
  );
  return { ...sheet, ratings: [...others, rating] };
}

/**
 * Reads a sheet of ratings from JSON.
 *
 * @throws {SyntaxError} If it is no such sheet, or one of its ratings does not answer its questions.
 */
export function parseRatingSheet(json: string): RatingSheet {
  const fail = (why: string): never => {
    throw new SyntaxError(`Cannot read ratings: ${why}`);
  };
  const read: unknown = JSON.parse(json);
  const sheet = read as RatingSheet;
  if (!Array.isArray(sheet?.ratings) || !Array.isArray(sheet.checklist?.criteria))
    fail("a sheet must have a checklist and ratings");
  sheet.ratings.forEach((rating, at) => {
    for (const field of ["item", "rater", "model"] as const)
      if (typeof rating?.[field] !== "string") fail(`rating ${at} has no ${field}`);
    try {
      checkRating(sheet.checklist, rating);
    } catch (cause) {
      fail(`rating ${at}: ${(cause as Error).message}`);
    }
  });
  return sheet;
}

function checkRating({ criteria, levels }: Checklist, { scores }: Rating): void {
  for (const [name, score] of Object.entries(scores)) {
    if (!criteria.some((criterion) => criterion.name === name))
      throw new RangeError(
        `Cannot rate: the criteria are ${criteria.map((criterion) => criterion.name).join(", ")}, got ${name}`,
      );
    checkInteger(score, { doing: "rate", name, from: 1, to: levels });
  }
}
