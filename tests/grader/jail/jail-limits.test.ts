import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { jailed, needsJail } from "./jailed.ts";

describe("limits of openJail()", () => {
  before(needsJail);

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
});
