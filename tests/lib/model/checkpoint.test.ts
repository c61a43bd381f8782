import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  levelAt,
  linearSchedule,
  loadModel,
  mlp,
  namedTensors,
  openSafetensors,
  random,
  saveModel,
  selectBackend,
  unet,
  writeSafetensors,
} from "../../../lib/index.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { withoutLeaks } from "../without-leaks.ts";

describe("checkpoint", () => {
  const folder = temporaryFolder();
  const path = () => join(folder, "model.safetensors");
  before(() => selectBackend());

  it("a loaded U-Net is the saved one bit by bit", () =>
    withoutLeaks(async () => {
      const text = { vocabulary: ["red", "circle"], layers: 1 };
      const model = unet({ image: [8, 8, 3], channels: [8, 16], text, rng: random(1) });
      model.predicts = "v";
      await saveModel(path(), model, { trained: "not at all" });
      const same = await loadModel(path());
      assert.equal(same.kind, "unet");
      assert.equal(same.predicts, "v");
      assert.deepEqual(same.config, model.config);
      const [saved, loaded] = [namedTensors(model.parameters), namedTensors(same.parameters)];
      assert.deepEqual(
        loaded.map(([name]) => name),
        saved.map(([name]) => name),
      );
      for (const [at, [, tensor]] of loaded.entries())
        assert.deepEqual(await tensor.data(), await saved[at][1].data());
      assert.deepEqual(await same.embed?.(["circle red"]), [Int32Array.of(2, 1)]);
      const file = await openSafetensors(path());
      assert.equal(file.metadata["trained"], "not at all");
      await file.close();
      model.dispose();
      same.dispose();
    }));

  it("16 bits halve the file, and what is loaded is rounded, no more", () =>
    withoutLeaks(async () => {
      const model = mlp({ dim: 2, width: 64, rng: random(1) });
      await saveModel(path(), model);
      const whole = (await readFile(path())).length;
      await saveModel(path(), model, {}, { format: "F16" });
      const half = (await readFile(path())).length;
      assert.ok(half < 0.6 * whole, `${half} of ${whole} bytes`);
      const same = await loadModel(path());
      const [saved, loaded] = [namedTensors(model.parameters), namedTensors(same.parameters)];
      for (const [at, [name, tensor]] of saved.entries()) {
        const [before, after] = [await tensor.data(), await loaded[at][1].data()];
        // Half floats have 11 significant bits.
        before.forEach((value, i) => {
          assert.ok(Math.abs(after[i] - value) <= 2 ** -11 * Math.abs(value) + 2 ** -24, `${name}[${i}]`);
        });
      }
      model.dispose();
      same.dispose();
    }));

  it("a loaded MLP predicts what the saved one does", () =>
    withoutLeaks(async () => {
      const model = mlp({ dim: 2, width: 8, time: "flow", rng: random(1) });
      const level = levelAt(linearSchedule(), 3);
      const x = { data: random(1).normal(4), count: 2, dim: 2 };
      await saveModel(path(), model);
      const same = await loadModel(path());
      assert.deepEqual(await same.predict(x as never, level), await model.predict(x, level));
      model.dispose();
      same.dispose();
    }));

  it("a file that is broken, altered or another model's is refused with the reason", () =>
    withoutLeaks(async () => {
      const model = mlp({ dim: 2, width: 8, rng: random(1) });
      await saveModel(path(), model);
      model.dispose();
      const bytes = await readFile(path());
      const other = join(folder, "other.safetensors");
      const refused = async (change: (bytes: Buffer) => Buffer, why: RegExp) => {
        await writeFile(other, change(Buffer.from(bytes)));
        await assert.rejects(loadModel(other), why);
      };
      const replaced = (from: string, to: string) => (bytes: Buffer) => {
        const text = bytes.toString("latin1");
        assert.ok(text.includes(from), from);
        return Buffer.from(text.replace(from, to), "latin1");
      };
      await refused((bytes) => bytes.subarray(0, bytes.length - 4), /Cannot read .*other/);
      await refused((bytes) => bytes.subarray(0, 20), /Cannot read .*other/);
      await refused((bytes) => {
        bytes[bytes.length - 1] ^= 1;
        return bytes;
      }, /not as it was saved, its SHA-256 differs/);
      await refused(replaced('"predicts":"eps"', '"predicts":"x0" '), /SHA-256 differs/);
      await refused(replaced('"predicts":"eps"', '"predicts":"abc"'), /predicts must be "x0", .* got "abc"/);
      await refused(replaced('"kind":"mlp"', '"kind":"mlq"'), /no model of a known kind .*got "mlq"/);
      await refused(
        replaced('\\"width\\":8,', '\\"width\\":9,'),
        /layers.0.weight must have shape \[34, 9\], got \[34, 8\]/,
      );
      await refused(replaced('\\"layers\\":3', '\\"layers\\":4'), /tensor "layers.3.weight" is missing/);
      await refused(replaced('\\"layers\\":3', '\\"layers\\":2'), /the model has no tensor "layers.2/);
      await writeSafetensors(other, { a: { shape: [1], data: Float32Array.of(1) } });
      await assert.rejects(loadModel(other), /holds no model of a known kind/);
    }));
});
