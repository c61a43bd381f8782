/** Every lesson through `noisebook run`, without Python, with its solutions filled in. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readNotebook } from "../../kernel/notebook/nbformat.ts";
import { buildLesson, lessonNames, notebookText } from "../../lessons/build.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { assertSolved } from "./lesson-notebook.ts";
import { isFourth, whole } from "./whole.ts";

describe("every lesson, run by noisebook with its solutions", function () {
  // A lesson is to take two minutes at most on a quiet machine; this is only for one that hangs.
  this.timeout(600_000);
  const folder = temporaryFolder();

  // nbclient runs the fourths.
  for (const [at, lesson] of lessonNames().entries())
    (whole || !isFourth(at) ? it : it.skip)(`${lesson} runs to its end, and every check passes`, async () => {
      const path = join(folder, `${lesson}.ipynb`);
      writeFileSync(path, notebookText(buildLesson(lesson, { solutions: true })));
      const start = performance.now();
      const command = [join(root, "dist/cli/main.js"), "run", path, "--allow-errors"];
      await promisify(execFile)(process.execPath, command, { cwd: folder });
      console.log(`      ${((performance.now() - start) / 1000).toFixed(0)} s`);
      assertSolved((await readNotebook(path)).notebook);
    });
});
