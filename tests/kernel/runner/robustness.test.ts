import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { renameSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSession, sleep } from "../notebook-session.ts";

/** A process that has ended but that nobody has waited for is dead too. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

describe("the runner's process", () => {
  const deaths: Record<string, string> = {
    "out of memory": "const hog: unknown[] = []; for (;;) hog.push(new Array(1e5).fill(Math.random()))",
    "a kill": "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})",
    "an abort of native code": "process.abort()",
  };
  for (const [name, code] of Object.entries(deaths))
    it(`is replaced after ${name}, and the cell says that the state is lost`, async () => {
      process.env.NOISEBOOK_HEAP_MB = "60";
      const session = openSession();
      delete process.env.NOISEBOOK_HEAP_MB;
      await session.execute("const before = 1");
      const error = await session.error(code);
      assert.equal(error.ename, "StateLost");
      assert.match(error.evalue, /All variables are lost/);
      if (name === "out of memory") assert.match(error.evalue, /ran out of memory/);
      assert.equal(session.text("stderr"), "");
      const start = performance.now();
      assert.equal(await session.value("1 + 1"), "2");
      assert.ok(performance.now() - start < 10_000);
      assert.match((await session.error("before")).evalue, /Cannot find name 'before'/);
      await session.close();
    });
  it("tells when it dies between cells", async () => {
    const session = openSession();
    await session.execute("setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20); void 0", {
      origin: "killer",
    });
    await sleep(300);
    assert.ok(
      session.outputs.some(
        ({ type, origin, content }) =>
          type === "error" && origin === "killer" && content.ename === "StateLost",
      ),
    );
    assert.equal(await session.value("1 + 1"), "2");
    await session.close();
  });
  it("says that it cannot start in a folder that is gone, and starts once that is back", async () => {
    const session = openSession();
    await session.execute("const before = 1");
    renameSync(session.cwd, `${session.cwd}-away`);
    assert.equal((await session.error("process.kill(process.pid, 'SIGKILL'); await 0")).ename, "StateLost");
    const { evalue } = await session.error("1 + 1");
    assert.ok(
      evalue.startsWith(`The notebook's process cannot be started in ${session.cwd} (ENOENT). `),
      evalue,
    );
    renameSync(`${session.cwd}-away`, session.cwd);
    assert.equal(await session.value("1 + 1"), "2");
    await session.close();
  });
  it("says that it cannot start where no more files may be opened, and starts once they may", function () {
    if (process.platform === "win32") return this.skip(); // Only a Unix shell limits open files.
    const main = fileURLToPath(new URL("./crowded-host.js", import.meta.url));
    const limited = ["-c", 'ulimit -n 100; exec "$0" "$1"', process.execPath, main];
    const { stdout, stderr } = spawnSync("sh", limited, { encoding: "utf8", timeout: 50_000 });
    const [before, lost, refused, after] = stdout.split("\n");
    assert.deepEqual([before, after], ["2", "6"], stderr);
    assert.match(lost!, /All variables are lost/);
    assert.match(refused!, /^The notebook's process cannot be started in .* \(EMFILE\)\. /);
  });
  it("is ended with its children when the notebook stops", async () => {
    const session = openSession();
    const pids = await session.value(
      "import { spawn, spawnSync } from 'node:child_process'; const child = spawn('sleep', ['1000']); `${process.pid} ${child.pid}`",
    );
    await session.close();
    await sleep(50);
    for (const pid of String(pids).replaceAll("'", "").split(" ")) assert.ok(!isAlive(Number(pid)), pid);
  });
  for (const [name, code] of Object.entries({
    waiting: "await new Promise(() => {})",
    busy: "while (true) {}",
  }))
    it(`ends when its host dies, ${name}`, async () => {
      const main = fileURLToPath(new URL("./orphan-host.js", import.meta.url));
      const host = spawn(process.execPath, [main, code], { stdio: ["ignore", "pipe", "inherit"] });
      const [line] = await once(host.stdout, "data");
      const pids = String(line).trim().split(" ").map(Number);
      assert.equal(pids.length, 2);
      await sleep(100);
      host.kill("SIGKILL");
      await once(host, "exit");
      await sleep(500);
      for (const pid of pids) assert.ok(!isAlive(pid), `process ${pid} is still alive`);
    });
});
