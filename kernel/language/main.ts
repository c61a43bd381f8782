/** The process of the language, started by language-process.ts where there is no snapshot. */
import { createLanguage } from "./language.ts";
import { serve } from "./serve.ts";

serve(createLanguage(process.cwd()));
