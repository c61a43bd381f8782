/** The kernel that Jupyter starts: `node main.js CONNECTION_FILE [--engine NAME]`. */
import { parseArgs } from "node:util";
import { serve } from "./host/serve.ts";
import type { StartInterpreter } from "./interpreter.ts";

/** The interpreters there are; each is loaded only when it is used. */
const engines = new Map<string, () => Promise<StartInterpreter>>([
  ["typescript", async () => (await import("./typescript-interpreter.ts")).startTypeScript],
]);

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
await serve(connectionFile, await load());
