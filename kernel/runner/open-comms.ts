import type { CommMessage, Output } from "../interpreter.ts";

/** The comms that are open between the runner and the front end: id → target. */
export interface OpenComms {
  /** Takes note of what passes, in either direction. */
  track(message: Output | CommMessage): void;
  list(target?: string): Record<string, string>;
  clear(): void;
}

export function createOpenComms(): OpenComms {
  const targets = new Map<string, string>();
  return {
    track({ type, content }) {
      if (type !== "comm_open" && type !== "comm_close") return;
      const { comm_id, target_name } = parse(content);
      if (type === "comm_open") targets.set(String(comm_id), String(target_name));
      else targets.delete(String(comm_id));
    },
    list: (target) =>
      Object.fromEntries([...targets].filter(([, name]) => target === undefined || name === target)),
    clear: () => targets.clear(),
  };
}

function parse(content: Output["content"]): Record<string, unknown> {
  return content instanceof Uint8Array ? JSON.parse(Buffer.from(content).toString("utf8")) : content;
}
