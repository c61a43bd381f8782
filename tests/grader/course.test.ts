import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { coursePath } from "../../grader/course/course-path.ts";
import { findSubmissions } from "../../grader/course/submissions.ts";
import { readTimestamp, writeTimestamp } from "../../grader/course/timestamp.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe("a course's folders", () => {
  it("have nbgrader's names, and no name that leads out", () => {
    assert.equal(
      coursePath("c", { step: "release", assignment: "ps1", notebook: "p" }),
      "c/release/ps1/p.ipynb",
    );
    for (const odd of ["..", ".", "", "a/b", "a\\b", "a\n"])
      assert.throws(() => coursePath("c", { step: "submitted", student: odd, assignment: "x" }), RangeError);
  });

  it("keep the moment as nbgrader writes it", () => {
    assert.equal(readTimestamp("2015-02-02 14:58:23.948203 America/Los_Angeles"), "2015-02-02T22:58:23.948Z");
    assert.equal(readTimestamp("2015-07-02 14:58:23 Europe/Berlin"), "2015-07-02T12:58:23.000Z");
    assert.equal(readTimestamp("2015-02-02 14:58:23 -0500"), "2015-02-02T19:58:23.000Z");
    assert.equal(readTimestamp("2015-07-02 14:58:23 CET"), "2015-07-02T12:58:23.000Z");
    assert.equal(readTimestamp("2015-07-02 14:58:23 GMT"), "2015-07-02T14:58:23.000Z");
    assert.equal(readTimestamp("2015-07-02 14:58"), "2015-07-02T14:58:00.000Z");
    for (const odd of [
      "2015-02-02 14:58 Nowhere/Land",
      "2015-13-41 14:58",
      "2015-01-01 14:58 Zambia",
      "yesterday",
    ])
      assert.equal(readTimestamp(odd), undefined);
    const now = new Date("2026-03-04T05:06:07.089Z");
    assert.equal(readTimestamp(writeTimestamp(now)), now.toISOString());
  });
});

describe("findSubmissions()", () => {
  it("finds notebooks in each layout, follows no link, and says what it passes over", async () => {
    const folder = temporaryFolder();
    const put = (...path: string[]) => {
      mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
      writeFileSync(join(folder, ...path), "{}");
    };
    put("ada.ipynb");
    put("bob", "02", "02.ipynb");
    put("cy", "02.ipynb");
    put("dan", "02", "a.ipynb");
    put("dan", "02", "b.ipynb");
    put("empty", "x.txt");
    put("notes.txt");
    symlinkSync(join(folder, "ada.ipynb"), join(folder, "eve.ipynb"));
    mkdirSync(join(folder, "fay"));
    symlinkSync(join(folder, "ada.ipynb"), join(folder, "fay", "02.ipynb"));
    const { submissions, passed } = await findSubmissions(folder, "02");
    assert.deepEqual(
      submissions.map(({ student }) => student),
      ["ada", "bob", "cy"],
    );
    assert.deepEqual(
      passed.map(({ path, reason }) => [path.split("/").pop(), reason]),
      [
        ["dan", "it holds 2 notebooks of 02"],
        ["empty", "it holds no notebook of 02"],
        ["eve.ipynb", "it is a link"],
        ["fay", "it holds no notebook of 02"],
        ["notes.txt", "it is no notebook"],
      ],
    );
  });
});
