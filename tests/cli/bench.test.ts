import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { noisebook } from "./noisebook.ts";

describe("noisebook bench", () => {
  const at = { cwd: tmpdir() };

  for (const [args, said] of [
    [
      ["train", "02-forward-noising"],
      "noisebook bench train takes no lesson; lessons and grade-lessons do\n",
    ],
    [["lessons", "02-forward"], "There is no lesson 02-forward; did you mean 02-forward-noising?\n"],
    [["grade-lessons", "02-forward"], "There is no lesson 02-forward; did you mean 02-forward-noising?\n"],
  ] as const)
    it(`says what is wrong with ${args.join(" ")}, with status 2`, async () => {
      const { status, stdout, stderr } = await noisebook(["bench", ...args], at);
      assert.deepEqual([status, stdout, stderr], [2, "", said]);
    });
});
