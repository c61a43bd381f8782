/** Loaded first into each process of a kernel: on SIGUSR2 it writes down what the process keeps when it may rest. */
const { writeFileSync, renameSync } = require("node:fs");
const { Session } = require("node:inspector");
const { join } = require("node:path");
// The runner makes its own setImmediate of the global one, and an interrupt clears what waits there.
const { setImmediate } = require("node:timers");

const folder = process.env.NOISEBOOK_SOAK_MEMORY;
const session = new Session();
session.connect();

/**
 * Not what `gc()` does: V8 also gives back the pages that it holds for later and shrinks its young space, as it does by
 * itself in a process that has had nothing to do for a minute.
 */
function collect(then) {
  // A collection that is asked for in the answer to another is never answered.
  session.post("HeapProfiler.collectGarbage", () => setImmediate(then));
}

process.on("SIGUSR2", () => {
  // Twice: V8 takes the buffers that a first collection frees off its count of external memory only in the next.
  collect(() => collect(report));
});

function report() {
  const { rss, heapUsed, external } = process.memoryUsage();
  const file = join(folder, `${process.pid}.json`);
  // Whole at once: the test waits for the file.
  writeFileSync(`${file}.part`, JSON.stringify({ rss, held: heapUsed + external }));
  renameSync(`${file}.part`, file);
}
