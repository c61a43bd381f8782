/** Answers what does not wait for cells: all requests but execute and shutdown, and the messages to comms. */
import type { CommMessage } from "../interpreter.ts";
import { toCellError } from "./cell-error.ts";
import { toOrigin } from "./origin.ts";
import type { Request } from "./port.ts";
import { questions } from "./questions.ts";
import type { Parts } from "./session.ts";

/** Answers one message, between busy and idle. */
export async function answer(request: Request, parts: Parts): Promise<void> {
  const { port, session } = parts;
  port.status("busy", request.header);
  try {
    await respond(request, parts);
  } catch (error) {
    port.reply(request, { status: "error", ...toCellError(error) });
  }
  port.status("idle", request.header);
  // Front ends show the last status they saw, whatever its parent: a cell that still runs must not look idle.
  if (session.running) port.status("busy", session.running.header);
}

async function respond(request: Request, parts: Parts): Promise<void> {
  const { header, content } = request;
  const { interpreter, port, history } = parts;
  const type = header.msg_type;
  if (Object.hasOwn(questions, type)) {
    const reply = await questions[type]!(content, { interpreter, history });
    port.reply(request, { status: "ok", ...reply });
  } else if (isComm(type)) await passOn(request, { ...parts, type });
  else if (type === "interrupt_request") {
    await interrupt(parts);
    port.reply(request, { status: "ok" });
  } else parts.log(`Cannot answer ${type}: this kernel does not know it`);
}

/** Stops what runs now, also a cell that waits for input. */
export async function interrupt({ interpreter, stdin }: Pick<Parts, "interpreter" | "stdin">): Promise<void> {
  stdin.drop();
  await interpreter.interrupt();
}

async function passOn(
  request: Request,
  { interpreter, log, type }: Parts & Pick<CommMessage, "type">,
): Promise<void> {
  const { content, metadata, buffers } = request;
  try {
    await interpreter.comm({ origin: toOrigin(request), type, content, metadata, buffers });
  } catch (error) {
    // There is no reply to a comm message in which it could be said.
    log(`Cannot pass on ${type}: ${error}`);
  }
}

function isComm(type: string): type is CommMessage["type"] {
  return ["comm_open", "comm_msg", "comm_close"].includes(type);
}
