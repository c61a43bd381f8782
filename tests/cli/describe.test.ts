import assert from "node:assert/strict";
import { tinyFolder } from "../lib/pretrained/tiny.ts";
import { root } from "../root.ts";
import { noisebook } from "./noisebook.ts";

describe("noisebook describe", () => {
  it("lists a folder's parts with their parameters", async () => {
    const { status, stdout } = await noisebook(["describe", tinyFolder("sd15"), "--depth", "1"], {
      cwd: root,
    });
    assert.equal(status, 0);
    const rows = stdout.trimEnd().split("\n");
    assert.match(rows[0], /^StableDiffusionPipeline +pipeline +[\d,]+$/);
    assert.deepEqual(
      rows.slice(1).map((row) => row.trim().split(/ +/).slice(0, 2).join(" ")),
      ["text_encoder clip-text", "unet unet", "vae autoencoder"],
    );
  });

  it("knows published models by name, and says what else it needs", async () => {
    const { stdout } = await noisebook(["describe", "flux", "--depth", "1"], { cwd: root });
    assert.match(stdout, /transformer +mmdit +11,901,408,320/);
    const { status, stderr } = await noisebook(["describe", "no-such-folder"], { cwd: root });
    assert.equal(status, 1);
    assert.match(stderr, /^Cannot open no-such-folder: there is no such folder/);
  });
});
