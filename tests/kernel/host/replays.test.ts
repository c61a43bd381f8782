import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createReplayGuard } from "../../../kernel/host/replays.ts";

const signature = (n: number) => Buffer.from(createHash("sha256").update(`${n}`).digest("hex"));

describe("createReplayGuard()", () => {
  it("knows the newest signatures again, and no more than it may keep", () => {
    const isReplay = createReplayGuard(100);
    for (let n = 0; n < 1000; n++) assert.equal(isReplay(signature(n)), false);
    for (let n = 900; n < 1000; n++) assert.equal(isReplay(signature(n)), true);
    assert.equal(isReplay(signature(899)), false);
    assert.equal(isReplay(signature(900)), false);
  });

  it("takes none of a hundred thousand different ones for a replay", () => {
    const isReplay = createReplayGuard();
    for (let n = 0; n < 100_000; n++) assert.equal(isReplay(signature(n)), false);
  });
});
