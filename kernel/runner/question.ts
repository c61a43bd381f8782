import type { InterpreterHost } from "../interpreter.ts";
import type { Answer } from "./prompt.ts";

/** A cell's question to the reader of the notebook, which an interrupt ends. */
export interface Question {
  ask(question: { origin: string; prompt: string; password: boolean }): Promise<Answer>;
  interrupt(): void;
}

export function createQuestion(host: InterpreterHost): Question {
  let interrupt = () => {};
  return {
    ask({ origin, prompt, password }) {
      const interrupted = new Promise<Answer>((resolve) => {
        interrupt = () => resolve({ interrupted: true });
      });
      const answered = host.input(origin, prompt, password).then(
        (value): Answer => ({ value }),
        (error): Answer => ({ refused: (error as Error).message }),
      );
      return Promise.race([answered, interrupted]);
    },
    interrupt: () => interrupt(),
  };
}
