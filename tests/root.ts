import { fileURLToPath } from "node:url";

/** The project's folder; tests run from dist/tests. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
