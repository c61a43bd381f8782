import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noisebook } from "../cli/noisebook.ts";
import { root } from "../root.ts";

describe("noisebook bench lessons LESSON", () => {
  it("measures that lesson alone, and leaves the course's table as it is", async function () {
    this.timeout(600_000);
    const page = () => readFileSync(join(root, "lessons/README.md"), "utf8");
    const before = page();
    const { status, stdout } = await noisebook(["bench", "lessons", "02-forward-noising", "--json"], {
      cwd: tmpdir(),
    });
    const times = JSON.parse(stdout);
    assert.deepEqual(
      [status, times.map(({ lesson, failed }: { lesson: string; failed: boolean }) => [lesson, failed])],
      [0, [["02-forward-noising", false]]],
    );
    assert.ok(page() === before, "lessons/README.md was written");
  });
});
