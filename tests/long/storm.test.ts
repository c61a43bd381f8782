/** A deadline storm: real submissions in the real jail, two workers on a queue in Redis, killed at random. */
import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gradingStorm, stormTable } from "../../cli/bench/grade/storm.ts";
import { stormKinds } from "../../cli/bench/grade/submissions.ts";
import type { Grade } from "../../grader/grade.ts";
import { startRedis } from "../grader/queue/redis-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { skipOrFail } from "./npm-folder.ts";

describe("a deadline storm", function () {
  this.timeout(60 * 60_000);

  it("loses no submission and records none twice though workers are killed, and grades again to the same bytes", async function () {
    const redis = await startRedis();
    if (!redis)
      return skipOrFail(
        this,
        "Cannot test grading on Redis: there is no redis-server or valkey-server; apt-get install redis-server",
      );
    const count = Number(process.env.NOISEBOOK_STORM ?? 12);
    const folder = temporaryFolder();
    const options = { url: redis!.url, folder, out: "graded", seed: 2026 };
    try {
      const first = await gradingStorm({ ...options, count, kills: Math.ceil(count / 10) });
      if (process.env.NOISEBOOK_STORM) console.log(stormTable(first));
      assert.deepEqual([first.graded, first.problems], [count, 0]);
      assert.equal(first.kills, Math.ceil(count / 10), "no worker was killed");
      assert.equal(new Set(first.recorded).size, count, "one was lost");
      assert.equal(first.recorded.length, count, "one was recorded twice");
      // A part of a large one is enough to see that the same bytes come again.
      const submissions = join(folder, "submissions");
      const names = readdirSync(submissions).sort();
      for (const name of names.slice(60)) rmSync(join(submissions, name));
      const again = await gradingStorm({ ...options, count, kills: 0, round: "again" });
      assert.equal(again.graded, Math.min(count, 60));
      assert.equal(Object.keys(again.bytes).length, count);
      for (const name of Object.keys(again.bytes)) assert.equal(again.bytes[name], first.bytes[name], name);
      const scores = Object.values(first.bytes).map(
        (text) => (JSON.parse(text) as { grade: Grade }).grade.score,
      );
      assert.deepEqual(
        [...new Set(scores)].sort((a, b) => a - b),
        [0, 8, 10],
      );
      assert.equal(scores.filter((score) => score === 10).length, right(count));
    } finally {
      await redis!.stop();
    }
  });
});

/** How many of so many submissions are right. */
const right = (count: number) =>
  Array.from({ length: count }, (_, at) => stormKinds[at % stormKinds.length]).filter((kind) => kind === "r")
    .length;
