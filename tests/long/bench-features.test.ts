import assert from "node:assert/strict";
import { features, tryFeatures } from "../../cli/bench/features.ts";
import { contestants } from "../../cli/bench/peers.ts";
import { root } from "../root.ts";

describe("noisebook bench kernel", () => {
  it("finds each feature in our own kernel", async () => {
    const own = contestants(root, "0").present.slice(0, 1);
    const abilities = await tryFeatures(own);
    const missing = features.filter(({ name }) => !abilities.get(name)!.get("noisebook"));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});
