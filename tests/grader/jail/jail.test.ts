import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { type JailOptions, openJail, refuseWithoutJail } from "../../../grader/jail/jail.ts";

/** Runs JavaScript in a jail; what it prints, and how it ended. */
async function jailed(code: string, { limits, ...options }: Partial<JailOptions> = {}) {
  const jail = await openJail([process.execPath, "-e", code], {
    readable: [dirname(dirname(process.execPath)), ...(options.readable ?? [])].filter(
      (path) => path !== "/usr",
    ),
    ...options,
    limits: { seconds: 20, memory: 2 ** 29, processes: 32, ...limits },
  });
  jail.input.end();
  const [printed, ended] = await Promise.all([text(jail.output), jail.ended]);
  return { printed, ...ended };
}

describe("openJail()", () => {
  before(async function () {
    try {
      await jailed("");
    } catch (error) {
      if (process.env["CI"]) throw error;
      console.log((error as Error).message);
      this.skip();
    }
  });

  it("runs a program and gives what it prints and how it ended", async () => {
    const { printed, status, errors } = await jailed(
      "console.log(6 * 7); console.error('careful'); process.exit(3)",
    );
    assert.deepEqual([printed, status, errors], ["42\n", 3, "careful\n"]);
  });

  it("hides a folder among the system's, but for what is readable in it, and lets nobody write there", async () => {
    const { printed } = await jailed(
      `const fs = require("fs");
      const write = (path) => { try { fs.writeFileSync(path, ""); return "written"; } catch (error) { return error.code; } };
      console.log(JSON.stringify([fs.readdirSync("/usr/share"), fs.readdirSync("/usr/share/doc").length > 0, write("/usr/share/new")]));`,
      { hidden: ["/usr/share", "/elsewhere"], readable: ["/usr/share/doc"] },
    );
    assert.deepEqual(JSON.parse(printed), [["doc"], true, "EROFS"]);
  });

  it("shows nothing of the environment, the home or other files", async () => {
    process.env["SECRET"] = "hidden seed";
    const folder = mkdtempSync(join(tmpdir(), "submissions-"));
    writeFileSync(join(folder, "other.ipynb"), "someone else's");
    try {
      const { printed } = await jailed(`
        const fs = require("fs");
        const look = (path) => { try { return fs.readdirSync(path).length; } catch (error) { return error.code; } };
        console.log(JSON.stringify([Object.keys(process.env).sort(), look(${JSON.stringify(folder)}), look("/root"), look("/home"), look("/etc/shadow"), fs.readdirSync("/tmp").length, process.cwd()]));
      `);
      assert.deepEqual(JSON.parse(printed), [
        ["HOME", "PATH", "PWD"],
        "ENOENT",
        "ENOENT",
        "ENOENT",
        "ENOENT",
        0,
        "/work",
      ]);
    } finally {
      delete process.env["SECRET"];
      rmSync(folder, { recursive: true });
    }
  });

  it("reaches no network, not even this machine's", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const { printed } = await jailed(`
      require("net").connect(${port}, "127.0.0.1").on("connect", () => console.log("in")).on("error", (error) => console.log(error.code));
      require("dns").lookup("example.org", (error) => console.log(error.code));
    `);
    server.close();
    assert.deepEqual(printed.trim().split("\n").sort(), ["EAI_AGAIN", "ECONNREFUSED"].sort());
  });

  it("lets the program write to /work and /tmp alone, and no more than the disk holds", async () => {
    const { printed } = await jailed(
      `
      const fs = require("fs");
      const write = (path, size) => { try { fs.writeFileSync(path, Buffer.alloc(size)); return "ok"; } catch (error) { return error.code; } };
      console.log([write("/work/a", 10), write("/tmp/a", 10), write("/usr/a", 10), write("/a", 10), write("/work/big", 2 ** 24)].join());
    `,
      { limits: { disk: 2 ** 20 } },
    );
    const [work, tmp, usr, , big] = printed.trim().split(",");
    assert.deepEqual([work, tmp, usr, big], ["ok", "ok", "EROFS", "ENOSPC"]);
    assert.ok(!existsSync("/a"));
  });

  it("gives files in the place of those that may not be read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lesson-"));
    writeFileSync(join(folder, "solution.txt"), "the answer");
    const path = join(folder, "solution.txt");
    const { printed } = await jailed(
      `console.log(require("fs").readFileSync(${JSON.stringify(path)}, "utf8"))`,
      {
        readable: [folder],
        files: { [path]: "not here" },
      },
    );
    rmSync(folder, { recursive: true });
    assert.equal(printed, "not here\n");
  });

  it("stops an endless loop", async () => {
    const { status, exceeded } = await jailed("for (;;);", { limits: { seconds: 1 } });
    assert.deepEqual([status, exceeded], [null, "time"]);
  });

  it("stops what has used more of the processors than it may, long before its time by the clock is over", async () => {
    const { exceeded } = await jailed("for (;;);", { limits: { seconds: 600, processorSeconds: 1 } });
    assert.equal(exceeded, "time");
  });

  it("stops what waits for ever, which uses no processor", async () => {
    const { exceeded } = await jailed("setInterval(() => {}, 1000)", { limits: { seconds: 1 } });
    assert.equal(exceeded, "time");
  });

  it("stops a flood of output", async () => {
    const { exceeded } = await jailed("for (;;) require('fs').writeSync(1, 'x'.repeat(65536));", {
      limits: { output: 2 ** 20 },
    });
    assert.equal(exceeded, "output");
  });

  it("stops a memory bomb", async () => {
    const { exceeded, status } = await jailed(
      "const kept = []; for (;;) kept.push(Buffer.alloc(2 ** 24, 1));",
      {
        limits: { memory: 2 ** 28 },
      },
    );
    assert.equal(exceeded, "memory");
    assert.notEqual(status, 0);
  });

  it("stops a fork bomb, and leaves none of its processes", async () => {
    const { printed, exceeded } = await jailed(
      `
      const { spawn } = require("child_process");
      let failed = 0;
      for (let i = 0; i < 500; i++) spawn("sleep", ["60"]).on("error", () => failed++);
      setTimeout(() => { console.log(failed); process.exit(); }, 1000);
    `,
      { limits: { processes: 40 } },
    );
    assert.ok(Number(printed) > 450, printed);
    assert.equal(exceeded, "processes");
  });

  /** The control groups that a grader has made. */
  const groupsOf = (grader: number) =>
    execFileSync("find", ["/sys/fs/cgroup", "-type", "d", "-name", `noisebook-*-${grader}-*`], {
      encoding: "utf8",
    })
      .split("\n")
      .filter(Boolean);

  it("leaves no control group behind", () => {
    assert.deepEqual(groupsOf(process.pid), []);
  });

  it("removes what a grader left behind that was killed", async () => {
    const module = new URL("../../../grader/jail/jail.js", import.meta.url).href;
    const waiting = `const jail = await (await import(${JSON.stringify(module)})).openJail(["/bin/sleep", "100"], { readable: [] });
      console.log("begun"); await jail.ended;`;
    const killed = spawn(process.execPath, ["--input-type=module", "-e", waiting], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(killed.stdout!, "data");
    const left = groupsOf(killed.pid!);
    assert.ok(left.length > 0);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    // The kernel takes a moment to bury the jail's processes; each new jail tries again.
    for (let round = 0; round < 50 && groupsOf(killed.pid!).length > 0; round++) await jailed("");
    assert.deepEqual(groupsOf(killed.pid!), []);
  });

  it("has no capability and cannot become another user", async () => {
    const { printed } = await jailed(`
      const status = require("fs").readFileSync("/proc/self/status", "utf8");
      console.log(/CapEff:\\s*(\\w+)/.exec(status)[1], /NoNewPrivs:\\s*(\\d)/.exec(status)[1], process.getuid());
    `);
    assert.equal(printed, "0000000000000000 1 65534\n");
  });

  it("can make no namespace in which it would have capabilities again", async function () {
    // Older ones cannot forbid it.
    const version = execFileSync("bwrap", ["--version"], { encoding: "utf8" });
    if (/ 0\.[0-7]\./.test(version)) this.skip();
    const { printed } = await jailed(
      'console.log(require("child_process").spawnSync("unshare", ["--user", "--map-root-user", "true"]).status === 0);',
    );
    assert.equal(printed, "false\n");
  });

  it("says what to install where there is no bubblewrap, and starts nothing", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = "/nowhere";
    try {
      await assert.rejects(
        jailed("console.log(1)"),
        /bubblewrap is not installed.*apt-get install bubblewrap/,
      );
      await assert.rejects(refuseWithoutJail(), /Cannot grade safely/);
    } finally {
      process.env["PATH"] = path;
    }
  });
});
