/** A sign in shared memory by which the runner's main thread tells its watchdog that text waits to be sent. */
export interface WaitingSign {
  isSet: boolean;
  /** Settles when it is set; for the other thread. */
  whenSet(): Promise<void>;
}

/** Not in the declared types of ES2023 yet; all of Node's versions have it. */
interface WaitAsync {
  waitAsync(cell: Int32Array, index: number, value: number): { value: unknown };
}

/** A view of the sign that lies in four bytes of shared memory. */
export function waitingSign(memory: SharedArrayBuffer): WaitingSign {
  const cell = new Int32Array(memory);
  return {
    get isSet() {
      return Atomics.load(cell, 0) === 1;
    },
    set isSet(value) {
      Atomics.store(cell, 0, Number(value));
      if (value) Atomics.notify(cell, 0);
    },
    async whenSet() {
      await (Atomics as unknown as WaitAsync).waitAsync(cell, 0, 0).value;
    },
  };
}
