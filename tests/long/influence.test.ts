import assert from "node:assert/strict";
import { influenceTable, lines } from "./influence.ts";
import { whole } from "./whole.ts";

describe("influence on digits8", () => {
  it("TracIn and TRAK foretell retraining better than likeness of pixels, and chance does not", async function () {
    // 128 trainings take five to twelve minutes of a core.
    if (!whole) this.skip();
    this.timeout(1_800_000);
    const table = await influenceTable(console.log);
    console.log(lines(table).join("\n"));
    const mean = (name: string) => table[name].mean;
    const pixels = Math.max(mean("pixels, dot"), mean("pixels, cosine"), mean("pixels, −distance"));
    assert.ok(Math.abs(mean("random")) < 0.06, `random: ${mean("random")}`);
    assert.ok(mean("TracIn, last checkpoint, dot") > pixels + 0.02);
    assert.ok(mean("TRAK") > mean("TracIn, 10 checkpoints, dot") + 0.05);
    assert.ok(mean("TRAK") > 0.55, `TRAK: ${mean("TRAK")}`);
  });
});
