/** What a student's function gave, as it comes through the pipe. Loads nothing: the program in the jail starts sooner. */

/** The MIME type of an answer. */
export const answerType = "application/x-noisebook-answer+json";

/** What a call gave: its result, or what it threw; and its arguments as they were afterwards. */
export type Answer = { output: unknown; inputs: unknown } | { error: string };
