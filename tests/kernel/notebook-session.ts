/** A notebook without Jupyter: runs cells with real processes and collects what they put out. */
import type { Cell, InterpreterHost, Outcome, Output, StartInterpreter } from "../../kernel/interpreter.ts";
import { startTypeScript } from "../../kernel/typescript-interpreter.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// Tests of the snapshot make one of their own; the others leave the user's cache alone.
process.env.NOISEBOOK_SNAPSHOT ??= "off";

export interface Shown extends Omit<Output, "content"> {
  content: Record<string, unknown>;
}

export type Session = Awaited<ReturnType<typeof openSession>>;

/** Opens a notebook in a fresh folder. */
export function openSession(
  input: InterpreterHost["input"] = async () => "typed",
  start: StartInterpreter = startTypeScript,
) {
  const cwd = temporaryFolder();
  const outputs: Shown[] = [];
  const interpreter = start({ output: (output) => void outputs.push(readable(output)), input }, { cwd });
  let count = 0;
  const execute = (code: string, options: Partial<Cell> = {}): Promise<Outcome> => {
    count += 1;
    const defaults = { origin: `cell-${count}`, count, silent: false, allowStdin: true, userExpressions: {} };
    return interpreter.execute({ ...defaults, code, ...options });
  };
  return {
    cwd,
    interpreter,
    outputs,
    execute,
    /** Runs a cell that must succeed, and returns the text of its value. */
    async value(code: string): Promise<unknown> {
      const outcome = await execute(code);
      if (outcome.status === "error") throw new Error(outcome.error.traceback.join("\n"));
      const origin = `cell-${count}`;
      const result = outputs.find((each) => each.origin === origin && each.type === "execute_result");
      return (result?.content.data as Record<string, unknown> | undefined)?.["text/plain"];
    },
    /** Runs a cell that must fail, and returns its error. */
    async error(code: string) {
      const outcome = await execute(code);
      if (outcome.status === "ok") throw new Error(`Expected an error from: ${code}`);
      return outcome.error;
    },
    /** What cells have printed, of all or of one. */
    text: (name: "stdout" | "stderr" = "stdout", origin?: string) =>
      outputs
        .filter(({ type, content }) => type === "stream" && content.name === name)
        .filter((each) => origin === undefined || each.origin === origin)
        .map(({ content }) => content.text)
        .join(""),
    close: () => interpreter.stop(),
  };
}

function readable(output: Output): Shown {
  const { content } = output;
  const isBytes = content instanceof Uint8Array;
  return { ...output, content: isBytes ? JSON.parse(Buffer.from(content).toString("utf8")) : content };
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
