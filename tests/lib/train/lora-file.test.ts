import assert from "node:assert/strict";
import { join } from "node:path";
import { selectBackend } from "../../../lib/core/backend.ts";
import { type Random, random } from "../../../lib/core/random.ts";
import { type TensorToSave, writeSafetensors } from "../../../lib/core/safetensors.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { mergeLoras } from "../../../lib/train/lora.ts";
import { loadLora } from "../../../lib/train/lora-file.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { assertClose } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { apart } from "./small-unet.ts";
import { valuesOf } from "./train-small.ts";

/** What kohya's scripts save for a layer of 8 inputs and 8 outputs. */
function kohyaLayer(
  layer: string,
  { rank, alpha, rng }: { rank: number; alpha: number; rng: Random },
): Record<string, TensorToSave> {
  const normal = () => Float32Array.from(rng.normal(8 * rank));
  return {
    [`lora_unet_${layer}.lora_down.weight`]: { shape: [rank, 8], data: normal() },
    [`lora_unet_${layer}.lora_up.weight`]: { shape: [8, rank], data: normal() },
    [`lora_unet_${layer}.alpha`]: { shape: [], data: Float32Array.of(alpha) },
  };
}

describe("a file of adapters", () => {
  before(() => selectBackend({ prefer: "wasm", threads: 1 }));

  it("is read with each layer's own rank and α: two layers in one file are those of two files", async () => {
    const folder = temporaryFolder();
    const [first, second] = [
      kohyaLayer("layers_1", { rank: 2, alpha: 4, rng: random(1) }),
      kohyaLayer("layers_2", { rank: 3, alpha: 1, rng: random(2) }),
    ];
    const merged = async (...files: ReturnType<typeof kohyaLayer>[]) => {
      const base = mlp({ dim: 2, width: 8, layers: 3, rng: random(3) });
      for (const [at, tensors] of files.entries()) {
        const path = join(folder, `${files.length}-${at}.safetensors`);
        await writeSafetensors(path, tensors);
        const adapters = await loadLora(path, base, { rng: random(4) });
        mergeLoras(base, [{ lora: adapters }]);
        adapters.dispose();
      }
      const values = await valuesOf(base.parameters);
      base.dispose();
      return values;
    };
    const [none, one, two] = [
      await merged(),
      await merged({ ...first, ...second }),
      await merged(first, second),
    ];
    assertClose(one, two, { absolute: 1e-5 });
    assert.ok(apart(none, two) > 0.1);
  });

  it("is refused for a model of another width", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "narrow.safetensors");
    await writeSafetensors(path, kohyaLayer("layers_1", { rank: 2, alpha: 4, rng: random(1) }));
    const wide = mlp({ dim: 2, width: 16, layers: 3, rng: random(3) });
    await withoutLeaks(() =>
      assert.rejects(
        loadLora(path, wide, { rng: random(4) }),
        /^RangeError: Cannot load adapters from .*: those of layers\.1\.weight have the shapes \[2, 8\] and \[8, 2\], /,
      ),
    );
    wide.dispose();
  });
});
