/** The process of the language, started by language-process.ts. It ends with its host. */
import { createLanguage } from "./language.ts";
import type { Call, Reply } from "./language-process.ts";

const language = createLanguage(process.cwd());
process.on("disconnect", () => process.exit());
process.on("message", ({ id, method, values }: Call) => {
  const reply = (message: Reply) => process.send?.(message, undefined, undefined, () => {});
  try {
    const call = language[method] as (...values: unknown[]) => unknown;
    reply({ id, value: call(...values) });
  } catch (error) {
    reply({ id, failure: String((error as Error).stack) });
  }
});
