/** What a value that was read from JSON is. */

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A text that says something. */
export const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const isList = (value: unknown, check: (item: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && value.every(check);

/** How a message shows a value. */
export const say = (value: unknown): string => JSON.stringify(value) ?? String(value);
