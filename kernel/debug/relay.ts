/**
 * Joins a debugger in another process to the inspector of this process's main thread. It lives in a thread of its own,
 * so that it answers while the main thread is paused. Until the first command comes it does nothing.
 */
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import {
  disconnection,
  type InspectorCall,
  type InspectorEvent,
  type InspectorMessage,
} from "./inspector.ts";

export interface Relay {
  /** Lets the main thread go on if it is paused, and keeps it from pausing. */
  release(): void;
  /** Allows pauses again. */
  restore(): void;
}

/** Opens the relay on the descriptor of a pipe that goes both ways. */
export function openRelay(descriptor: number): Relay {
  const host = new Socket({ fd: descriptor, readable: true, writable: true });
  const send = (message: InspectorMessage) => host.write(`${JSON.stringify(message)}\n`);
  let session: Session | undefined;
  const connect = () => {
    const opened = new Session();
    opened.connectToMainThread();
    opened.on("inspectorNotification", (event) => {
      if (isOfUse(event as unknown as InspectorEvent)) send(event as unknown as InspectorEvent);
    });
    return opened;
  };
  const lines = createInterface({ input: host });
  for (const each of [host, lines]) each.on("error", () => {});
  lines.on("line", (line) => {
    const { id, method, params } = JSON.parse(line) as InspectorCall;
    if (method === disconnection) {
      session?.disconnect();
      session = undefined;
      return void send({ id, result: {} });
    }
    session ??= connect();
    session.post(method, params, (error: { message: string } | null, result: unknown) =>
      send({ id, error, result }),
    );
  });
  return {
    release() {
      session?.post("Debugger.setSkipAllPauses", { skip: true });
      session?.post("Debugger.resume");
    },
    restore: () => void session?.post("Debugger.setSkipAllPauses", { skip: false }),
  };
}

/** Of the many scripts of Node itself nobody wants to hear. */
function isOfUse({ method, params }: InspectorEvent): boolean {
  return method !== "Debugger.scriptParsed" || (params as { url: string }).url.startsWith("file:");
}
