/** A line of progress: on a terminal it is written over, elsewhere each is a line of its own. */
export interface Progress {
  /** What is being done now; gone again on a terminal when the next comes. */
  show(text: string): void;
  /** A line that stays. */
  keep(text: string): void;
}

/** Writes to standard error unless told otherwise, so that standard output stays free for results. */
export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const clear = stream.isTTY ? "\r\x1b[K" : "";
  return {
    show(text) {
      if (stream.isTTY) stream.write(`${clear}${text.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    keep: (text) => void stream.write(`${clear}${text}\n`),
  };
}
