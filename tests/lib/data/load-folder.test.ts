import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { type Dataset, loadDataset } from "../../../lib/index.ts";

/** A picture whose left half is red and whose right half is blue. */
function halves(width = 16, height = 16) {
  const data = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    data[pixel * 3 + (pixel % width < width / 2 ? 0 : 2)] = 255;
  return sharp(data, { raw: { width, height, channels: 3 } });
}

const rgb = ({ images }: Dataset, picture: number, x: number, y: number) => {
  const at = ((picture * images.height + y) * images.width + x) * 3;
  return Array.from(images.data.slice(at, at + 3), (value) => Math.round((value + 1) * 127.5));
};
const kinds = ({ findings }: Dataset) => findings.map(({ where, kind }) => `${where}: ${kind}`).sort();

describe("loadDataset of a folder", () => {
  let folder: string;
  const put = async (name: string, content: Uint8Array | string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  const load = (options = {}) => loadDataset(folder, { size: 16, ...options });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "noisebook-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("reads captions.jsonl with all that it says", async () => {
    await put("images/a.png", await halves().png().toBuffer());
    const row = {
      file: "images/a.png",
      caption: "two halves",
      tags: ["flag"],
      attributes: { colours: 2 },
      licence: "MIT",
    };
    await put("captions.jsonl", `${JSON.stringify(row)}\n`);
    const set = await load();
    assert.deepEqual(set.captions, ["two halves"]);
    assert.deepEqual(set.attributes, [{ colours: "2" }]);
    assert.deepEqual([set.rows[0].licence, set.rows[0].tags], ["MIT", ["flag"]]);
    assert.deepEqual(
      [rgb(set, 0, 2, 8), rgb(set, 0, 13, 8)],
      [
        [255, 0, 0],
        [0, 0, 255],
      ],
    );
    assert.deepEqual(set.findings, []);
    assert.deepEqual(set.vocabulary, ["halves", "two"]);
  });

  it("reads a CSV file with quoted commas, doubled quotes and line ends", async () => {
    for (const name of ["a", "b"]) await put(`${name}.png`, await halves().png().toBuffer());
    await put("captions.csv", '\uFEFFFile,Caption\r\na.png,"red, then ""blue"""\r\nb.png,"two\nlines"\r\n');
    const set = await load();
    assert.deepEqual(set.captions, ['red, then "blue"', "two\nlines"]);
    assert.deepEqual(set.findings, []);
  });

  it("reads tags and attributes of a CSV file, and lists what it cannot read", async () => {
    for (const name of ["a", "b", "c"]) await put(`${name}.png`, await halves().png().toBuffer());
    const rows = [
      "file,caption,tags,attributes",
      'a.png,one,"flag, red","{""colours"":2}"',
      "b.png,two,,red",
      "c.png,three,,",
    ];
    await put("captions.csv", rows.join("\n"));
    const set = await load();
    assert.deepEqual(
      set.rows.map(({ tags }) => tags),
      [["flag", "red"], [], []],
    );
    assert.deepEqual(set.attributes, [{ colours: "2" }, {}, {}]);
    assert.deepEqual(kinds(set), ["captions.csv:3: bad attributes"]);
  });

  it("reads a text file beside each picture", async () => {
    await put("a.jpg", await halves(32, 32).jpeg().toBuffer());
    await put("a.txt", "a flag\n");
    const set = await load();
    assert.deepEqual([set.captions, set.findings], [["a flag"], []]);
  });

  it("gives the caption to the picture, also where other files have its name", async () => {
    await put("cat.png", await halves(32, 32).png().toBuffer());
    await put("cat.txt", "a cat");
    await put("cat.xml", "<cat/>");
    const set = await load();
    assert.deepEqual([set.captions, kinds(set)], [["a cat"], ["cat.xml: unreadable"]]);
  });

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
    const outside = await mkdtemp(join(tmpdir(), "noisebook-outside-"));
    try {
      await writeFile(join(outside, "secret.png"), await halves().png().toBuffer());
      await symlink(join(outside, "secret.png"), join(folder, "link.png"));
      await symlink(outside, join(folder, "folder"));
      await symlink("nowhere.png", join(folder, "broken.png"));
      await put("inside/real.png", await halves().png().toBuffer());
      await symlink("inside/real.png", join(folder, "alias.png"));
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
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it("loads an empty folder as an empty set, and refuses one that is not there", async () => {
    const set = await load();
    assert.deepEqual([set.images.count, set.captions, set.findings], [0, [], []]);
    await assert.rejects(
      loadDataset(join(folder, "no")),
      new RangeError(`Cannot load data set ${join(folder, "no")}: there is no such folder`),
    );
  });
});
