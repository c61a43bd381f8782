/** What the interpreter sees of the kernel: outputs go to the cell that they belong to, questions to its client. */
import type { InterpreterHost } from "../interpreter.ts";
import { fromOrigin } from "./origin.ts";
import type { Parts } from "./session.ts";

export function openHost({
  session,
  port,
  stdin,
}: Pick<Parts, "session" | "port" | "stdin">): InterpreterHost {
  return {
    output({ origin, type, content, ...about }) {
      const { parent, silent } = fromOrigin(origin);
      if (silent && !type.startsWith("comm_")) return;
      if (type === "execute_result" && session.running?.header.msg_id === parent?.msg_id)
        session.result = content;
      port.publish(type, content, { ...about, parent });
    },
    debugEvent(event) {
      port.publish("debug_event", event, session.running && { parent: session.running.header });
    },
    async input(origin, prompt, password) {
      const { running } = session;
      if (!running || running.header.msg_id !== fromOrigin(origin).parent?.msg_id)
        throw new Error("Cannot ask for input: only the cell that runs can ask");
      return stdin.ask(running, { prompt, password });
    },
  };
}
