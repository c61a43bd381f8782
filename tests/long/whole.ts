/**
 * How much of the long tests runs. Every lesson by every road takes longer than a gate may. Without NOISEBOOK_WHOLE=1 each
 * fourth lesson goes by Jupyter's roads and the others by `noisebook run`, and what takes minutes for one answer is
 * skipped, and counted as skipped.
 */
export const whole = process.env.NOISEBOOK_WHOLE === "1";

/** Whether a lesson, by its place in the course, takes the roads that only each fourth takes. */
export const isFourth = (at: number): boolean => at % 4 === 0;

/** Defines the test of a lesson; it is skipped when it is none of the fourths and not all are to run. */
export function itOfLesson(at: number, title: string, test: Mocha.AsyncFunc): void {
  (whole || isFourth(at) ? it : it.skip)(title, test);
}
