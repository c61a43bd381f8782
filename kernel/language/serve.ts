import type { Call, Reply } from "./calls.ts";
import type { Language } from "./language.ts";

/** Answers the host's calls, until the host has gone. */
export function serve(language: Language): void {
  const reply = (message: Reply) => process.send?.(message, undefined, undefined, () => {});
  process.on("disconnect", () => process.exit());
  process.on("message", ({ id, method, values }: Call) => {
    try {
      const call = language[method] as (...values: unknown[]) => unknown;
      reply({ id, value: call(...values) });
    } catch (error) {
      reply({ id, failure: String((error as Error).stack) });
    }
  });
}
