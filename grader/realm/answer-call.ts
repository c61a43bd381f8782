/** Runs in the student's kernel: calls a function of the notebook with data, and shows what it gave as data. */
import { type Answer, answerType } from "./answer.ts";
import { decode, encode } from "./values.ts";

/**
 * Calls a function with encoded arguments, once for each list of them, until one throws.
 *
 * @param data The list of lists as JSON text: as code of the cell it would be compiled and its types checked number by number.
 * @returns A value that shows itself as the list of answers.
 */
export function answerCalls(answer: unknown, data: string): object {
  const answers: Answer[] = [];
  for (const call of JSON.parse(data) as unknown[]) {
    const inputs = decode(call) as unknown[];
    try {
      const output = encode((answer as (...inputs: unknown[]) => unknown)(...inputs));
      answers.push({ output, inputs: encode(inputs) });
    } catch (error) {
      answers.push({ error: (error as Error | undefined)?.message ?? String(error) });
      break;
    }
  }
  return { [Symbol.for("Jupyter.display")]: () => ({ [answerType]: { answers } }) };
}
