import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { createSpill } from "../../kernel/spill.ts";

describe("createSpill()", () => {
  it("gives back what was set last, whether it is in memory or in the file", () => {
    const spill = createSpill<{ text: string }>(3);
    const texts = Array.from({ length: 20 }, (_, key) => `é 😀\n${"x".repeat(key * 100)}`);
    for (const [key, text] of texts.entries()) spill.set(key, { text });
    spill.set(4, { text: "new" });
    texts[4] = "new";
    assert.deepEqual(
      texts.map((_, key) => spill.get(key)),
      texts.map((text) => ({ text })),
    );
    assert.equal(spill.get(20), undefined);
  });

  it("is empty after clear(), and can be used again", () => {
    const spill = createSpill<number>(1);
    for (let key = 0; key < 5; key++) spill.set(key, key);
    spill.clear();
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((key) => spill.get(key)),
      Array(5).fill(undefined),
    );
    for (let key = 0; key < 5; key++) spill.set(key, -key);
    assert.deepEqual(
      [1, 2, 3, 4].map((key) => spill.get(key)),
      [-1, -2, -3, -4],
    );
  });

  it("leaves no file behind", () => {
    const spill = createSpill<number>(1);
    for (let key = 0; key < 5; key++) spill.set(key, key);
    const ours = `noisebook-${process.pid}-`;
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith(ours)),
      [],
    );
  });

  it("keeps all in memory where nothing can be written", () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = "/no such folder";
    try {
      const spill = createSpill<number>(1);
      for (let key = 0; key < 5; key++) spill.set(key, key);
      assert.deepEqual(
        [0, 1, 2, 3, 4].map((key) => spill.get(key)),
        [0, 1, 2, 3, 4],
      );
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});
