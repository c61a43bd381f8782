import assert from "node:assert/strict";
import {
  addRating,
  compareModels,
  fourCriteria,
  parseRatingSheet,
  type RatingSheet,
  random,
  ratingForm,
  scoresOf,
  summariseRatings,
} from "../../../lib/index.ts";

const options = () => ({ rng: random(1) });

/** Two models, four pictures each, three raters; v2 is better in detail. */
function sheetOfThree(): RatingSheet {
  let sheet: RatingSheet = { checklist: fourCriteria, ratings: [] };
  for (const [model, base] of [
    ["v1", 2],
    ["v2", 4],
  ] as const)
    for (let picture = 0; picture < 4; picture++)
      for (const [rater, lift] of [
        ["Ada", 0],
        ["Bo", 0],
        ["Cy", picture % 2],
      ] as const)
        sheet = addRating(sheet, {
          item: `${model}-${picture}.png`,
          rater,
          model,
          scores: { detail: Math.min(5, base + lift), novelty: 3 },
        });
  return sheet;
}

describe("the checklist", () => {
  it("is kept as JSON and read back", () => {
    const sheet = sheetOfThree();
    assert.deepEqual(parseRatingSheet(JSON.stringify(sheet)), sheet);
    assert.throws(() => parseRatingSheet("{}"), /must have a checklist and ratings/);
    const wrong = { ...sheet, ratings: [{ ...sheet.ratings[0], scores: { detail: 9 } }] };
    assert.throws(
      () => parseRatingSheet(JSON.stringify(wrong)),
      /rating 0: Cannot rate: detail .* from 1 to 5, got 9/,
    );
    assert.throws(
      () => addRating(sheet, { ...sheet.ratings[0], scores: { beauty: 3 } }),
      /the criteria are relevance, aesthetics, detail, novelty, got beauty/,
    );
  });

  it("replaces a rater's earlier answer for the same picture", () => {
    const sheet = sheetOfThree();
    const again = addRating(sheet, { ...sheet.ratings[0], scores: { detail: 1 } });
    assert.equal(again.ratings.length, sheet.ratings.length);
    assert.equal(again.ratings.at(-1)?.scores.detail, 1);
  });

  it("keeps a rater's answers for pictures of one name by two models", () => {
    const empty: RatingSheet = { checklist: fourCriteria, ratings: [] };
    const answer = { item: "1.png", rater: "Ada", scores: { detail: 2 } };
    const { ratings } = addRating(addRating(empty, { ...answer, model: "v1" }), { ...answer, model: "v2" });
    assert.deepEqual(
      ratings.map(({ model }) => model),
      ["v1", "v2"],
    );
  });

  it("is a form of plain fields, whose controls give the scores", () => {
    const fields = ratingForm(fourCriteria);
    assert.deepEqual(fields[0], {
      name: "relevance",
      label: "Does it show what the prompt says? 1: nothing of it, 5: all of it",
      min: 1,
      max: 5,
      value: 3,
    });
    const controls = Object.fromEntries(fields.map(({ name, value }) => [name, { value }]));
    assert.deepEqual(scoresOf(controls), { relevance: 3, aesthetics: 3, detail: 3, novelty: 3 });
  });

  it("is summed up by model with intervals and agreement", () => {
    const [detail, novelty] = summariseRatings(sheetOfThree(), options());
    assert.equal(detail.criterion, "detail");
    assert.ok(Math.abs(detail.models.v1.value - (2 + 1 / 6)) < 1e-12);
    assert.ok(detail.models.v1.interval[1] < detail.models.v2.interval[0]);
    assert.ok(detail.agreement && detail.agreement.value > 0.5);
    assert.ok(Number.isNaN(novelty.agreement?.value), "all ratings are the same: chance explains them");
  });
});

describe("compareModels", () => {
  const models = {
    v1: { right: [0, 1, 0, 0], distance: 9 },
    v2: { right: [1, 1, 1, 0], distance: 4 },
    v3: { right: [1, 1, 1, 1], distance: 2 },
  };

  it("puts metrics and ratings side by side and says whether they agree", () => {
    const {
      models: names,
      metrics,
      correlations,
    } = compareModels(models, {
      lower: ["distance"],
      ratings: sheetOfThree(),
      ...options(),
    });
    assert.deepEqual(names, ["v1", "v2", "v3"]);
    assert.deepEqual(
      metrics.map(({ name, kind, better }) => [name, kind, better]),
      [
        ["right", "metric", "higher"],
        ["distance", "metric", "lower"],
        ["detail", "rating", "higher"],
        ["novelty", "rating", "higher"],
      ],
    );
    assert.deepEqual(
      metrics[0].values.map((one) => one?.value),
      [0.25, 0.75, 1],
    );
    assert.equal(metrics[2].values[2], undefined);
    assert.deepEqual(correlations, [], "two models have both: too few to rank");
  });

  it("ranks models by metric and by ratings", () => {
    let ratings: RatingSheet = { checklist: fourCriteria, ratings: [] };
    for (const [at, model] of Object.keys(models).entries())
      ratings = addRating(ratings, { item: model, rater: "Ada", model, scores: { detail: at + 2 } });
    const { correlations } = compareModels(models, { lower: ["distance"], ratings, ...options() });
    assert.deepEqual(correlations, [
      { metric: "right", rating: "detail", correlation: 1 },
      { metric: "distance", rating: "detail", correlation: 1 },
    ]);
  });

  it("refuses figures that are not finite", () => {
    assert.throws(
      () => compareModels({ v1: { right: [Number.NaN] } }, options()),
      /right of v1 must be finite numbers, got NaN/,
    );
    assert.throws(() => compareModels({}, options()), /there is no model/);
  });
});
