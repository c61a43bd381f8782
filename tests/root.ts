import { fileURLToPath } from "node:url";

/** The project's folder; tests run from dist/tests. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

// What tests run does not belong into the history of whoever runs them.
process.env.NOISEBOOK_HISTORY ??= "off";
