/** An exercise as a record: what a lesson asks for, and what a check and a grader need to judge the answer. */
import type { Random } from "../core/random.ts";

/** A wrong idea that is common enough to have a name: the check recognises it by what it computes. */
export interface Mistake<Inputs extends unknown[], Output> {
  /** Its number in the course's list of mistakes, if it has one. */
  number?: number;
  /** The wrong idea in a few words: "images left in [0, 1]". */
  name: string;
  /** What a student who has the idea writes. */
  wrong(...inputs: Inputs): Output;
  /** What is wrong and where to look, without the answer. */
  hint: string;
}

/** One function that a student writes. */
export interface Exercise<Inputs extends unknown[], Output> {
  id: string;
  title: string;
  points: number;
  /** What to do first; shown as long as nothing is written. */
  hint: string;
  /** The arguments of each call, drawn from a seed; called again for every run, so a case may hold a generator. */
  cases(rng: Random): Inputs[];
  solution(...inputs: Inputs): Output;
  mistakes: Mistake<Inputs, Output>[];
  /** The largest difference from the solution that is still right, for a value v as tolerance · (1 + |v|). Default: 1e-5. */
  tolerance?: number;
  /** Tells whether an output that differs from the solution's is right too, where there is more than one right answer. */
  accepts?(output: Output, ...inputs: Inputs): boolean;
}
