/** Turns what code shows into the `outputs` of an Output widget, in a notebook file's own form. */
import { isPromise } from "../display/bundle.ts";
import type { Message } from "../display/redirect.ts";

/** One output as a notebook file keeps it. */
export type NotebookOutput = Record<string, unknown> & { output_type: string };

export interface Capture {
  /** Takes a message now, or keeps its place until its promise settles. */
  take(message: Message | Promise<Message>): void;
  outputs(): NotebookOutput[];
  /** Settles when all promised messages have come; undefined when none is to come. */
  settled(): Promise<void> | undefined;
}

/** One output, or the place of one that is still being drawn. */
interface Entry {
  output?: NotebookOutput;
  /** Named by `display` for later updates. */
  id?: string;
}

/** @param changed Called after each change of the outputs. */
export function createCapture(changed: () => void): Capture {
  const entries: Entry[] = [];
  const pending = new Set<Promise<void>>();
  let clearFirst = false;

  const put = (message: Message, entry: Entry) => {
    const { type } = message;
    const content = contentOf(message);
    if (type === "clear_output" && content.wait) clearFirst = true;
    else if (type === "clear_output") entries.splice(0);
    else {
      if (clearFirst) entries.splice(0, entries.indexOf(entry));
      clearFirst = false;
      fill(entries, entry, { type, content });
    }
    if (type === "clear_output" && entries.includes(entry)) entries.splice(entries.indexOf(entry), 1);
    changed();
  };
  return {
    take(message) {
      const entry: Entry = {};
      entries.push(entry);
      if (!isPromise(message)) return put(message, entry);
      const done = message.then((ready) => {
        pending.delete(done);
        if (entries.includes(entry)) put(ready, entry);
      });
      pending.add(done);
    },
    outputs: () => entries.flatMap(({ output }) => output ?? []),
    settled: () => (pending.size > 0 ? settleAll(pending) : undefined),
  };
}

async function settleAll(pending: Set<Promise<void>>): Promise<void> {
  while (pending.size > 0) await Promise.all(pending);
}

function contentOf({ content }: Message): Record<string, unknown> {
  return content instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(content)) : content;
}

/** Gives an entry its output; an update or the rest of a stream goes into an earlier entry instead. */
function fill(
  entries: Entry[],
  entry: Entry,
  { type, content }: { type: string; content: Record<string, unknown> },
): void {
  const { transient, ...rest } = content;
  const id = (transient as { display_id?: string } | undefined)?.display_id;
  if (type === "update_display_data") {
    const named = entries.find((each) => id !== undefined && each !== entry && each.id === id);
    if (named) entries.splice(entries.indexOf(entry), 1);
    Object.assign(named ?? entry, { id, output: { output_type: "display_data", ...rest } });
    return;
  }
  const before = entries[entries.indexOf(entry) - 1];
  if (type === "stream" && before?.output?.output_type === type && before.output.name === rest.name) {
    before.output = { ...before.output, text: `${before.output.text}${rest.text}` };
    entries.splice(entries.indexOf(entry), 1);
    return;
  }
  Object.assign(entry, id === undefined ? {} : { id }, { output: { output_type: type, ...rest } });
}
