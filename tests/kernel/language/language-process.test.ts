import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeSnapshot, snapshotPath } from "../../../kernel/language/snapshot.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { openSession, sleep } from "../notebook-session.ts";

/** The process ids of this test's language processes. */
function languages(): { pid: number; command: string }[] {
  const list = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });
  return list
    .split("\n")
    .filter((line) => line.includes("language/main.js"))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line }));
}

describe("the language's process", () => {
  it("is replaced when it dies, and the next one knows the same names", async () => {
    const session = openSession();
    await session.execute("interface Kept { a: number } const kept: Kept = { a: 1 };");
    process.kill(languages()[0].pid, "SIGKILL");
    assert.equal(await session.value("const again: Kept = kept; again.a"), "1");
    assert.match((await session.error("kept.b")).evalue, /Property 'b' does not exist on type 'Kept'/);
    await session.close();
  });
  it("is not started over and over where it cannot start, and knows the names once it can", async () => {
    const session = openSession();
    await session.execute("const kept = 1;");
    renameSync(session.cwd, `${session.cwd}-away`);
    process.kill(languages()[0].pid, "SIGKILL");
    assert.equal((await session.error("kept")).evalue, "The language's process has ended");
    renameSync(`${session.cwd}-away`, session.cwd);
    await sleep(50);
    assert.deepEqual(languages(), []);
    assert.equal(await session.value("kept + 1"), "2");
    await session.close();
  });
});

describe("the language's snapshot", () => {
  const cache = temporaryFolder();
  before(async function () {
    this.timeout(240_000);
    process.env.NOISEBOOK_CACHE = cache;
    process.env.NOISEBOOK_SNAPSHOT = "on";
    const [code] = await once(makeSnapshot(), "exit");
    assert.equal(code, 0);
  });
  after(() => {
    process.env.NOISEBOOK_SNAPSHOT = "off";
    delete process.env.NOISEBOOK_CACHE;
  });

  it("is used when it is there, and does all that the plain process does", async function () {
    if (process.env.NODE_V8_COVERAGE) return this.skip();
    const session = openSession();
    assert.equal(await session.value("const a = 1; a + 1"), "2");
    assert.match(languages()[0].command, /--snapshot-blob/);
    assert.match((await session.error("a.x")).evalue, /TS2339/);
    assert.equal(
      await session.value("import { sep } from 'node:path'; typeof process.pid + sep"),
      "'number/'",
    );
    assert.equal(
      await session.value("import { displaySymbol } from 'noisebook'; typeof displaySymbol"),
      "'symbol'",
    );
    const { matches } = await session.interpreter.complete("slid", 4);
    assert.equal(matches[0].text, "slider");
    await session.close();
  });
  it("is left aside and removed when it does not work", async function () {
    if (process.env.NODE_V8_COVERAGE) return this.skip();
    mkdirSync(dirname(snapshotPath()), { recursive: true });
    writeFileSync(snapshotPath(), "not a snapshot");
    const session = openSession();
    assert.equal(await session.value("1 + 1"), "2");
    assert.ok(!existsSync(snapshotPath()));
    await session.close();
  });
});
