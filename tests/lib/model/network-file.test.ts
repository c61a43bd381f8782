import assert from "node:assert/strict";
import { join } from "node:path";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { autoencoder } from "../../../lib/model/autoencoder.ts";
import { clip } from "../../../lib/model/clip.ts";
import { draw } from "../../../lib/model/draw.ts";
import { gan } from "../../../lib/model/gan.ts";
import { loadNetwork, type Networks, saveNetwork } from "../../../lib/model/network-file.ts";
import { namedTensors } from "../../../lib/model/parameters.ts";
import { vae } from "../../../lib/model/vae.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { withoutLeaks } from "../without-leaks.ts";

const tower = { width: 8, layers: 1, heads: 2 };
const makers: { [Kind in keyof Networks]: () => Networks[Kind] } = {
  autoencoder: () => autoencoder({ image: [8, 8, 3], channels: [8, 16], rng: random(1) }),
  clip: () =>
    clip({
      text: { ...tower, vocabulary: 9, length: 4 },
      image: { ...tower, size: 8, patch: 4 },
      features: 6,
      rng: random(1),
    }),
  draw: () => draw({ image: [8, 8, 1], units: 16, rng: random(1) }),
  gan: () => gan({ shape: [2], rng: random(1) }),
  vae: () => vae({ shape: [2], rng: random(1) }),
};

describe("saveNetwork() and loadNetwork()", () => {
  const folder = temporaryFolder();
  before(() => selectBackend({ prefer: "wasm" }));

  for (const [kind, make] of Object.entries(makers))
    it(`bring back a ${kind} bit by bit`, () =>
      withoutLeaks(async () => {
        const path = join(folder, `${kind}.safetensors`);
        const network = make();
        if (network.kind === "autoencoder") Object.assign(network, { scale: 0.3, shift: 0.1 });
        await saveNetwork(path, network);
        const same = await loadNetwork(kind as keyof Networks, path);
        assert.deepEqual(same.config, network.config);
        if (same.kind === "autoencoder") assert.deepEqual([same.scale, same.shift], [0.3, 0.1]);
        const loaded = namedTensors(same.parameters);
        for (const [at, [name, tensor]] of namedTensors(network.parameters).entries()) {
          assert.equal(loaded[at][0], name);
          assert.deepEqual(await loaded[at][1].data(), await tensor.data());
        }
        network.dispose();
        same.dispose();
      }));

  it("keep 16 bits of each number where that is asked for", () =>
    withoutLeaks(async () => {
      const path = join(folder, "half.safetensors");
      const network = vae({ shape: [2], rng: random(1) });
      await saveNetwork(path, network, {}, { format: "F16" });
      const same = await loadNetwork("vae", path);
      const [[, before]] = namedTensors(network.parameters);
      const [[, after]] = namedTensors(same.parameters);
      const [old, now] = [await before.data(), await after.data()];
      old.forEach((value, at) => {
        assert.ok(Math.abs(now[at] - value) <= 2 ** -11 * Math.abs(value) + 2 ** -24);
      });
      assert.notDeepEqual(now, old);
      network.dispose();
      same.dispose();
    }));

  it("refuse another kind and leave nothing behind", () =>
    withoutLeaks(async () => {
      const path = join(folder, "other.safetensors");
      const network = makers.gan();
      await saveNetwork(path, network);
      network.dispose();
      await assert.rejects(loadNetwork("vae", path), /it holds "gan", not "vae"/);
    }));
});
