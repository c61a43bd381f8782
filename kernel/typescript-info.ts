/** What the kernel says of itself and of TypeScript. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { LanguageInfo } from "./interpreter.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

export const info: LanguageInfo = {
  implementation: "noisebook",
  implementation_version: version,
  banner: `Noisebook ${version}: TypeScript with types that are checked before a cell runs`,
  language_info: {
    name: "typescript",
    version: typescriptVersion(),
    mimetype: "application/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
};

/** Read from its package: loading the compiler here would take longer than the kernel's whole start. */
function typescriptVersion(): string {
  const path = createRequire(import.meta.url).resolve("typescript/package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}
