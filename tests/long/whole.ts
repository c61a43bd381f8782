/**
 * How much of the long tests runs. Every lesson by every road takes longer than a gate may: without NOISEBOOK_WHOLE=1
 * the roads that differ little from `noisebook run` go through each fourth lesson, and what takes minutes for one
 * answer is skipped, and counted as skipped.
 */
export const whole = process.env.NOISEBOOK_WHOLE === "1";

/** Defines the test of a lesson; it is skipped when it is none of the fourths and not all are to run. */
export function itOfLesson(at: number, title: string, test: Mocha.AsyncFunc): void {
  (whole || at % 4 === 0 ? it : it.skip)(title, test);
}
