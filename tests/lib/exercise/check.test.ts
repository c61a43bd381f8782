import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { check, displaySymbol, type Exercise, judge, type Random, type Verdict } from "../../../lib/index.ts";

const double: Exercise<[values: Float64Array], ArrayLike<number>> = {
  id: "double",
  title: "Double <all> values",
  points: 2,
  hint: "Start with values.map",
  cases: (rng) => [[rng.normal(4)], [rng.normal(3)]],
  solution: (values) => values.map((value) => 2 * value),
  mistakes: [
    {
      number: 9,
      name: "squared",
      wrong: (values) => values.map((value) => value ** 2),
      hint: "2x is not x²",
    },
    { name: "root", wrong: (values) => values.map(Math.sqrt), hint: "A root is no double" },
  ],
};

const seed = 5;
type Answer = (values: Float64Array) => unknown;

describe("check()", () => {
  it("passes a right function and gives its points", () => {
    const found = check(double, (values) => Array.from(values, (value) => value + value), { seed });
    assert.deepEqual(
      [found.passed, found.finding, found.points, found.of, found.cases],
      [true, "right", 2, 2, 2],
    );
    assert.match(found.message, /on 2 cases/);
  });

  const wrong: [string, Answer, Partial<Verdict>, RegExp][] = [
    [
      "a known mistake by name and number",
      (values) => values.map((v) => v * v),
      { finding: "known mistake" },
      /squared/,
    ],
    [
      "a known mistake that gives NaN",
      (values) => values.map((v) => v ** 0.5),
      { finding: "known mistake" },
      /root/,
    ],
    [
      "a mistake without a name by its first wrong value",
      (values) => values.map((v) => 3 * v),
      { finding: "value" },
      /In case 1 of 2, value 0 is .* instead of/,
    ],
    ["too few values", (values) => values.slice(1), { finding: "shape" }, /must have 4 values, got 3/],
    ["another type", () => 1, { finding: "type" }, /must be an array of numbers, got 1/],
    ["text", () => "two", { finding: "type" }, /got "two"/],
    ["null", () => null, { finding: "type" }, /got null/],
    [
      "NaN",
      (values) => values.map((v, i) => (i ? 2 * v : Number.NaN)),
      { finding: "not finite" },
      /value 0 is NaN/,
    ],
    ["no result", () => undefined, { finding: "nothing returned", hint: double.hint }, /returns nothing/],
    ["a promise", async () => 1, { finding: "promise" }, /returns a promise/],
    [
      "a function that throws",
      () => {
        throw new Error("no such thing");
      },
      { finding: "throws" },
      /stopped with an error: no such thing/,
    ],
    [
      "a thrown text",
      () => {
        throw "a text";
      },
      { finding: "throws" },
      /stopped with an error: a text/,
    ],
    [
      "the starter",
      () => {
        throw new Error("Not written yet");
      },
      { finding: "not written yet", hint: double.hint },
      /nothing to check yet/,
    ],
    [
      "a function that changes its arguments",
      (values) =>
        values.forEach((v, i) => {
          values[i] = 2 * v;
        }) ?? values,
      { finding: "changes its arguments" },
      /changes the values that it was given/,
    ],
  ];
  for (const [name, answer, facts, message] of wrong)
    it(`tells ${name}`, () => {
      const found = check(double, answer, { seed });
      assert.equal(found.passed, false);
      assert.equal(found.points, 0);
      for (const [key, value] of Object.entries(facts)) assert.deepEqual(found[key as keyof Verdict], value);
      assert.match(found.message, message);
    });

  it("names the number of a known mistake and gives its hint", () => {
    const found = check(double, (values) => values.map((v) => v * v), { seed });
    assert.deepEqual(found.mistake, { number: 9, name: "squared" });
    assert.equal(found.hint, "2x is not x²");
  });

  it("tells a function that is right in the first case only", () => {
    const found = check(double, (values) => values.map((v) => (values.length === 4 ? 2 : 1) * v), { seed });
    assert.match(found.message, /In case 2 of 2/);
  });

  it("draws other cases from another seed, and the same from the same", () => {
    const example = (at: number) => check(double, (values) => values.map((v) => 3 * v), { seed: at }).example;
    assert.deepEqual(example(1), example(1));
    assert.notDeepEqual(example(1), example(2));
  });

  const coin: Exercise<[rng: Random], number> = {
    id: "draw",
    title: "Draw a number above a half",
    points: 1,
    hint: "Use the rng",
    cases: (rng) => [[rng.fork()]],
    solution: (rng) => 0.5 + 0.5 * rng.uniform(),
    accepts: (value) => value >= 0.5 && value < 1,
    mistakes: [{ name: "below", wrong: (rng) => rng.uniform() * 0.5, hint: "Above" }],
  };

  it("gives every function the same draws, and accepts other right answers where the exercise does", () => {
    assert.equal(check(coin, (rng) => 0.5 + 0.5 * rng.uniform(), { seed }).passed, true);
    assert.equal(check(coin, (rng) => 1 - 0.5 * (1 - rng.uniform() / 2), { seed }).passed, true);
    assert.equal(check(coin, (rng) => 0.5 * rng.uniform(), { seed }).mistake?.name, "below");
    assert.equal(check(coin, () => "0.7", { seed }).finding, "type");
  });

  it("tells a function that draws from elsewhere", () => {
    const found = check(coin, () => 0.5 + Math.random() / 2, { seed });
    assert.equal(found.finding, "not repeatable");
  });
});

describe("a verdict", () => {
  const found = check(double, (values) => values.map((v) => 3 * v), { seed });
  const bundle = found[displaySymbol]() as Record<string, string>;

  it("is plain data", () => {
    assert.equal(JSON.parse(JSON.stringify(found)).finding, "value");
    assert.deepEqual(structuredClone({ ...found }).exercise, { id: "double", title: "Double <all> values" });
  });

  it("says in plain text what was expected beside what came", () => {
    assert.match(bundle["text/plain"], /^✗ Not yet: Double <all> values \(0 of 2 points\)\nIn case 1 of 2, /);
    assert.match(bundle["text/plain"], /\nCalled with: Float64Array\(4\) \[.*\nExpected: .*\nGot: /);
  });

  it("shows the same as HTML without scripts, with the student's text escaped", () => {
    const { document } = new JSDOM(bundle["text/html"]).window;
    assert.equal(document.querySelectorAll("script").length, 0);
    assert.match(document.body.textContent ?? "", /Double <all> values/);
    assert.deepEqual(
      [...document.querySelectorAll("th")].map((cell) => cell.textContent),
      ["Called with", "Expected", "Got"],
    );
    const nasty = check(
      double,
      () => {
        throw new Error("<img src=x onerror=alert(1)>");
      },
      { seed },
    );
    const page = new JSDOM((nasty[displaySymbol]() as Record<string, string>)["text/html"]).window.document;
    assert.equal(page.querySelectorAll("img").length, 0);
  });
});

describe("judge()", () => {
  it("gives nothing for fewer results than calls, not even for none", () => {
    const run = { output: [1], mutated: false };
    for (const runs of [[], [run]])
      assert.deepEqual(
        [
          judge(double, { runs, again: () => runs, seed }).finding,
          judge(double, { runs, again: () => runs, seed }).points,
        ],
        ["nothing returned", 0],
      );
  });
});
