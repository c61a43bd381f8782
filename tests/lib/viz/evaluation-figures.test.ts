import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import {
  addRating,
  compareModels,
  displaySymbol,
  distanceFigure,
  distanceToData,
  fourCriteria,
  galleryPage,
  inspectionFigure,
  inspectPicture,
  modelComparison,
  promptGridFigure,
  type RatingSheet,
  random,
  type SvgFigure,
  survivalFigure,
  writePicture,
} from "../../../lib/index.ts";
import { authorityAndSigner, labelled } from "../provenance/works.ts";

/** The words of a figure's drawing, and its bundle. */
async function drawn(figure: SvgFigure) {
  const svg = await figure.svg();
  const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
  const bundle = await figure[displaySymbol]();
  assert.equal(bundle["text/plain"], figure.alt);
  assert.ok(String(bundle["image/png"]).length > 500);
  return { text: Array.from(document.querySelectorAll("text"), (one) => one.textContent ?? ""), document };
}

describe("modelComparison", () => {
  it("has a panel for each metric and rating, with agreement and people's order", async () => {
    let ratings: RatingSheet = { checklist: fourCriteria, ratings: [] };
    for (const [at, model] of ["v1", "v2", "v3"].entries())
      for (const rater of ["Ada", "Bo"])
        ratings = addRating(ratings, { item: `${model}.png`, rater, model, scores: { detail: at + 1 } });
    const models = { v1: { right: [0, 1] }, v2: { right: [1, 1] }, v3: { right: 1 } };
    const figure = modelComparison(compareModels(models, { ratings, rng: random(1) }));
    const { text } = await drawn(figure);
    for (const line of [
      "Comparison of v1, v2, v3",
      "right",
      "detail",
      "more is better, α 1",
      "v1",
      "v2",
      "v3",
      "0.5",
    ])
      assert.ok(text.includes(line), `${line} in ${text.join(" | ")}`);
    assert.match(figure.alt, /right and people's order: detail ρ 0\.866/);
  });
});

describe("distanceFigure", () => {
  it("shows each figure beside its floor", async () => {
    const rng = random(1);
    const normal = (count: number) => ({ data: rng.normal(count * 3), count, dim: 3 });
    const report = distanceToData(normal(120), normal(60), { name: "toy", rng });
    const { text } = await drawn(distanceFigure(report));
    assert.ok(text.includes("Fréchet distance in toy features"));
    assert.equal(text.filter((line) => line === "real").length, 6);
    assert.ok(text.some((line) => line.startsWith("60 rows on each side, 3 features")));
  });
});

describe("promptGridFigure", () => {
  const images = { data: new Float32Array(2 * 4), count: 2, height: 2, width: 2, channels: 1 };
  const row = {
    index: 0,
    prompts: 1,
    prompt: "a <cat>",
    images,
    scores: { right: { each: Float64Array.of(1, 0), mean: 0.5 } },
  };

  it("has a line for each prompt, with the figure of each picture", async () => {
    const { text } = await drawn(promptGridFigure([row, { ...row, prompt: "a dog" }]));
    assert.deepEqual(text, ["a <cat>", "right 0.5", "1", "0", "a dog", "right 0.5", "1", "0"]);
  });

  it("refuses no prompt and an unknown measure", () => {
    assert.throws(() => promptGridFigure([]), /there is none/);
    assert.throws(
      () => promptGridFigure([row], { measure: "left" }),
      /measure must be one of right, got left/,
    );
  });
});

describe("survivalFigure", () => {
  it("is a table of attacks and sets", async () => {
    const rows = ["PNG", "JPEG 50"].map((attack) => ({
      ...{ attack, bitAccuracy: 0.756, found: 0.25, pictures: 4 },
      interval: [0, 1] as [number, number],
    }));
    const { text } = await drawn(survivalFigure({ "16 px": rows, "32 px": rows }));
    assert.equal(text.filter((line) => line === "25 % · 76 %").length, 4);
    assert.throws(() => survivalFigure({}), /there is no row/);
  });
});

describe("inspectionFigure and galleryPage", () => {
  it("say whether a picture can be believed, and escape what it says", async () => {
    const { picture, label } = await labelled();
    const { signer, authority } = await authorityAndSigner();
    const prompt = '<img src=x onerror="alert(1)">';
    const file = await writePicture(picture, { ...label, prompt }, { signer });
    const found = await inspectPicture(file, { trust: [authority.certificate] });
    const { text } = await drawn(inspectionFigure(found));
    assert.ok(text.includes("valid. Signed, and unchanged since."));
    assert.ok(text.includes("Ada, Example school (trusted)"));
    assert.ok(text.includes(prompt));
    const work = {
      ...found,
      name: "a.png",
      file,
      ratings: [{ item: "a.png", rater: "Bo", model: "m", scores: { detail: 4 } }],
    };
    const page = galleryPage(
      { folder: "", works: [work], sheet: { checklist: fourCriteria, ratings: [] } },
      { title: "A & B" },
    );
    const { document } = new JSDOM(page).window;
    assert.equal(document.querySelectorAll("img").length, 1);
    assert.equal(document.querySelectorAll("script").length, 0);
    assert.equal(document.querySelector("h2")?.textContent, prompt);
    assert.equal(document.querySelector("dd.valid")?.textContent, "valid by Ada, Example school");
    assert.match(document.body.textContent ?? "", /detail 4\.0 \(1 rater\)/);
  });

  it("show what is broken", async () => {
    const { picture, label } = await labelled();
    const found = await inspectPicture(await writePicture(picture, label));
    const figure = inspectionFigure({
      ...found,
      status: "broken",
      problems: ["the text Source is not what the label says"],
    });
    const { text } = await drawn(figure);
    assert.ok(text.includes("the text Source is not what the label says"));
    assert.match(figure.alt, /broken: Something does not fit/);
  });
});
