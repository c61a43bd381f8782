import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addRating,
  cohenKappa,
  compareModels,
  fleissKappa,
  fourCriteria,
  krippendorffAlpha,
  parseRatingSheet,
  type RatingSheet,
  random,
  ratingForm,
  scoresOf,
  summariseRatings,
} from "../../../lib/index.ts";

const options = () => ({ rng: random(1) });

/** Two lists of ratings from a table of how often each pair was given. */
function fromTable(table: number[][]): [number[], number[]] {
  const pairs = table.flatMap((row, a) =>
    row.flatMap((count, b) => Array.from({ length: count }, () => [a, b])),
  );
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
}

describe("cohenKappa", () => {
  it("is 0.1304 and 0.4 for the textbook's tables", () => {
    const kappa = (table: number[][]) => cohenKappa(...fromTable(table), options()).value;
    assert.equal(
      kappa([
        [45, 15],
        [25, 15],
      ]).toFixed(4),
      "0.1304",
    );
    assert.equal(
      kappa([
        [20, 5],
        [10, 15],
      ]).toFixed(4),
      "0.4000",
    );
  });

  it("is statsmodels' for the table of Fleiss, Cohen and Everitt 1969, with and without weights", () => {
    const table = [
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ];
    const kappa = (weights: "none" | "linear" | "quadratic") =>
      cohenKappa(...fromTable(table), { ...options(), weights }).value.toFixed(12);
    assert.equal(kappa("none"), "0.491525423729");
    assert.equal(kappa("linear"), "0.473684210526");
    assert.equal(kappa("quadratic"), "0.454545454545");
  });

  it("has an interval near the one by theory", () => {
    // Standard error of this table by Fleiss, Cohen and Everitt: about 0.0549.
    const table = [
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ];
    const { value, interval } = cohenKappa(...fromTable(table), options());
    assert.ok(Math.abs((interval[1] - interval[0]) / 2 / 1.96 - 0.0549) < 0.008, String(interval));
    assert.ok(interval[0] < value && value < interval[1]);
  });

  it("refuses raters of different items and weights for words", () => {
    assert.throws(() => cohenKappa([1, 2], [1], options()), /same items, got 2 and 1/);
    assert.throws(
      () => cohenKappa(["a", "b"], ["a", "b"], { ...options(), weights: "linear" }),
      /finite numbers, got a/,
    );
    assert.throws(() => cohenKappa([1, Number.NaN], [1, 2], options()), /finite numbers, got NaN/);
    assert.throws(() => cohenKappa([1], [1], options()), /from 2, got 1/);
  });
});

describe("fleissKappa", () => {
  it("is 0.210 for the textbook's table of ten subjects and fourteen raters", () => {
    const table = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    assert.equal(fleissKappa(table, options()).value.toFixed(6), "0.209931");
  });

  it("refuses items with other numbers of raters", () => {
    assert.throws(
      () =>
        fleissKappa(
          [
            [2, 1],
            [1, 1],
          ],
          options(),
        ),
      /item 1 must have 3 raters, got 2/,
    );
    assert.throws(() => fleissKappa([[2, 1]], options()), /items must be an integer from 2, got 1/);
  });
});

describe("krippendorffAlpha", () => {
  // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C and D: four observers, twelve units.
  const observers = ["123321412...", "1233224125.3", ".333234225 1.".replace(" ", ""), "12332441251."];
  const units = Array.from({ length: 12 }, (_, unit) =>
    observers.map((observer) => (observer[unit] === "." ? undefined : Number(observer[unit]))),
  );

  it("is 0.743, 0.815, 0.849 and 0.797 for the paper's example", () => {
    const alpha = (level: "nominal" | "ordinal" | "interval" | "ratio") =>
      krippendorffAlpha(units, { ...options(), level }).value.toFixed(3);
    assert.deepEqual(
      [alpha("nominal"), alpha("ordinal"), alpha("interval"), alpha("ratio")],
      ["0.743", "0.815", "0.849", "0.797"],
    );
  });

  it("is 1 for equal raters, and not above it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }), {
          minLength: 2,
          maxLength: 8,
        }),
        (items) => {
          for (const level of ["nominal", "ordinal", "interval", "ratio"] as const) {
            const { value } = krippendorffAlpha(items, { rng: random(1), draws: 40, level });
            assert.ok(Number.isNaN(value) || value <= 1 + 1e-12);
          }
        },
      ),
    );
    assert.equal(
      krippendorffAlpha(
        [
          [1, 1],
          [4, 4],
        ],
        options(),
      ).value,
      1,
    );
  });

  it("refuses ratings that nobody shares, and NaN", () => {
    assert.throws(
      () => krippendorffAlpha([[1], [2]], options()),
      /two ratings must be an integer from 2, got 0/,
    );
    assert.throws(
      () =>
        krippendorffAlpha(
          [
            [1, Number.NaN],
            [2, 2],
          ],
          options(),
        ),
      /finite numbers, got NaN/,
    );
  });
});

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
