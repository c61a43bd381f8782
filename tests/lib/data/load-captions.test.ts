import assert from "node:assert/strict";
import { halves, kinds, pictureFolder, rgb } from "./picture-folder.ts";

describe("captions of a folder", () => {
  const { put, load } = pictureFolder();

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
});
