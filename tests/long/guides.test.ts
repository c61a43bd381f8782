/** What the guides tell their readers to type, typed as it is written, in the folders that they speak of. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type Step, stepsOf } from "./guides/guide.ts";
import { guides, lasting, placeholders, provided, untyped } from "./guides/readers.ts";
import { type Terminal, type, typeUntil } from "./guides/terminal.ts";

describe("the guides", function () {
  this.timeout(600_000);
  const home = temporaryFolder();
  const terminal: Terminal = { folder: home, notes: home, env: environment(home) };

  it("are all pages that have something to type or to run", () => {
    const pages = execFileSync("git", ["ls-files", "--", "*.md"], { cwd: root, encoding: "utf8" });
    const typed = pages
      .trim()
      .split("\n")
      // The lessons' tests run the cells of lessons.
      .filter((page) => !/^lessons\/.*(lesson|start-here)(\.\w+)?\.md$/.test(page))
      .filter((page) => stepsOf(page).length > 0);
    assert.deepEqual(typed.sort(), guides.map(({ page }) => page).sort());
  });

  it("hold all that is listed as not to be typed, or as ending only by Ctrl-C", () => {
    const all = guides.flatMap(({ page }) => stepsOf(page));
    for (const words of [...Object.keys(untyped), ...Object.keys(lasting), ...Object.keys(provided)])
      assert.ok(
        all.some(({ text }) => text.includes(words)),
        `no guide says ${words}`,
      );
  });

  for (const { page, folder = "noisebook" } of guides)
    describe(page, () => {
      before(() => {
        terminal.folder = join(home, folder);
        mkdirSync(terminal.folder, { recursive: true });
      });

      for (const step of stepsOf(page)) {
        const title = `line ${step.line}: ${step.kind === "ts" ? "the cell runs" : step.text.trim()}`;
        const why = valueFor(untyped, step.text);
        if (why) it.skip(`${title} (${why})`);
        else it(title, () => take(step, terminal));
      }
    });
});

/** Does as a guide says; fails with the guide, the line and what was said. */
async function take(step: Step, terminal: Terminal): Promise<void> {
  valueFor(provided, step.text)?.(terminal);
  const command = step.kind === "ts" ? cellCommand(step, terminal.folder) : filled(step.text);
  const until = valueFor(lasting, command, (text, words) => text.endsWith(words));
  const fail = (what: string) => assert.fail(`${step.page}, line ${step.line}: ${step.text}\n${what}`);
  if (until) return typeUntil(terminal, command, until).catch(({ message }: Error) => fail(message));
  const { status, said } = await type(terminal, command);
  if (status !== 0) fail(`it ended with status ${status}: ${said}`);
}

/** Writes a cell into a notebook of its own; gives the command that runs it. */
function cellCommand({ line, text }: Step, folder: string): string {
  const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: null, outputs: [], source: text };
  const name = `line-${line}.ipynb`;
  writeFileSync(
    join(folder, name),
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }),
  );
  return `npx noisebook run ${name}`;
}

/** What a table says of the first of its words that are in a text. */
function valueFor<Value>(
  table: Record<string, Value>,
  text: string,
  isThere = (text: string, words: string) => text.includes(words),
): Value | undefined {
  return Object.entries(table).find(([words]) => isThere(text, words))?.[1];
}

function filled(command: string): string {
  return Object.entries(placeholders).reduce((text, [name, value]) => text.replaceAll(name, value), command);
}

/** A reader's: nothing of this run's own, and a Jupyter folder that is not the user's. */
function environment(home: string): NodeJS.ProcessEnv {
  const own =
    /^(npm_(lifecycle|package|command|execpath|node_execpath|config_local)|NODE_V8_COVERAGE|INIT_CWD|VIRTUAL_ENV)/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const jupyter = Object.fromEntries(
    ["JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR"].map(
      (name) => [name, join(home, "jupyter", name)],
    ),
  );
  const path = process.env.PATH!.split(":").filter((folder) => !folder.includes("node_modules"));
  return { ...Object.fromEntries(kept), ...jupyter, PATH: path.join(":"), CI: "true" };
}
