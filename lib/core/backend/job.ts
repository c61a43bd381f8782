/** The words of memory by which the main thread gives its threads work. */
export const word = {
  /** Goes up by one with each job; threads wait for it to change. */
  number: 0,
  /** Threads that have not finished the job. */
  pending: 1,
  /** What `run` is called with: kernel, arguments, parts, scratch memory, and how far apart the parts' scratch lies. */
  kernel: 2,
  args: 3,
  parts: 4,
  scratch: 5,
  stride: 6,
  /** Threads that wait for work. */
  ready: 7,
  /** 1 once a kernel has failed on a thread. */
  failed: 8,
} as const;

export const wordCount = 9;

/** The module's one function. */
export type Run = (kernel: number, args: number, part: number, parts: number, scratch: number) => void;

/** What a thread starts with. */
export interface ThreadData {
  program: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Where the words of the job lie. */
  job: number;
  part: number;
}

/** Looks this often before it goes to sleep: a new job mostly follows within microseconds. */
const looks = 4000;

/**
 * Waits until a word no longer has a value.
 *
 * @param patience Milliseconds that one sleep may last.
 * @returns Whether the word has changed; false when the sleep ended first.
 */
export function waitWhile(words: Int32Array, index: number, value: number, patience = Infinity): boolean {
  for (let look = 0; look < looks; look++) if (Atomics.load(words, index) !== value) return true;
  while (Atomics.load(words, index) === value)
    if (Atomics.wait(words, index, value, patience) === "timed-out") return false;
  return true;
}
