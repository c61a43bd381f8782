import assert from "node:assert/strict";
import { check, type Exercise, type Random } from "../../../lib/index.ts";

describe("check() of an exercise with several right answers", () => {
  it("asks the exercise about outputs of the right kind and shape alone, whatever differs first", () => {
    interface Two {
      down: number[][];
      up: number[][];
    }
    const start: Exercise<[rng: Random], Two> = {
      id: "start",
      title: "Start two factors",
      points: 1,
      hint: "Use the rng",
      cases: (rng) => [[rng.fork()]],
      mistakes: [],
      solution: (rng) => ({ down: [[rng.normal(), rng.normal()]], up: [[0], [0]] }),
      accepts: ({ down, up }) =>
        down.flat().every(Number.isFinite) && up.flat().every((value) => value === 0),
    };
    const found = (up: unknown) =>
      check(
        start,
        (rng) => ({ down: [[1 + rng.normal(), rng.normal()]], ...(up === undefined ? {} : { up }) }),
        {
          seed: 5,
        },
      ).passed;
    assert.equal(found([[0], [0]]), true);
    for (const up of [[], [[0, 0]], [[0], [0], [0]], [[0], [Number.NaN]], undefined])
      assert.equal(found(up), false, JSON.stringify(up));
  });
});
