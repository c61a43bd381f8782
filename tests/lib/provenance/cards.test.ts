import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  addWork,
  dataCardPage,
  datasetNames,
  encodePng,
  licenceTerms,
  loadDataset,
  type ModelCard,
  modelCardPage,
  modelCardProblems,
  openGallery,
  pictureTerms,
  rateWork,
  usedDataset,
  writePicture,
} from "../../../lib/index.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { labelled, signed } from "./works.ts";

describe("licenceTerms", () => {
  it("keeps both sides of AND, and chooses the freer of OR", () => {
    assert.deepEqual(licenceTerms("CC0-1.0"), { sell: "yes", adapt: "yes", mustSay: [], shareAlike: [] });
    const mixed = licenceTerms("(Apache-2.0 AND MIT) AND CC-BY-SA-4.0");
    assert.deepEqual([mixed.sell, mixed.mustSay.length, mixed.shareAlike], ["yes", 3, ["CC-BY-SA-4.0"]]);
    assert.equal(licenceTerms("CC-BY-NC-4.0 AND (MIT OR CC0-1.0)").sell, "no");
    assert.deepEqual(licenceTerms("CC-BY-NC-SA-4.0 OR CC0-1.0"), licenceTerms("CC0-1.0"));
    assert.equal(licenceTerms("CC-BY-ND-4.0").adapt, "no");
    assert.match(licenceTerms("LicenseRef-own").mustSay[0], /Ask what the licence LicenseRef-own demands/);
  });

  it("refuses what is no expression", () => {
    for (const text of ["", "MIT AND", "(MIT", "MIT CC0-1.0", "AND"])
      assert.throws(() => licenceTerms(text), { name: "SyntaxError", message: /Cannot read licence/ }, text);
  });

  it("knows every licence of the shipped sets", async () => {
    for (const name of datasetNames().filter((one) => one !== "text")) {
      const { card, rows } = await loadDataset(name, { limit: 50 });
      for (const licence of [card.licence, ...rows.map((row) => row.licence)])
        assert.notEqual(licenceTerms(licence).sell, "ask", `${name}: ${licence}`);
    }
  });

  it("adds to a picture's terms those of the sets behind it", async () => {
    const sets = await Promise.all(
      ["faces16", "emoji"].map(async (name) => usedDataset((await loadDataset(name, { limit: 1 })).card)),
    );
    const free = pictureTerms({ licence: "CC0-1.0", datasets: sets.slice(0, 1) });
    assert.deepEqual(free.mustSay, []);
    const credited = pictureTerms({ licence: "CC0-1.0", datasets: sets });
    assert.equal(credited.sell, "yes");
    assert.ok(credited.mustSay.some((line) => line.startsWith("Print: ")));
  });
});

describe("cards", () => {
  const card: ModelCard = {
    name: "faces-small",
    hash: "b".repeat(64),
    version: "1.0.0",
    summary: "Draws 16×16 faces from captions.",
    licence: "CC0-1.0",
    author: "Ada",
    datasets: [{ name: "emoji", version: "1.0.0", licence: "CC-BY-SA-4.0", credit: "OpenMoji" }],
    training: "1,000 steps of 64.",
    parameters: 540_000,
    figures: [
      { name: "Fréchet distance in faces16 features", value: "3.1, floor 2.7", how: "N = 428 | seed 1" },
    ],
    use: "Lessons.",
    misuse: "Portraits of people.",
    faults: ["Faces look alike."],
  };

  it("are pages with credits, faults and terms", async () => {
    assert.deepEqual(modelCardProblems(card), []);
    const page = modelCardPage(card);
    assert.match(page, /^# faces-small 1\.0\.0\n/);
    assert.match(page, /540,000 parameters/);
    assert.match(page, /N = 428 \\\| seed 1/);
    assert.match(page, /- emoji 1\.0\.0: OpenMoji \(CC-BY-SA-4\.0\)/);
    assert.match(page, /May it be sold\? yes\./);
    assert.match(page, /must have the licence CC-BY-SA-4\.0/);
    const data = dataCardPage((await loadDataset("faces16", { limit: 1 })).card);
    assert.match(data, /# faces16 .*\n[\s\S]*Pixel Art by DiceBear[\s\S]*May it be changed\? yes\./);
    assert.match(data, /## Known faults\n\n- One drawing style/);
  });

  it("are refused for every field that is missing, wrong or unknown", () => {
    for (const field of Object.keys(card)) {
      const { [field as keyof ModelCard]: _, ...others } = card;
      assert.match(modelCardProblems(others).join(), new RegExp(`${field} must be`), field);
      assert.notDeepEqual(modelCardProblems({ ...card, [field]: "" }), [], field);
    }
    assert.deepEqual(modelCardProblems({ ...card, mood: 1 }), ["mood is not a field of a model card"]);
    assert.throws(() => modelCardPage({ ...card, licence: "MIT AND" }), /licence must be an SPDX expression/);
  });
});

describe("a gallery", () => {
  const folder = temporaryFolder();

  it("keeps works with their labels, signers and ratings", async () => {
    const { picture, label, authority, file } = await signed();
    const place = join(folder, "class");
    assert.deepEqual((await openGallery(place)).works, []);
    await addWork(place, "b.png", file);
    await addWork(place, "a.png", await writePicture(picture, { ...label, index: 0 }));
    await rateWork(place, { item: "b.png", rater: "Bo", model: label.model.name, scores: { detail: 4 } });
    const { works } = await openGallery(place, { trust: [authority.certificate] });
    assert.deepEqual(
      works.map(({ name, status, signer: by, ratings }) => [name, status, by?.trusted, ratings.length]),
      [
        ["a.png", "unsigned", undefined, 0],
        ["b.png", "valid", true, 1],
      ],
    );
    assert.deepEqual(works[1].label, label);
    assert.deepEqual(works[1].file, file);
    assert.deepEqual((await readdir(place)).sort(), ["a.png", "b.png", "ratings.json"]);
  });

  it("refuses what says nothing of itself, taken names, other folders and unknown works", async () => {
    const { picture, label } = await labelled();
    const place = join(folder, "strict");
    const file = await writePicture(picture, label);
    await addWork(place, "one.png", file);
    await addWork(place, "one.png", file);
    const other = await writePicture(picture, { ...label, author: "Bo" });
    await assert.rejects(addWork(place, "one.png", other), /one.png is the name of another one/);
    await assert.rejects(addWork(place, "../one.png", file), /name must be like "cat-1.png"/);
    const silent = encodePng({ data: new Uint8Array(768), width: 16, height: 16, channels: 3 });
    await assert.rejects(addWork(place, "two.png", silent), /does not say how it was made/);
    await assert.rejects(
      rateWork(place, { item: "x.png", rater: "Bo", model: "m", scores: {} }),
      /no work "x.png"/,
    );
    await writeFile(join(place, "torn.png"), (await readFile(join(place, "one.png"))).subarray(0, 500));
    await assert.rejects(openGallery(place), /Cannot open gallery: torn.png: Cannot read PNG/);
  });
});
