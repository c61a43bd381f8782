/** V8's inspector of another process, at the far end of a stream; its near end is relay.ts. */
import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";

export interface Inspector {
  /** Sends a command of the Chrome DevTools Protocol and gives its result; opens the session if there is none. */
  post<T = unknown>(method: string, params?: object): Promise<T>;
  /** Ends the session: all breakpoints are gone, and what was paused goes on. */
  disconnect(): Promise<void>;
}

export type InspectorEvent = { method: string; params: never };
/** What goes over the stream, one JSON value a line. */
export type InspectorCall = { id: number; method: string; params?: object | undefined };
export type InspectorMessage =
  | InspectorEvent
  | { id: number; error?: { message: string } | null; result?: unknown };

/** Opens the near end. */
export function openInspector(stream: Duplex, onEvent: (event: InspectorEvent) => void): Inspector {
  const waiting = new Map<
    number,
    (answer: { error?: { message: string } | null; result?: unknown }) => void
  >();
  let lastId = 0;
  let isOpen = true;
  const lines = createInterface({ input: stream });
  lines.on("line", (line) => {
    const message = JSON.parse(line) as InspectorMessage;
    if ("method" in message) return onEvent(message);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  lines.on("close", () => {
    isOpen = false;
    for (const answer of waiting.values()) answer({ error: { message: "the notebook's process has ended" } });
    waiting.clear();
  });
  // A stream that breaks hands its error to the reader of its lines, and does not end it.
  lines.on("error", () => {});
  stream.on("close", () => lines.close());
  const post: Inspector["post"] = (method, params) =>
    new Promise((resolve, reject) => {
      if (!isOpen) return reject(new Error(`Cannot ask for ${method}: the notebook's process has ended`));
      lastId += 1;
      waiting.set(lastId, ({ error, result }) =>
        error ? reject(new Error(error.message)) : resolve(result as never),
      );
      stream.write(`${JSON.stringify({ id: lastId, method, params } satisfies InspectorCall)}\n`);
    });
  return { post, disconnect: () => post(disconnection) };
}

/** The one command that is not the inspector's but its relay's. */
export const disconnection = "disconnect";
