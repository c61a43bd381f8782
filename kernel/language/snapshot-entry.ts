/** Runs while a start-up snapshot is made: loads TypeScript, parses the types that notebooks need, and stops there. */
import { join } from "node:path";
import { startupSnapshot } from "node:v8";
import { createLanguage } from "./language.ts";
import { packageRoot } from "./package-root.ts";
import { serve } from "./serve.ts";

for (const code of ["1", 'import * as noisebook from "noisebook"; process.pid; noisebook']) {
  const language = createLanguage(join(packageRoot, "[snapshot]"));
  language.compile(code, { id: 0, count: 0 });
}
startupSnapshot.setDeserializeMainFunction(() => serve(createLanguage(process.cwd())));
