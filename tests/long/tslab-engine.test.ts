/** Cells run by tslab's own converter and executor, behind our protocol. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { startTslab } from "../../kernel/tslab/tslab-interpreter.ts";
import { openSession, type Session, sleep } from "../kernel/notebook-session.ts";
import { root } from "../root.ts";

/** The node_modules of a folder where tslab is, fetched once. */
function tslabModules(test: Mocha.Context): string {
  const folder = join(root, ".noisebook", "peers", "tslab-package-1.0.22");
  const modules = join(folder, "node_modules");
  if (existsSync(join(modules, "tslab", "package.json"))) return modules;
  try {
    const words = ["install", "--prefix", folder, "--no-audit", "--no-fund", "tslab@1.0.22"];
    execFileSync("npm", words, { stdio: ["ignore", "ignore", "pipe"], shell: process.platform === "win32" });
  } catch (error) {
    const sentence = `Cannot test tslab's engine: ${(error as Error).message}`;
    if (process.env.CI) throw new Error(sentence, { cause: error });
    console.log(sentence);
    test.skip();
  }
  return modules;
}

describe("tslab's engine", () => {
  let session: Session;
  const open = () => openSession(undefined, startTslab);
  before(function () {
    const modules = tslabModules(this);
    session = open();
    symlinkSync(modules, join(session.cwd, "node_modules"));
  });
  after(() => session?.close());

  it("runs TypeScript, and gives results, text and displays", async () => {
    assert.equal(await session.value("const n: number = 20; n + 1"), "21");
    await session.value(
      'import { display } from "tslab"; console.log("printed"); display.html("<b>shown</b>");',
    );
    assert.equal(session.text(), "printed\n");
    const shown = session.outputs.find(({ type }) => type === "display_data");
    assert.deepEqual(shown?.content.data, { "text/html": "<b>shown</b>" });
    assert.equal(
      await session.value("await new Promise((resolve) => setTimeout(() => resolve(n), 5))"),
      "20",
    );
  });

  it("gives errors as errors", async () => {
    const thrown = await session.error('throw new RangeError("too far")');
    assert.deepEqual([thrown.ename, thrown.evalue], ["RangeError", "too far"]);
    const typed = await session.error("const s: string = 1;");
    assert.deepEqual(typed.ename, "TypeScriptError");
    assert.match(typed.evalue, /^1:7 - Type 'number' is not assignable to type 'string'/);
  });

  it("completes, inspects and knows when code is complete", async () => {
    const { matches } = await session.interpreter.complete("Math.sq", 7);
    assert.ok(matches.some(({ text }) => text === "sqrt"));
    const found = await session.interpreter.inspect("n", 1, 0);
    assert.match(String(found?.data["text/plain"]), /^const n: number/);
    assert.equal((await session.interpreter.isComplete("for (;;) {")).status, "incomplete");
    assert.equal((await session.interpreter.isComplete("1 + 1")).status, "complete");
  });

  it("is interrupted in a loop and in an await, and keeps its state", async () => {
    for (const code of ["while (true) {}", "await new Promise(() => {})"]) {
      const ended = session.error(code);
      await sleep(1000);
      await session.interpreter.interrupt();
      await ended;
      assert.equal(await session.value("n"), "20");
    }
  });

  it("says that the state is lost when its process has ended", async () => {
    const { evalue } = await session.error("process.exit()");
    assert.match(evalue, /All variables are lost/);
    assert.match((await session.error("n")).evalue, /Cannot find name 'n'/);
  });

  it("says what to do where tslab is not installed", async () => {
    const without = open();
    const { evalue } = await without.error("1 + 1");
    assert.equal(
      evalue,
      `Cannot run cells by tslab: it is not installed; run "npm install tslab" in ${without.cwd}`,
    );
    await without.close();
  });
});
