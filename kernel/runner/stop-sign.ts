/** How far the runner's main thread has come with an interrupt; its watchdog reads it from another thread. */
export interface StopSign {
  state: "clear" | "requested" | "seen";
}

const states = ["clear", "requested", "seen"] as const;

/** A view of the sign that lies in shared memory. */
export function stopSign(memory: SharedArrayBuffer): StopSign {
  const cell = new Int32Array(memory);
  return {
    get state() {
      return states[Atomics.load(cell, 0)] as StopSign["state"];
    },
    set state(value) {
      Atomics.store(cell, 0, states.indexOf(value));
    },
  };
}
