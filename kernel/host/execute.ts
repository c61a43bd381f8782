/** Runs execute requests: one at a time, in the order in which they came. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome, Output } from "../interpreter.ts";
import { toCellError } from "./cell-error.ts";
import { flag, text, texts } from "./fields.ts";
import { toOrigin } from "./origin.ts";
import type { Port, Request } from "./port.ts";
import type { Parts } from "./session.ts";

/**
 * How long after an error the requests that the client had already sent may take to arrive, in milliseconds. The error
 * is replied after that, so a request that is sent because of the reply always runs.
 */
const inTransit = 5;

/** Runs a request after those that wait already. */
export async function execute(request: Request, parts: Parts): Promise<void> {
  const { session, port } = parts;
  session.queue.push(request);
  while (!session.running && session.queue.length > 0) {
    const next = session.queue.shift()!;
    session.running = next;
    port.status("busy", next.header);
    const doomed = await runAndReply(next, parts);
    session.running = undefined;
    port.status("idle", next.header);
    for (const other of doomed) answerAborted(other, port);
  }
}

/** Answers all cells that wait with "aborted". */
export function abortQueue({ session, port }: Pick<Parts, "session" | "port">): void {
  for (const request of session.queue.splice(0)) answerAborted(request, port);
}

/** Runs one cell and replies; gives the requests that its error aborts. */
async function runAndReply(request: Request, parts: Parts): Promise<Request[]> {
  const { session, port } = parts;
  try {
    const { outcome, count } = await run(request, parts);
    const stops = outcome.status === "error" && flag(request.content, "stop_on_error", true);
    if (stops) await sleep(inTransit);
    const doomed = stops ? session.queue.splice(0) : [];
    port.reply(request, toReply(outcome, count));
    return doomed;
  } catch (error) {
    port.reply(request, { status: "error", ...toCellError(error), execution_count: session.count });
    return [];
  }
}

async function run(
  request: Request,
  { session, interpreter, port, stdin, history }: Parts,
): Promise<{ outcome: Outcome; count: number }> {
  const { content, header: parent } = request;
  const code = text(content, "code");
  const silent = flag(content, "silent", false);
  const stored = flag(content, "store_history", true) && !silent;
  const allowStdin = flag(content, "allow_stdin", true);
  const userExpressions = texts(content, "user_expressions");
  const count = session.count + 1;
  if (stored) session.count = count;
  if (!silent) port.publish("execute_input", { code, execution_count: count }, { parent });
  session.result = undefined;
  const origin = toOrigin(request, silent);
  const outcome = await interpreter
    .execute({ code, origin, count, silent, allowStdin, userExpressions })
    .catch((error): Outcome => ({ status: "error", error: toCellError(error) }));
  stdin.drop();
  if (outcome.status === "error" && !silent) port.publish("error", { ...outcome.error }, { parent });
  if (stored) history.add({ line: count, input: code, output: plainText(session.result) });
  return { outcome, count };
}

function toReply(outcome: Outcome, count: number): Record<string, unknown> {
  const shared = { status: outcome.status, execution_count: count, payload: [] };
  return outcome.status === "ok"
    ? { ...shared, user_expressions: outcome.userExpressions }
    : { ...shared, user_expressions: {}, ...outcome.error };
}

function answerAborted(request: Request, port: Port): void {
  port.status("busy", request.header);
  port.reply(request, { status: "aborted" });
  port.status("idle", request.header);
}

/** The text of a result for the history; of a large one, which would have to be parsed first, none. */
function plainText(content: Output["content"] | undefined): string | null {
  if (!content || (content instanceof Uint8Array && content.length > 65536)) return null;
  const { data } = content instanceof Uint8Array ? JSON.parse(Buffer.from(content).toString()) : content;
  const plain = (data as Record<string, unknown> | undefined)?.["text/plain"];
  return typeof plain === "string" ? plain : null;
}
