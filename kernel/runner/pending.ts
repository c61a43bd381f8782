/** Promises that wait for a word from another process, by name. */
export interface Pending {
  wait<T>(name: string): Promise<T>;
  /** Settles the promises of a name, if there are any. */
  settle(name: string, value?: unknown): void;
  /** Settles all whose word will never come. */
  settleAll(value?: unknown): void;
}

export function createPending(): Pending {
  let waiting: { name: string; resolve: (value: never) => void }[] = [];
  const settle = (isMeant: (name: string) => boolean, value: unknown) => {
    const meant = waiting.filter(({ name }) => isMeant(name));
    waiting = waiting.filter(({ name }) => !isMeant(name));
    for (const { resolve } of meant) resolve(value as never);
  };
  return {
    wait: (name) =>
      new Promise((resolve) => {
        waiting.push({ name, resolve });
      }),
    settle: (name, value) => settle((each) => each === name, value),
    settleAll: (value) => settle(() => true, value),
  };
}
