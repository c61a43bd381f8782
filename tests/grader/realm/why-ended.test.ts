import assert from "node:assert/strict";
import { whyEnded } from "../../../grader/realm/why-ended.ts";
import { said } from "../../long/npm-folder.ts";

describe("whyEnded()", () => {
  const why = (errors: string, status: number | null = 1) =>
    whyEnded({ status, errors, processorSeconds: 0 });

  it("gives the error that a program of Node ended with", async () => {
    for (const [code, error] of [
      [
        "import 'no-such-package'",
        /\(1\): Error \[ERR_MODULE_NOT_FOUND\]: Cannot find package 'no-such-package'/,
      ],
      ["null.x", /\(1\): TypeError: Cannot read properties of null/],
      [
        "console.error('Error: an earlier one'); throw new RangeError('the last')",
        /\(1\): RangeError: the last$/,
      ],
    ] as const)
      assert.match(why(await said(process.execPath, ["--input-type=module", "-e", code])), error);
  });

  it("gives the last line of another program, and says when there is none", () => {
    assert.match(why("bwrap: one\nbwrap: Can't remount readonly\n"), /\(1\): bwrap: Can't remount readonly$/);
    assert.match(why("", null), /ended \(killed\)$/);
  });

  it("gives the limit that ended it", () => {
    const ended = {
      status: null,
      errors: "Error: not this",
      processorSeconds: 0,
      exceeded: "memory" as const,
    };
    assert.equal(whyEnded(ended), "The submission was stopped: it used more memory than it may");
  });
});
