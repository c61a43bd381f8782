import assert from "node:assert/strict";
import {
  type AuditOptions,
  type AuditReport,
  audit,
  checkShapes,
  type Dataset,
  dataset,
  loadDataset,
  random,
} from "../../../lib/index.ts";
import { blurred, copyOf, levels, noisy, overwrite, score, withCopies } from "./planted.ts";

async function report(data: Dataset, options?: AuditOptions): Promise<AuditReport> {
  let last: AuditReport | undefined;
  for await (const step of audit(data, options)) last = step;
  assert.ok(last && last.done === last.total);
  return last;
}
const found = (result: AuditReport, kind: string) =>
  result.findings.filter((finding) => finding.kind === kind).map(({ where }) => where);
const every = (step: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => from + i * step);

describe("audit", () => {
  it("finds nothing wrong with the faces but one pair that looks alike", async () => {
    const { findings } = await report(await loadDataset("faces16"));
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ["near duplicate"],
    );
  });

  it("finds every planted exact duplicate and nothing else", async () => {
    const faces = await loadDataset("faces16", { limit: 1000 });
    const planted = withCopies(faces, every(37, 25), (picture) => picture);
    const result = await report(planted);
    const ids = planted.rows.slice(1000).map((row) => row.id);
    assert.deepEqual(score(found(result, "exact duplicate"), ids), { precision: 1, recall: 1 });
  });

  const changes: [string, number, Parameters<typeof withCopies>[2]][] = [
    ["noise of 4 levels", 0.95, (picture) => noisy(picture, { sigma: 4, rng: random(1) })],
    ["8 levels darker", 1, (picture) => levels(picture, (value) => value - 8 / 127.5)],
    ["a tenth less contrast", 1, (picture) => levels(picture, (value) => value * 0.9)],
    ["slightly blurred", 0.9, (picture) => blurred(picture, 0.4)],
  ];
  for (const [name, recall, change] of changes)
    it(`finds near duplicates: ${name}`, async () => {
      const faces = await loadDataset("faces16", { limit: 1000 });
      const planted = withCopies(faces, every(19, 50), change);
      const result = score(
        found(await report(planted), "near duplicate"),
        planted.rows.slice(1000).map((row) => row.id),
      );
      assert.ok(result.recall >= recall && result.precision === 1, JSON.stringify(result));
    });

  it("finds blank, pale and blurred pictures among emoji", async () => {
    const data = copyOf(await loadDataset("emoji", { styles: ["noto"] }));
    const [blank, pale, soft] = [every(61, 20), every(61, 20, 1), every(61, 20, 2)];
    for (const at of blank) overwrite(data, at, (picture) => levels(picture, () => 0.25));
    for (const at of pale) overwrite(data, at, (picture) => levels(picture, (value) => 0.8 + value * 0.05));
    for (const at of soft) overwrite(data, at, (picture) => blurred(picture, 2));
    const result = await report(data);
    const ids = (rows: number[]) => rows.map((at) => data.rows[at].id);
    assert.deepEqual(score(found(result, "blank"), ids(blank)), { precision: 1, recall: 1 });
    assert.deepEqual(score(found(result, "low contrast"), ids(pale)), { precision: 1, recall: 1 });
    assert.deepEqual(score(found(result, "blurred"), ids(soft)), { precision: 1, recall: 1 });
  });

  it("finds captions that are empty, endless or boilerplate", async () => {
    const data = await loadDataset("emoji", { styles: ["twemoji"] });
    const rows = structuredClone(data.rows);
    const [empty, long, same] = [every(40, 15), every(40, 15, 1), every(40, 30, 2)];
    for (const at of empty) rows[at].caption = " ";
    for (const at of long) rows[at].caption = "very ".repeat(80);
    for (const at of same) rows[at].caption = "Part of the Flat Icon Collection";
    const result = await report(dataset({ ...data, rows }));
    const ids = (at: number[]) => at.map((row) => rows[row].id);
    assert.deepEqual(score(found(result, "empty caption"), ids(empty)), { precision: 1, recall: 1 });
    assert.deepEqual(score(found(result, "long caption"), ids(long)), { precision: 1, recall: 1 });
    const boilerplate = new Set(found(result, "boilerplate caption"));
    assert.ok(ids(same).every((id) => boilerplate.has(id)));
    assert.deepEqual(result.captions?.boilerplate[0], {
      caption: "Part of the Flat Icon Collection",
      count: 30,
    });
  });

  it("finds every shape whose caption is wrong, by looking", async () => {
    const data = await loadDataset("shapes", { styles: ["one-object"], limit: 400 });
    const rows = structuredClone(data.rows);
    const wrong = every(13, 30);
    for (const at of wrong) {
      const other = data.rows.find((row) => row.caption !== data.rows[at].caption)!;
      rows[at].caption = other.caption;
    }
    const isTrue: AuditOptions["isTrue"] = (picture, caption) => checkShapes(picture, caption).correct;
    const result = await report(dataset({ ...data, rows }), { isTrue });
    const ids = wrong.map((at) => rows[at].id);
    assert.deepEqual(score(found(result, "wrong caption"), ids), { precision: 1, recall: 1 });
  });

  it("finds mislabelled digits by their neighbours", async () => {
    const data = await loadDataset("digits8");
    const rows = structuredClone(data.rows);
    const wrong = every(29, 60);
    for (const at of wrong)
      rows[at].attributes.digit = String((Number(rows[at].attributes.digit) + 1 + (at % 9)) % 10);
    const result = await report(dataset({ ...data, rows }), { labels: "digit" });
    const ids = wrong.map((at) => rows[at].id);
    const { precision, recall } = score(found(result, "doubtful label"), ids);
    assert.ok(recall >= 0.9 && precision >= 0.85, `precision ${precision}, recall ${recall}`);
  });

  it("finds an attribute that is skewed, and two that come together", async () => {
    const data = await loadDataset("faces16");
    const skewed = data.pick(
      data.rows.flatMap(({ group }, at) => (group === "smiling" || at % 40 === 0 ? [at] : [])),
    );
    assert.ok(found(await report(skewed), "unbalanced").includes("mood"));
    const tied = data.pick(
      data.attributes.flatMap((face, at) =>
        (face.mood === "sad") === (face.background === "blue") ? [at] : [],
      ),
    );
    assert.ok(found(await report(tied), "entangled").includes("background, mood"));
  });

  for (const name of ["emoji", "emoji-openmoji", "faces16", "digits8"])
    it(`finds no leak between the sides of ${name}`, async () => {
      const train = await loadDataset(name, { split: "train" });
      const test = await loadDataset(name, { split: "test" });
      assert.deepEqual(found(await report(train, { against: test }), "leak"), []);
    });

  it("finds planted leaks: a concept or a picture of the other side", async () => {
    const train = await loadDataset("faces16", { split: "train", limit: 300 });
    const test = await loadDataset("faces16", { split: "test", limit: 100 });
    const rows = test.rows.map((row, at) => (at < 5 ? { ...row, concept: train.rows[at].concept } : row));
    const result = await report(dataset({ ...test, rows }), { against: train });
    assert.deepEqual(
      found(result, "leak"),
      rows.slice(0, 5).map((row) => row.id),
    );
    assert.equal(found(await report(train.pick([7, 8, 9]), { against: train }), "leak").length, 3);
  });

  it("finds rows without licence or source", async () => {
    const data = await loadDataset("digits8", { limit: 20 });
    const rows = data.rows.map((row, at) => (at < 3 ? { ...row, licence: "NOASSERTION", source: "" } : row));
    const result = await report(dataset({ ...data, rows }));
    assert.equal(found(result, "no licence").length, 3);
    assert.equal(found(result, "no source").length, 3);
    assert.deepEqual(result.licences, { "CC-BY-4.0": 17, NOASSERTION: 3 });
  });

  it("yields a report after each check and can be left early", async () => {
    const steps = [];
    for await (const step of audit(await loadDataset("digits8", { limit: 20 }))) {
      steps.push(`${step.check} ${step.done} of ${step.total}`);
      if (step.done === 2) break;
    }
    assert.deepEqual(steps, ["pictures 1 of 5", "duplicates 2 of 5"]);
  });

  it("audits an empty set", async () => {
    const result = await report((await loadDataset("digits8", { limit: 1 })).pick([]));
    assert.deepEqual(result.findings, []);
  });
});
