/** Merges what a cell prints line by line into fewer messages, without changing the order of anything. */
import type { Output } from "../interpreter.ts";

/** A message is sent when it is this long (bytes of JSON), or this old (milliseconds). */
const longest = 65_536;
const oldest = 20;

export interface StreamMerger {
  put(output: Output): void;
  flush(): void;
}

interface Text {
  name: string;
  text: string;
}

export function mergeStreams(send: (output: Output) => void): StreamMerger {
  let merged: { origin: string; name: string; parts: string[]; length: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!merged) return;
    const { origin, name, parts } = merged;
    merged = undefined;
    send({ origin, type: "stream", content: { name, text: parts.join("") } });
  };
  return {
    put(output) {
      if (output.type !== "stream") {
        flush();
        send(output);
        return;
      }
      const { origin } = output;
      const { name, text } = textOf(output);
      if (merged && (merged.origin !== origin || merged.name !== name)) flush();
      merged ??= { origin, name, parts: [], length: 0 };
      merged.parts.push(text);
      merged.length += text.length;
      timer ??= setTimeout(flush, oldest);
      if (merged.length > longest) flush();
    },
    flush,
  };
}

function textOf({ content }: Output): Text {
  return (
    content instanceof Uint8Array ? JSON.parse(Buffer.from(content).toString("utf8")) : content
  ) as Text;
}
