/** A kernel whose cells are JavaScript that says itself what is published, so that a client is tested on any order of messages. */

import { readConnection } from "../../../kernel/host/connection.ts";
import { startKernel } from "../../../kernel/host/kernel.ts";
import type { CommMessage, Interpreter, Output } from "../../../kernel/interpreter.ts";

const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (tools: object) => Promise<void>;

const kernel = await startKernel(
  readConnection(process.argv[2]!),
  (host): Interpreter => {
    const comms = new Map<string, (message: CommMessage) => void>();
    let interrupt = () => {};
    const unused = async () => {
      throw new Error("this kernel only runs cells");
    };
    return {
      info: {
        implementation: "script",
        implementation_version: "1",
        banner: "",
        language_info: {
          name: "script",
          version: "1",
          mimetype: "text/plain",
          file_extension: ".txt",
          pygments_lexer: "text",
          codemirror_mode: "text",
          nbconvert_exporter: "script",
        },
      },
      async execute({ code, origin }) {
        const send = (type: Output["type"], content: Record<string, unknown>, to = origin) =>
          host.output({ origin: to, type, content });
        const interrupted = new Promise<never>((_, reject) => {
          interrupt = () => reject(new Error("interrupted"));
        });
        interrupted.catch(() => {});
        try {
          await new AsyncFunction("{ send, onComm, interrupted, input }", code)({
            send,
            onComm: (id: string, listener: (message: CommMessage) => void) => comms.set(id, listener),
            interrupted,
            input: () => host.input(origin, "?", false),
          });
          return { status: "ok", userExpressions: {} };
        } catch (error) {
          const { name, message } = error as Error;
          return {
            status: "error",
            error: { ename: name, evalue: message, traceback: [`${name}: ${message}`] },
          };
        }
      },
      complete: unused,
      inspect: unused,
      isComplete: unused,
      comm: (message) => comms.get(String(message.content["comm_id"]))?.(message),
      comms: () => ({}),
      interrupt: async () => interrupt(),
      stop: async () => {},
    };
  },
  { cwd: process.cwd(), log: (line) => console.error(line) },
);
await kernel.stopped;
process.exit(0);
