import assert from "node:assert/strict";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { loadDataset } from "../../../lib/index.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { halves, kinds, pictureFolder, rgb } from "./picture-folder.ts";

describe("loadDataset of a folder", () => {
  const { path, put, load } = pictureFolder();

  // Long: a folder with a picture of every kind, and what is said of each.
  it("puts every kind of picture into one shape and says what it changed", async () => {
    const clear = sharp({
      create: { width: 16, height: 16, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    });
    const grey = new Uint16Array(256).fill(0x8000);
    await put("alpha.png", await clear.png().toBuffer());
    await put(
      "deep.png",
      await sharp(grey, { raw: { width: 16, height: 16, channels: 1 } })
        .toColourspace("grey16")
        .png()
        .toBuffer(),
    );
    await put("grey.png", await halves().toColourspace("b-w").png().toBuffer());
    await put("small.png", await halves(4, 4).png().toBuffer());
    await put(
      "turned.jpg",
      await halves(64, 64).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer(),
    );
    await put("wide.png", await halves(64, 16).png().toBuffer());
    for (const name of ["alpha", "deep", "grey", "small", "turned", "wide"]) await put(`${name}.txt`, name);
    const set = await load();
    const at = (name: string) => set.captions.indexOf(name);
    assert.equal(set.images.count, 6);
    assert.deepEqual(rgb(set, at("alpha"), 8, 8), [255, 255, 255]);
    assert.ok(
      rgb(set, at("deep"), 8, 8).every((value) => Math.abs(value - 128) <= 1),
      `${rgb(set, at("deep"), 8, 8)}`,
    );
    const [top, bottom] = [rgb(set, at("turned"), 8, 2), rgb(set, at("turned"), 8, 13)];
    assert.ok(top[0] > 200 && bottom[2] > 200, "orientation 6 turns the left half to the top");
    assert.deepEqual(rgb(set, at("wide"), 8, 8), [0, 0, 255]);
    assert.deepEqual(
      set.findings.map(({ where, message }) => `${where} ${message}`),
      [
        "alpha.png The picture was changed: transparency put on white.",
        "deep.png The picture was changed: reduced from ushort to 8 bits.",
        "deep.png The picture was changed: grey written as RGB.",
        "grey.png The picture was changed: grey written as RGB.",
        "small.png The picture was changed: enlarged from 4×4.",
        "turned.jpg The picture was changed: turned upright.",
        "wide.png The picture was changed: middle cut from 64×16.",
      ],
    );
  });

  it("lists what cannot be read, and loads the rest", async () => {
    const good = await halves(64, 64).png().toBuffer();
    await put("cut.jpg", (await halves(64, 64).jpeg().toBuffer()).subarray(0, 250));
    await put("cut.png", good.subarray(0, good.length / 2));
    await put("empty.png", "");
    await put("good.png", good);
    await put("good.txt", "good");
    await put("notes.md", "# not a picture");
    await put("wrong.png", "not a PNG file at all");
    const set = await load();
    assert.deepEqual(set.captions, ["good"]);
    assert.deepEqual(kinds(set), [
      "cut.jpg: unreadable",
      "cut.png: unreadable",
      "empty.png: unreadable",
      "notes.md: unreadable",
      "wrong.png: unreadable",
    ]);
    assert.ok(set.findings.every(({ effect }) => effect === "left out"));
  });

  it("keeps a picture whose caption is missing or empty, and lists it", async () => {
    for (const name of ["a", "b", "c"]) await put(`${name}.png`, await halves().png().toBuffer());
    await put(
      "captions.jsonl",
      '{"file":"a.png","caption":"fine"}\n{"file":"b.png","caption":"  "}\n{"file":"d.png","caption":"gone"}\nnot JSON\n[]\n',
    );
    const set = await load();
    assert.deepEqual(set.captions, ["fine", "", ""]);
    assert.deepEqual(kinds(set), [
      "b.png: no caption",
      "c.png: no caption",
      "captions.jsonl:3: no picture",
      "captions.jsonl:4: bad row",
      "captions.jsonl:5: bad row",
    ]);
  });

  it("does not leave the folder, by a link or by a path", async () => {
    const outside = temporaryFolder();
    await writeFile(join(outside, "secret.png"), await halves().png().toBuffer());
    await symlink(join(outside, "secret.png"), join(path(), "link.png"));
    await symlink(outside, join(path(), "folder"));
    await symlink("nowhere.png", join(path(), "broken.png"));
    await put("inside/real.png", await halves().png().toBuffer());
    await symlink("inside/real.png", join(path(), "alias.png"));
    const row = (file: string) => `${JSON.stringify({ file, caption: "x" })}\n`;
    const escaping = `../${outside.split("/").at(-1)}/secret.png`;
    await put(
      "captions.jsonl",
      row("alias.png") + row("inside/real.png") + row(escaping) + row(join(outside, "secret.png")),
    );
    const set = await load();
    assert.deepEqual(
      set.rows.map(({ id }) => id),
      ["alias.png", "inside/real.png"],
    );
    assert.deepEqual(kinds(set), [
      "broken.png: broken link",
      "captions.jsonl:3: outside",
      "captions.jsonl:4: outside",
      "folder: outside",
      "link.png: outside",
    ]);
  });

  it("loads an empty folder as an empty set, and refuses one that is not there", async () => {
    const set = await load();
    assert.deepEqual([set.images.count, set.captions, set.findings], [0, [], []]);
    await assert.rejects(
      loadDataset(join(path(), "no")),
      new RangeError(`Cannot load data set ${join(path(), "no")}: there is no such folder`),
    );
  });
});
