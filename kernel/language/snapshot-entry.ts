/** Runs while a start-up snapshot is made: loads TypeScript, parses the types that notebooks need, and stops there. */
import { join } from "node:path";
import { startupSnapshot } from "node:v8";
import { createLanguage } from "./language.ts";
import { packageRoot } from "./package-root.ts";
import { rehearse } from "./rehearse.ts";
import { serve } from "./serve.ts";

// Not @types/node: it would make every start slower and every kernel larger by 70 MB, and many notebooks do without.
rehearse(createLanguage(join(packageRoot, "[snapshot]")));
startupSnapshot.setDeserializeMainFunction(() => serve(createLanguage(process.cwd())));
