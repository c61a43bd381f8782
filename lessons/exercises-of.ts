import type { Exercise } from "noisebook";

/** An exercise of which only the record is known, not what its function takes and gives. */
export type AnyExercise = Exercise<unknown[], unknown>;

/** Loads the exercises of a lesson by the names that its cells use, in their order. */
export async function exercisesOf(lesson: string): Promise<Record<string, AnyExercise>> {
  return (await import(new URL(`${lesson}/exercises.js`, import.meta.url).href)).exercises;
}
