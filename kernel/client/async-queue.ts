/** Values that come when they come, read in order by one reader. */
export interface AsyncQueue<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** Ends the reading after what was pushed; with an error, by throwing it. */
  end(error?: Error): void;
}

export function asyncQueue<T>(): AsyncQueue<T> {
  const values: T[] = [];
  let ended: { error: Error | undefined } | undefined;
  let wake = () => {};
  return {
    push(value) {
      values.push(value);
      wake();
    },
    end(error) {
      ended ??= { error };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        while (values.length > 0) yield values.shift()!;
        if (ended?.error) throw ended.error;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
