import assert from "node:assert/strict";
import fc from "fast-check";
import { cohenKappa, fleissKappa, krippendorffAlpha, random } from "../../../lib/index.ts";

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
