/** Loaded first into each process of a kernel: on SIGUSR2 it collects its garbage and writes down what is left. */
const { writeFileSync, renameSync } = require("node:fs");
const { join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const folder = process.env.NOISEBOOK_SOAK_MEMORY;

process.on("SIGUSR2", () => {
  // Twice: V8 takes the buffers that a first collection frees off its count of external memory only in the next.
  collect();
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const file = join(folder, `${process.pid}.json`);
  // Whole at once: the test waits for the file.
  writeFileSync(`${file}.part`, JSON.stringify({ rss, held: heapUsed + external }));
  renameSync(`${file}.part`, file);
});
