/** `prompt()`: a cell asks its client for a line. */
import type { Port, Request } from "./port.ts";
import type { Message } from "./wire.ts";

interface Question {
  id: string;
  client: string;
  answer(line: string): void;
  refuse(error: Error): void;
}

export interface Stdin {
  /** Asks the client that sent the request; rejects if it cannot be asked, or when the questions are dropped. */
  ask(request: Request, question: { prompt: string; password: boolean }): Promise<string>;
  /** Takes an input_reply; one that answers no open question is ignored. */
  answer(message: Message): void;
  /** Rejects all open questions, because the cell has ended or is interrupted. */
  drop(): void;
}

export function openStdin(port: Port): Stdin {
  let open: Question[] = [];
  return {
    ask(request, question) {
      if (request.content.allow_stdin === false)
        return Promise.reject(new Error("Cannot ask for input: this front end does not answer questions"));
      return new Promise((answer, refuse) => {
        const { msg_id: id } = port.ask(request, { ...question });
        open.push({ id, client: toName(request), answer, refuse });
      });
    },
    answer(message) {
      const { parent, content } = message;
      // Some clients name the question, some the cell, some nothing: only the first can be late for another question.
      const named = parent?.msg_type === "input_request" ? parent.msg_id : undefined;
      const question = open.find(
        ({ id, client }) => client === toName(message) && (named === undefined || id === named),
      );
      if (!question) return;
      open = open.filter((other) => other !== question);
      question.answer(String(content.value ?? ""));
    },
    drop() {
      for (const { refuse } of open)
        refuse(new Error("Cannot ask for input: the cell has ended or was interrupted"));
      open = [];
    },
  };
}

function toName({ identities }: Message): string {
  return identities.map((part) => Buffer.from(part).toString("hex")).join();
}
