/** A thread that does its part of each job, for as long as the process lives. */
import { workerData } from "node:worker_threads";
import { type Run, type ThreadData, waitWhile, word, wordCount } from "./job.ts";

const { program, memory, job, part } = workerData as ThreadData;
const { run } = new WebAssembly.Instance(program, { env: { memory } }).exports as { run: Run };
const words = new Int32Array(memory.buffer, job, wordCount);

let number = Atomics.load(words, word.number);
Atomics.add(words, word.ready, 1);
for (;;) {
  waitWhile(words, word.number, number);
  number = Atomics.load(words, word.number);
  const scratch = words[word.scratch] + part * words[word.stride];
  try {
    run(words[word.kernel], words[word.args], part, words[word.parts], scratch);
  } catch (error) {
    Atomics.store(words, word.failed, 1);
    throw error;
  } finally {
    if (Atomics.sub(words, word.pending, 1) === 1) Atomics.notify(words, word.pending);
  }
}
