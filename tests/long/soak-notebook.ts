/** A kernel as one long session: runs cells and tells what arrived for each, also what came late. */
import { setTimeout as delay } from "node:timers/promises";
import { launchKernel } from "../../kernel/client/client.ts";
import type { Execution, Published } from "../../kernel/client/session.ts";

/** What arrived for one request. */
export interface Ran {
  id: string;
  status: unknown;
  stdout: string;
  stderr: string;
  /** text/plain of results and of displayed values, in order. */
  results: string[];
  displays: string[];
  updates: string[];
  /** Names and values of errors. */
  errors: [unknown, unknown][];
  messages: Published[];
}

export interface SoakNotebook {
  pid: number;
  /** Runs a cell; `onMessage` hears each message as it comes. */
  run(code: string, onMessage?: (message: Published) => void): Promise<Ran>;
  send(comm: string, data: Record<string, unknown>): Promise<Ran>;
  interrupt(): Promise<void>;
  /** Waits for a message that comes after its cell has ended. */
  late(id: string): Promise<Published>;
  /** Late messages that nobody has waited for. */
  strays(): Published[];
  stop(): Promise<void>;
}

/** How long a late message may take, in milliseconds. */
const patience = 10_000;

export async function openSoakNotebook(cwd: string, env: NodeJS.ProcessEnv): Promise<SoakNotebook> {
  const late: Published[] = [];
  const kernel = await launchKernel({ cwd, env, onLate: (message) => void late.push(message) });
  return {
    pid: kernel.pid,
    run: (code, onMessage) => gather(kernel.execute(code), onMessage),
    send: (comm, data) => gather(kernel.sendComm({ comm_id: comm, data })),
    interrupt: kernel.interrupt,
    async late(id) {
      const isIts = ({ requestId }: Published) => requestId === id;
      for (const deadline = Date.now() + patience; !late.some(isIts); await delay(2))
        if (Date.now() > deadline) throw new Error(`Nothing came for ${id} within ${patience} ms`);
      return late.splice(late.findIndex(isIts), 1)[0];
    },
    strays: () => late,
    stop: kernel.shutdown,
  };
}

async function gather(execution: Execution, onMessage?: (message: Published) => void): Promise<Ran> {
  const messages: Published[] = [];
  for await (const message of execution) {
    messages.push(message);
    onMessage?.(message);
  }
  const of = (type: string) =>
    messages.filter((message) => message.type === type).map(({ content }) => content);
  const text = (name: string) =>
    of("stream")
      .filter((content) => content.name === name)
      .map((content) => content.text)
      .join("");
  const plain = (type: string) => of(type).map(({ data }) => (data as Record<string, string>)["text/plain"]);
  const isAnswered = messages.length === 0 || messages[0].type.startsWith("execute");
  const { status } = isAnswered ? await execution.reply : { status: undefined };
  return {
    id: execution.requestId,
    status,
    stdout: text("stdout"),
    stderr: text("stderr"),
    results: plain("execute_result"),
    displays: plain("display_data"),
    updates: plain("update_display_data"),
    errors: of("error").map(({ ename, evalue }) => [ename, evalue]),
    messages,
  };
}
