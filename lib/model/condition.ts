/** What a model is told to predict: words or a class for each row, as plain numbers on the host. */
import { checkInteger } from "../core/check.ts";

/** The words of each row's text as numbers of the model's vocabulary; an empty list is no condition. */
export type TextCondition = Int32Array[];

/** The class of each row, from 0; −1 is no condition. */
export type ClassCondition = Int32Array;

/** States of words from a text encoder of their own, such as CLIP's: [count, tokens, width]. */
export interface StatesCondition {
  data: Float32Array;
  count: number;
  tokens: number;
  width: number;
  /** The vector of each whole text: [count, pooled]. */
  pooled?: Float32Array;
  /** What else is told of each picture, such as its sizes: [count, numbers]. */
  numbers?: Float32Array;
}

/** Checks that there is one row for each row of x, and that they are classes of the model. */
export function checkClasses(
  condition: ArrayLike<number>,
  { rows, classes }: { rows: number; classes: number },
): void {
  checkRows(condition, rows);
  for (const of of Array.from(condition))
    checkInteger(of, { doing: "predict", name: "condition", from: -1, to: classes - 1 });
}

/** Checks that there is one row of the condition for each row of x. */
export function checkRows(condition: ArrayLike<unknown>, rows: number): void {
  if (condition.length !== rows)
    throw new RangeError(
      `Cannot predict: condition must have ${rows} rows, as many as x, got ${condition.length}`,
    );
}
