import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { historyFolder, openHistory } from "../../../kernel/host/history-files.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const files = fileURLToPath(new URL("../../../kernel/host/history-files.js", import.meta.url));

describe("openHistory()", () => {
  let folder: string;
  const noLog = (line: string) => assert.fail(line);
  beforeEach(() => {
    folder = join(temporaryFolder(), "history");
  });

  it("remembers what earlier sessions have run, oldest first, with a larger number for each", async () => {
    const first = openHistory(folder, noLog);
    first.add({ line: 1, input: "let é = 1", output: null });
    first.add({ line: 2, input: "é\n", output: "1" });
    await first.saved();
    await delay(2);
    const second = openHistory(folder, noLog);
    second.add({ line: 1, input: "2", output: "2" });
    first.add({ line: 3, input: "last of the first", output: null });
    await first.saved();
    const entries = await second.entries();
    assert.deepEqual(
      entries.map(({ line, input }) => [line, input]),
      [
        [1, "let é = 1"],
        [2, "é\n"],
        [3, "last of the first"],
        [1, "2"],
      ],
    );
    assert.deepEqual(
      entries.map(({ session }) => session),
      [first.session, first.session, first.session, second.session],
    );
    assert.ok(second.session > first.session);
  });

  it("is empty before anything has run", async () => {
    assert.deepEqual(await openHistory(folder, noLog).entries(), []);
  });

  it("loses nothing of several kernels that write at once", async () => {
    const program = `import { openHistory } from ${JSON.stringify(files)};
      const history = openHistory(process.argv[1], (line) => { throw new Error(line); });
      for (let line = 1; line <= 500; line++) {
        history.add({ line, input: process.argv[2] + "x".repeat(line), output: null });
        if (line % 7 === 0) await history.saved();
      }
      await history.saved();`;
    const write = (name: string) =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, folder, name]);
    await Promise.all(["a", "b", "c"].map(write));
    const entries = await openHistory(folder, noLog).entries();
    for (const name of ["a", "b", "c"])
      assert.deepEqual(
        entries.filter(({ input }) => input.startsWith(name)).map(({ input }) => input.length),
        Array.from({ length: 500 }, (_, index) => index + 2),
      );
  });

  it("keeps some millions of bytes, of the newest", async () => {
    const history = openHistory(folder, noLog);
    for (let line = 1; line <= 100; line++) {
      history.add({ line, input: "a".repeat(100_000), output: null });
      await history.saved();
    }
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    assert.ok(bytes > 3e6 && bytes < 5e6, `${bytes}`);
    const lines = (await history.entries()).map(({ line }) => line);
    assert.deepEqual(
      lines,
      Array.from({ length: lines.length }, (_, index) => 101 - lines.length + index),
    );
  });

  it("leaves out a line that was cut short", async () => {
    const history = openHistory(folder, noLog);
    history.add({ line: 1, input: "1", output: null });
    await history.saved();
    appendFileSync(join(folder, readdirSync(folder)[0]), '{"session":1,"li\n');
    assert.equal((await history.entries()).length, 1);
  });

  it("lets only the user read it", async function () {
    if (process.platform === "win32") this.skip();
    const history = openHistory(folder, noLog);
    history.add({ line: 1, input: "secret", output: null });
    await history.saved();
    assert.equal(statSync(folder).mode & 0o077, 0);
    assert.equal(statSync(join(folder, readdirSync(folder)[0])).mode & 0o077, 0);
  });

  it("says once that it cannot write, and remembers this session all the same", async () => {
    const log: string[] = [];
    const history = openHistory(join(files, "no-folder"), (line) => log.push(line));
    for (const line of [1, 2]) {
      history.add({ line, input: "x", output: null });
      await history.saved();
    }
    assert.equal(log.length, 1);
    assert.match(log[0], /^Cannot write the history: /);
    assert.deepEqual(
      (await history.entries()).map(({ session, line }) => [session, line]),
      [1, 2].map((line) => [history.session, line]),
    );
  });
});

describe("historyFolder()", () => {
  it("is in the user's data, or where NOISEBOOK_HISTORY says, or nowhere", () => {
    assert.equal(historyFolder({ XDG_DATA_HOME: "/data" }), join("/data", "noisebook", "history"));
    assert.equal(historyFolder({ NOISEBOOK_HISTORY: "/mine", XDG_DATA_HOME: "/data" }), "/mine");
    assert.equal(historyFolder({ NOISEBOOK_HISTORY: "off" }), undefined);
    assert.ok(historyFolder({})?.endsWith(join("share", "noisebook", "history")));
  });
});
