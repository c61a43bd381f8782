import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { features, tryFeatures } from "../../cli/bench/features.ts";
import { contestants } from "../../cli/bench/peers.ts";
import { root } from "../root.ts";
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

  it("finds each feature in our own kernel", async function () {
    this.timeout(180_000);
    const own = contestants(root, "0").present.slice(0, 1);
    const abilities = await tryFeatures(own);
    const missing = features.filter(({ name }) => !abilities.get(name)!.get("noisebook"));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});
