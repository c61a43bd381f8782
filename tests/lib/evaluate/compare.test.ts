import assert from "node:assert/strict";
import { type Bench, collect, compare, comparisonGrid, last } from "../../../lib/index.ts";

describe("compare()", () => {
  it("runs every combination, the last setting changing first", async () => {
    const seen: string[] = [];
    const bench = await last(
      compare({ name: ["a", "b"], steps: [1, 2, 3] }, ({ name, steps }) => {
        seen.push(name + steps);
        return steps;
      }),
    );
    assert.deepEqual(seen, ["a1", "a2", "a3", "b1", "b2", "b3"]);
    assert.deepEqual(
      bench.cells.map(({ result }) => result),
      [1, 2, 3, 1, 2, 3],
    );
  });

  it("keeps what it has when its loop is left or its signal stops it", async () => {
    const stop = new AbortController();
    let bench: Bench | undefined;
    await assert.rejects(async () => {
      for await (const now of compare({ steps: [1, 2, 3] }, ({ steps }) => steps, { signal: stop.signal })) {
        bench = now;
        if (now.done === 2) stop.abort(new Error("enough"));
      }
    }, /enough/);
    assert.deepEqual(
      bench?.cells.map(({ result }) => result),
      [1, 2, undefined],
    );
    assert.match(comparisonGrid(bench!).alt, /2 of 3 runs: steps 1: 1; steps 2: 2$/);
  });

  it("goes on after a run that failed, with its sentence in the cell", async () => {
    const bench = await last(
      compare({ steps: [1, 2] }, ({ steps }) => {
        if (steps === 1) throw new RangeError("Cannot run: one is too few");
        return steps;
      }),
    );
    assert.deepEqual(
      bench.cells.map(({ result, error }) => result ?? error),
      ["Cannot run: one is too few", 2],
    );
  });

  it("refuses no setting, no value and too many combinations", async () => {
    const many = Array.from({ length: 21 }, (_, at) => at);
    await assert.rejects(
      collect(compare({}, () => 1)),
      /at least one setting with at least one value is needed, got none/,
    );
    await assert.rejects(collect(compare({ steps: [] }, () => 1)), /got no value of steps/);
    await assert.rejects(
      collect(compare({ a: many, b: many }, () => 1)),
      /at most 400 combinations can be run, got 441/,
    );
  });
});
