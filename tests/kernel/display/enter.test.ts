import assert from "node:assert/strict";
import { enterer } from "../../../kernel/display/enter.ts";
import { fakePage, sleep } from "./fake-page.ts";

describe("enterer", () => {
  it("uses the outlet's own way of running code under an origin", () => {
    const page = fakePage();
    const { enter, origin } = enterer(page);
    assert.equal(
      enter("other", () => page.origin),
      "other",
    );
    assert.equal(origin(), "cell 1");
  });

  it("without one stands in for the outlet's origin until the code's promise settles", async () => {
    const { run: _, ...page } = fakePage();
    const { enter, origin } = enterer(page);
    assert.equal(enter("other", origin), "other");
    assert.equal(origin(), "cell 1");
    const seen: string[] = [];
    const done = enter("other", async () => {
      await sleep(1);
      seen.push(origin());
    });
    await done;
    await sleep(1);
    seen.push(origin());
    assert.deepEqual(seen, ["other", "cell 1"]);
    assert.throws(() => enter("other", () => assert.fail()));
    assert.equal(origin(), "cell 1");
  });
});
