import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { refuseWithoutJail } from "../../../grader/jail/jail.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { jailed, needsJail } from "./jailed.ts";

describe("openJail()", () => {
  before(needsJail);

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

  it("hides it also where the folder around it is made readable", async () => {
    const { printed } = await jailed('console.log(require("fs").readdirSync("/usr/share").join())', {
      hidden: ["/usr/share"],
      readable: ["/usr", "/usr/share/doc"],
    });
    assert.equal(printed, "doc\n");
  });

  it("shows nothing of the environment, the home or other files", async () => {
    process.env.SECRET = "hidden seed";
    const folder = temporaryFolder();
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
      delete process.env.SECRET;
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
    const folder = temporaryFolder();
    writeFileSync(join(folder, "solution.txt"), "the answer");
    const path = join(folder, "solution.txt");
    const { printed } = await jailed(
      `console.log(require("fs").readFileSync(${JSON.stringify(path)}, "utf8"))`,
      {
        readable: [folder],
        files: { [path]: "not here" },
      },
    );
    assert.equal(printed, "not here\n");
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
    const path = process.env.PATH;
    process.env.PATH = "/nowhere";
    try {
      await assert.rejects(
        jailed("console.log(1)"),
        /bubblewrap is not installed.*apt-get install bubblewrap/,
      );
      await assert.rejects(refuseWithoutJail(), /Cannot grade safely/);
    } finally {
      process.env.PATH = path;
    }
  });
});
