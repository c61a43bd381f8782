/** An interpreter for a language of ten one-line commands, so that the protocol is tested without any real language. */
import { setTimeout as sleep } from "node:timers/promises";
import type {
  Cell,
  CellError,
  CommMessage,
  Interpreter,
  InterpreterHost,
  Output,
} from "../../../kernel/interpreter.ts";

export interface Fake extends Interpreter {
  /** What the host has asked for, in order. */
  calls: string[];
  cells: Cell[];
  received: CommMessage[];
}

/** Makes the interpreter and leaves it where the test can see it. */
export function fakeStarter(): { start: (host: InterpreterHost) => Interpreter; fake: () => Fake } {
  let made: Fake | undefined;
  return { start: (host) => (made = fakeInterpreter(host)), fake: () => made! };
}

function fakeInterpreter(host: InterpreterHost): Fake {
  const calls: string[] = [];
  const cells: Cell[] = [];
  const received: CommMessage[] = [];
  let stopNow = () => {};
  return {
    calls,
    cells,
    received,
    info: {
      implementation: "fake",
      implementation_version: "1.2.3",
      banner: "Fake",
      language_info: {
        name: "fake",
        version: "9.8.7",
        mimetype: "text/x-fake",
        file_extension: ".fake",
        pygments_lexer: "text",
        codemirror_mode: "text",
        nbconvert_exporter: "script",
      },
      help_links: [{ text: "Fake", url: "https://example.org" }],
    },
    async execute(cell) {
      calls.push(`execute ${cell.code}`);
      cells.push(cell);
      const stopped = new Promise<"interrupted">((resolve) => {
        stopNow = () => resolve("interrupted");
      });
      const userExpressions = Object.fromEntries(
        Object.entries(cell.userExpressions).map(([name, expression]) => [
          name,
          { status: "ok", data: { "text/plain": expression.toUpperCase() }, metadata: {} },
        ]),
      );
      for (const line of cell.code.split("\n")) {
        const error = await runLine(line, { cell, host, stopped });
        if (error) return { status: "error", error };
      }
      return { status: "ok", userExpressions };
    },
    async complete(code, cursor) {
      calls.push(`complete ${cursor}`);
      const start = Math.max(code.lastIndexOf(" ", cursor - 1) + 1, 0);
      return { matches: [{ text: "print", type: "function", detail: "print TEXT" }], start, end: cursor };
    },
    async inspect(code, cursor, detail) {
      calls.push(`inspect ${cursor} ${detail}`);
      if (code === "broken") throw new TypeError("Cannot inspect: broken");
      return code === "" ? undefined : { data: { "text/plain": code.slice(0, cursor) }, metadata: {} };
    },
    async isComplete(code) {
      if (code.endsWith("(")) return { status: "incomplete", indent: "  " };
      return { status: code === ")" ? "invalid" : "complete" };
    },
    async comm(message) {
      received.push(message);
      const data = message.content.data as Record<string, unknown> | undefined;
      if (data?.wait) await sleep(Number(data.wait));
      if (message.type !== "comm_msg") return;
      const { origin, content, buffers } = message;
      host.output({ origin, type: "comm_msg", content: { ...content, data: { echo: data } }, buffers });
    },
    comms(target) {
      return target === "other" ? {} : { c1: "slider" };
    },
    async interrupt() {
      calls.push("interrupt");
      stopNow();
    },
    async stop() {
      calls.push("stop");
    },
  };
}

interface Around {
  cell: Cell;
  host: InterpreterHost;
  stopped: Promise<"interrupted">;
}

async function runLine(line: string, { cell, host, stopped }: Around): Promise<CellError | undefined> {
  const [command = "", ...words] = line.split(" ");
  const rest = words.join(" ");
  const put = (type: Output["type"], content: Output["content"], more: Partial<Output> = {}) =>
    host.output({ origin: cell.origin, type, content, ...more });
  const stream = (text: string) => put("stream", { name: "stdout", text });
  const fail = (ename: string, evalue: string): CellError => ({
    ename,
    evalue,
    traceback: [`${ename}: ${evalue}`, "at line 1"],
  });
  if (command === "print") stream(rest);
  else if (command === "repeat") for (let i = 0; i < Number(rest); i++) stream(`${i}\n`);
  else if (command === "result") {
    const content = { execution_count: cell.count, data: { "text/plain": rest }, metadata: {} };
    put("execute_result", Buffer.from(JSON.stringify(content)));
  } else if (command === "raw") put("display_data", Buffer.from(rest));
  else if (command === "display") put("display_data", { data: { "text/plain": rest }, metadata: {} });
  else if (command === "open") {
    const content = { comm_id: "c9", target_name: "jupyter.widget", data: {} };
    put("comm_open", content, { metadata: { version: "2.1.0" }, buffers: [Uint8Array.of(1, 2, 255)] });
  } else if (command === "later") setTimeout(() => stream("late"), Number(rest));
  else if (command === "stray")
    host.output({ origin: "", type: "stream", content: { name: "stderr", text: rest } });
  else if (command === "sleep") await Promise.race([sleep(Number(rest)), stopped]);
  else if (command === "forever") {
    await stopped;
    return fail("KernelInterrupt", "The cell was interrupted");
  } else if (command === "ask") {
    try {
      stream(`<${await host.input(cell.origin, rest, rest === "secret?")}>`);
    } catch (error) {
      return fail("InputError", (error as Error).message);
    }
  } else if (command === "crash") throw new Error("the interpreter has lost its runner");
  else if (command === "throw") return fail("FakeError", rest);
  return undefined;
}
