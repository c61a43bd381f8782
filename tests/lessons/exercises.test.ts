import assert from "node:assert/strict";
import { exercises } from "../../lessons/02-forward-noising/exercises.ts";
import { lessonNames } from "../../lessons/build.ts";
import { course } from "../../lessons/course.ts";
import { exercisesOf } from "../../lessons/exercises-of.ts";
import { mistakes } from "../../lessons/mistakes.ts";
import { check, displaySymbol, random } from "../../lib/index.ts";

const starter = () => {
  throw new Error("Not written yet");
};

for (const lesson of lessonNames()) {
  const all = await exercisesOf(lesson);
  for (const [name, exercise] of Object.entries(all))
    describe(`lesson ${lesson}, exercise ${name}`, function () {
      this.timeout(60_000);

      it("passes its solution for 200 seeds", () => {
        for (let seed = 0; seed < 200; seed++) {
          const found = check(exercise, exercise.solution, { seed });
          assert.ok(found.passed, `seed ${seed}: ${found.message}`);
        }
      });

      it("draws other cases from another seed", () => {
        const [first, second] = [1, 2].map((seed) => JSON.stringify(exercise.cases(random(seed))));
        assert.notEqual(first, second);
      });

      it("meets the starter with its hint", () => {
        const found = check(exercise, starter, { seed: 1 });
        assert.deepEqual([found.finding, found.hint], ["not written yet", exercise.hint]);
      });

      for (const mistake of exercise.mistakes)
        it(`tells for 20 seeds: ${mistake.name}`, () => {
          for (let seed = 0; seed < 20; seed++) {
            const found = check(exercise, mistake.wrong, { seed });
            assert.deepEqual(
              [found.passed, found.hint],
              [false, mistake.hint],
              `seed ${seed}: ${found.message}`,
            );
          }
        });

      it("knows a mistake; its hints differ, and none gives the solution away in code", () => {
        const hints = [exercise.hint, ...exercise.mistakes.map(({ hint }) => hint)];
        assert.ok(hints.length > 1);
        assert.equal(new Set(hints).size, hints.length);
        for (const hint of hints) assert.doesNotMatch(hint, /Math\.sqrt\(\w/);
      });

      it("shows its verdict in less than 10 kB", () => {
        const found = check(exercise, () => 0, { seed: 1 });
        assert.ok(JSON.stringify(found[displaySymbol]()).length < 10_000);
      });
    });

  describe(`lesson ${lesson}`, () => {
    it("names the well-known mistakes that the course's table gives it", () => {
      const named = Object.values(all).flatMap((each) => each.mistakes.map(({ number }) => number));
      const due = course.find(({ folder }) => folder === lesson)?.mistakes;
      assert.deepEqual(
        due?.filter((number) => !named.includes(number)),
        [],
      );
      for (const number of named) assert.ok(number === undefined || mistakes[number - 1], `${number}`);
    });

    it("has exercises worth ten points, named for their places in the lesson", () => {
      const points = Object.values(all).map((each) => each.points);
      assert.equal(
        points.reduce((sum, each) => sum + each, 0),
        10,
      );
    });
  });
}

describe("lesson 02-forward-noising, noisePicture", () => {
  const { noisePicture } = exercises;
  const mix = (bytes: Uint8Array, alphaBar: number, eps: (i: number) => number) =>
    Float32Array.from(
      bytes,
      (byte, i) => Math.sqrt(alphaBar) * (byte / 127.5 - 1) + Math.sqrt(1 - alphaBar) * eps(i),
    );

  it("accepts normal noise that was drawn in another order", () => {
    for (let seed = 0; seed < 20; seed++) {
      const found = check(
        noisePicture,
        (bytes, alphaBar, rng) => {
          const eps = rng.normal(bytes.length).reverse();
          return mix(bytes, alphaBar, (i) => eps[i]);
        },
        { seed },
      );
      assert.ok(found.passed, `seed ${seed}: ${found.message}`);
    }
  });

  it("refuses uniform noise of mean 0 and variance 1", () => {
    for (let seed = 0; seed < 20; seed++)
      assert.ok(
        !check(
          noisePicture,
          (bytes, alphaBar, rng) => mix(bytes, alphaBar, () => Math.sqrt(12) * (rng.uniform() - 0.5)),
          { seed },
        ).passed,
      );
  });
});
