/** The kernel that Jupyter starts: `node main.js CONNECTION_FILE [--engine NAME]`. */
import { parseArgs } from "node:util";
import type { StartInterpreter } from "./interpreter.ts";

/** The interpreters there are; each is loaded only when it is used. */
const engines = new Map<string, () => Promise<StartInterpreter>>([
  ["typescript", prepareTypeScript],
  ["tslab", async () => (await import("./tslab/tslab-interpreter.ts")).startTslab],
]);

/** Starts its processes at once. */
async function prepareTypeScript(): Promise<StartInterpreter> {
  const { startProcesses } = await import("./typescript-processes.ts");
  const processes = startProcesses(process.cwd());
  const { interpreterOf } = await import("./typescript-interpreter.ts");
  return (host) => interpreterOf(processes, host);
}

const { values, positionals } = parseArgs({
  options: { engine: { type: "string", default: "typescript" } },
  allowPositionals: true,
});
const [connectionFile] = positionals;
const load = engines.get(values.engine);
if (connectionFile === undefined || positionals.length > 1 || !load) {
  console.error(`Usage: main.js CONNECTION_FILE [--engine ${[...engines.keys()].join("|")}]`);
  process.exit(2);
}
const start = await load();
// Only now: what an engine has to start itself gets ready meanwhile.
const { serve } = await import("./host/serve.ts");
const { historyFolder } = await import("./host/history-files.ts");
await serve(connectionFile, start, { historyFolder: historyFolder() });
