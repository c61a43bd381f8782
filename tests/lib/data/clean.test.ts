import assert from "node:assert/strict";
import { audit, clean, type Dataset, dataset, type Finding, last, loadDataset } from "../../../lib/index.ts";

async function findingsOf(data: Dataset): Promise<Finding[]> {
  return (await last(audit(data))).findings;
}

describe("clean", () => {
  it("finds of rows with one id all copies but one, and `clean` keeps that one", async () => {
    const digits = await loadDataset("digits8", { limit: 2 });
    const [two, other] = digits.rows.map(({ id }) => id);
    // A picture with two captions is two rows of one id.
    const data = digits.pick([0, 1, 0, 1, 1]);
    const findings = await findingsOf(data);
    const { data: kept, changes } = clean(data, findings);
    assert.deepEqual(
      kept.rows.map(({ id }) => id),
      [two, other],
    );
    assert.deepEqual(
      changes.map(({ where, kind, effect }) => [where, kind, effect]),
      [two, other, other].map((id) => [id, "exact duplicate", "left out"]),
    );
  });

  it("finds of a picture with two captions the wrong one, and `clean` keeps the right one", async () => {
    const digit = await loadDataset("digits8", { limit: 1 });
    const both = digit.pick([0, 0]);
    const rows = both.rows.map((row, at) => (at === 0 ? { ...row, caption: "" } : row));
    const data = dataset({ ...both, rows });
    const findings = await findingsOf(data);
    const { data: kept, changes } = clean(data, findings, { kinds: ["empty caption"] });
    assert.deepEqual(kept.captions, digit.captions);
    assert.deepEqual(
      changes.map(({ row, kind }) => [row, kind]),
      [[0, "empty caption"]],
    );
  });

  it("takes all rows of an id where a finding names no row", async () => {
    const data = (await loadDataset("digits8", { limit: 2 })).pick([0, 1, 0]);
    const finding = { where: data.rows[0].id, kind: "blank", message: "Seen.", effect: "kept" } as const;
    assert.deepEqual(
      clean(data, [finding]).data.rows.map(({ id }) => id),
      [data.rows[1].id],
    );
  });

  it("refuses to clean by the findings of another set", async () => {
    const data = (await loadDataset("digits8", { limit: 3 })).pick([0, 0, 1, 2]);
    const findings = await findingsOf(data);
    const { data: kept } = clean(data, findings);
    const [first, second] = data.rows.slice(1).map(({ id }) => id);
    assert.throws(() => clean(kept, findings), {
      name: "RangeError",
      message: `Cannot clean: a finding is about row 1, ${first}, but that row of this set is ${second}; audit this set first`,
    });
  });

  it("finds copies under another id however often that id is there, and `clean` keeps none of these", async () => {
    const digit = await loadDataset("digits8", { limit: 1 });
    const again = digit.pick([0, 0, 0]);
    const rows = again.rows.map((row, at) => (at === 0 ? row : { ...row, id: "copy" }));
    const data = dataset({ ...again, rows });
    const { data: kept } = clean(data, await findingsOf(data));
    assert.deepEqual(
      kept.rows.map(({ id }) => id),
      [digit.rows[0].id],
    );
  });
});
