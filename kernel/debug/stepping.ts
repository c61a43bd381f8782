/** Steps from line to line of what the user wrote, over the statements that the compiler added. */
import type { UserFrame } from "./frames.ts";

export type Step = "next" | "stepIn" | "stepOut";

/** A step that was asked for and where it began. */
export interface Stepping {
  step: Step;
  from: UserFrame | undefined;
  depth: number;
  /** How often it has been repeated. */
  repeats: number;
}

/** On one line that loops for long, the step ends on the same line after so many repeats. */
const mostRepeats = 200;

/** The inspector's command for a step; one that came to where no line is goes on to the next one. */
export function stepCommand({ step, repeats }: Stepping): string {
  if (step === "stepIn") return "Debugger.stepInto";
  return step === "stepOut" && repeats === 0 ? "Debugger.stepOut" : "Debugger.stepOver";
}

/** Tells whether a step has come to another line: of the same call, of one inside it or of one outside. */
export function hasArrived({ step, from, depth, repeats }: Stepping, frames: UserFrame[]): boolean {
  const [top] = frames;
  if (repeats >= mostRepeats) return true;
  if (!top?.place) return false;
  if (step === "stepOut" || !from?.place || frames.length !== depth) return true;
  return top.script !== from.script || top.place.line !== from.place.line;
}
