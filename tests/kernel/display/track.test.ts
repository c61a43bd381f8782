import assert from "node:assert/strict";
import { createTrack } from "../../../kernel/display/track.ts";

/** What the bars said, and a clock that goes half a second a look. */
function tracked() {
  const said: string[] = [];
  const pages: string[] = [];
  const ids = new Set<unknown>();
  let clock = 0;
  const track = createTrack(
    (value, { id } = {}) => {
      const bundle = (value as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
      said.push(bundle["text/plain"]);
      pages.push(bundle["text/html"]);
      ids.add(id);
    },
    () => (clock += 500),
  );
  return { track, said, pages, ids };
}

async function* steps() {
  for (let step = 1; step <= 4; step++) yield { step, steps: 4 };
}

describe("track", () => {
  it("passes on what comes, with the rate and the time left in one spot", async () => {
    const { track, said, pages, ids } = tracked();
    const seen = [];
    for await (const { step } of track(steps(), { label: "training" })) seen.push(step);
    assert.deepEqual(seen, [1, 2, 3, 4]);
    assert.deepEqual(said.slice(0, 3), [
      "training 0",
      "training 1 of 4 · 1 a second · 3 s left",
      "training 2 of 4 · 1.33 a second · 1.5 s left",
    ]);
    assert.equal(said[said.length - 1], "training 4 of 4 · done in 3 s");
    assert.match(pages[2], /<progress max="4" value="2"/);
    assert.equal(ids.size, 1);
  });

  it("takes lists too, and knows their length", async () => {
    const { track, said } = tracked();
    for await (const _ of track(["a", "b"]));
    assert.equal(said[0], "working 0 of 2");
  });

  it("says where it stopped, and ends the stream", async () => {
    const { track, said } = tracked();
    let ended = false;
    async function* endless() {
      try {
        for (let at = 0; ; at++) yield at;
      } finally {
        ended = true;
      }
    }
    for await (const at of track(endless(), { label: "<b>" })) if (at === 2) break;
    assert.ok(ended);
    assert.match(said[said.length - 1], /^<b> 3 · stopped after /);
  });
});
