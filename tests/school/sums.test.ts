/** The sums of docs/school.md come out, and start from what the files of school/ set. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { root } from "../root.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const guide = read("docs/school.md");
const { singleuser } = parse(read("school/values.yaml"));
const [worker, redis] = ["grade-worker", "redis"].map(
  (name) =>
    parseAllDocuments(read("school/grading.yaml"))
      .map((document) => document.toJS())
      .find(({ kind, metadata }) => kind === "Deployment" && metadata.name === name).spec.template.spec
      .containers[0].resources,
);

/** The cells of each row of a table, by its first cell up to a comma. */
const rows = new Map(
  [...guide.matchAll(/^\| (.*) \|$/gm)].map((match) => {
    const [what = "", ...cells] = match[1]!.split(" | ");
    return [what.split(",")[0]!, { what, numbers: cells.map(numberOf) }];
  }),
);
const row = (what: string) => {
  const found = rows.get(what);
  assert.ok(found, `docs/school.md has no row ${what}`);
  return found;
};
/** The number that a row's first cell names. */
const each = (what: string) => Number(/, ([\d.]+) /.exec(row(what).what)![1]);

const enrolled = [30, 300, 3000];
const there = row("at the same time").numbers;
const machine = { cores: 8, memory: 28 };

describe("the sums of a school", () => {
  const cases: [what: string, sum: (index: number) => number][] = [
    ["memory promised", (at) => (there[at]! * each("memory promised")) / 1024],
    ["machines", (at) => there[at]! / each("machines")],
    [
      "until all have a kernel who come in the same minute",
      (at) =>
        (there[at]! * each("until all have a kernel who come in the same minute")) /
        (row("machines").numbers[at]! * machine.cores),
    ],
    ["files", (at) => enrolled[at]! * 1],
    ["workers", (at) => (enrolled[at]! * 24) / 3600],
    ["machines for them", (at) => row("workers").numbers[at]! / each("machines for them")],
    ["Redis", (at) => enrolled[at]! * each("Redis")],
  ];
  for (const [what, sum] of cases)
    it(`come out: ${what}`, () => {
      assert.deepEqual(
        row(what).numbers,
        enrolled.map((_, at) => Math.ceil(sum(at))),
      );
    });

  it("come out: the processor that grading takes", () => {
    const minutes = (seconds: number) => enrolled.map((count) => Math.round((count * seconds) / 60));
    const [right] = [...guide.matchAll(/^\| (grading a lesson, all right.*) \|$/gm)].map(cellsOf);
    const [half] = [...guide.matchAll(/^\| (grading a lesson, half.*) \|$/gm)].map(cellsOf);
    const graded = mean([
      ...read("docs/grading.md").matchAll(/^\| \d\d-[\w-]+ \| .* s \| (.*) s \| .* \|$/gm),
    ]);
    const whole = mean([...guide.matchAll(/^\| \d\d-[\w-]+ \| \d+ MiB \| (\d+) s \|$/gm)]);
    // Machines differ, and each table is measured anew at its own time; the sums must not tell another story.
    assert.ok(Math.abs(graded - 3.9) < 1, `${graded} s is the mean of docs/grading.md`);
    assert.ok(Math.abs(whole - 40) < 1, `${whole} s is the mean of docs/school.md`);
    assert.equal(Math.round((3.9 + 3.9 + 40) / 2), 24);
    assert.deepEqual(right, minutes(3.9));
    assert.deepEqual(half, minutes(24));
  });

  it("start from what is set", () => {
    const guarantee = Number.parseInt(singleuser.memory.guarantee, 10);
    assert.equal(singleuser.memory.guarantee, `${each("memory promised")}M`);
    assert.equal(each("machines"), Math.floor((machine.memory * 1024) / guarantee));
    assert.equal(each("machines for them"), machine.memory / Number.parseInt(worker.requests.memory, 10));
    assert.ok(each("machines for them") * Number(worker.requests.cpu) <= machine.cores);
    assert.ok(each("machines") * singleuser.cpu.guarantee <= machine.cores);
    assert.equal(singleuser.storage.capacity, "1Gi");
    assert.ok(Number.parseInt(redis.limits.memory, 10) * 1024 > Math.max(...row("Redis").numbers));
  });

  it("promise what all lessons but the one that is named take", () => {
    const over = [...guide.matchAll(/^\| (\d\d)-[\w-]+ \| (\d+) MiB \| \d+ s \|$/gm)].filter(
      ([, , memory]) => Number(memory) > each("memory promised"),
    );
    assert.deepEqual(
      over.map(([, lesson]) => lesson),
      ["13"],
    );
    assert.match(guide, /For lesson 13, .* promise 1280M/);
    assert.ok(Number(over[0]![2]) < 1280);
  });
});

function numberOf(cell: string): number {
  return Number.parseFloat(cell.replaceAll(",", ""));
}

function cellsOf(match: RegExpMatchArray): number[] {
  return match[1]!.split(" | ").slice(1).map(numberOf);
}

function mean(matches: RegExpMatchArray[]): number {
  assert.equal(matches.length, 16);
  return matches.reduce((sum, match) => sum + Number(match[1]), 0) / matches.length;
}
