import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { readSheet } from "../../../grader/export/export.ts";
import { readGradebook } from "../../../grader/export/read-gradebook.ts";
import { nbgraderCsv } from "../../../grader/export/tables.ts";
import { writeGradebook } from "../../../grader/export/write-gradebook.ts";
import { type Grade, scoredParts } from "../../../grader/grade.ts";
import { feedbackPath, gradePath } from "../../../grader/graded-files.ts";
import { withMarks } from "../../../grader/mark/final-outcome.ts";
import { markItems } from "../../../grader/mark/mark-queue.ts";
import { type MarkServer, markServer } from "../../../grader/mark/mark-server.ts";
import { marksPath } from "../../../grader/mark/marks.ts";
import { gradedFolder, putStudent } from "./graded-folder.ts";

const evil = "Because </pre><script>alert(1)</script><img src=x onerror=alert(1)>";

describe("the teacher's desk", () => {
  let out = "";
  let server: MarkServer;
  let cookie = "";
  before(async () => {
    out = await gradedFolder({ ada: evil, bob: "It is noise." });
    writeFileSync(
      join(out, "rubric.json"),
      JSON.stringify({ why: [{ label: "names the noise", points: 2 }] }),
    );
    server = await markServer(out);
    const entered = await fetch(server.url, { redirect: "manual" });
    cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
    assert.match(entered.headers.get("set-cookie")!, /HttpOnly; SameSite=Strict/);
  });
  after(() => server.close());

  const at = (path: string) => new URL(path, server.url).href.replace(/\?.*/, "");
  const open = async (path = "/") => {
    const response = await fetch(at(path), { headers: { cookie } });
    return { response, page: new JSDOM(await response.text()).window.document };
  };
  const fieldsOf = (page: Document) =>
    Object.fromEntries(
      [...page.querySelectorAll<HTMLInputElement>("form [name]")].map(({ name, value }) => [name, value]),
    );
  const save = async (path: string, changes: Record<string, string>) => {
    const body = new URLSearchParams({ ...fieldsOf((await open(path)).page), ...changes });
    return fetch(at(path), { method: "POST", headers: { cookie }, body, redirect: "manual" });
  };

  it("lists the same question of every student, one after the other", async () => {
    const items = await markItems(out);
    assert.deepEqual(
      items.map(({ student, part }) => `${part.name} ${student}`),
      ["why ada", "why bob", "plot ada", "plot bob"],
    );
  });

  it("opens to nobody without the token, and under no other name", async () => {
    assert.equal((await fetch(at("/"))).status, 403);
    assert.equal((await fetch(`${at("/")}?token=guessed`)).status, 403);
    assert.equal((await fetch(at("/"), { headers: { cookie: `${cookie}x` } })).status, 403);
  });

  it("shows what students wrote as text: their HTML is nowhere a part of the page", async () => {
    const { response, page } = await open("/0");
    const policy = response.headers.get("content-security-policy")!;
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(page.querySelectorAll("script").length, 1);
    assert.equal(page.querySelectorAll("img, iframe, link, [onerror]").length, 0);
    assert.ok(page.querySelector("pre")!.textContent!.includes("<script>alert(1)"));
    const plot = (await open("/2")).page;
    assert.ok(plot.body.textContent!.includes("a plot") && !plot.body.innerHTML.includes("alert"));
  });

  it("keeps marks as JSON, goes to the next open answer, and refuses what cannot be", async () => {
    assert.equal((await save("/0", { points: "5" })).status, 422);
    assert.equal((await save("/0", { points: "" })).status, 422);
    assert.equal((await save("/0", { points: "3", answer: "another" })).status, 422);
    assert.equal((await save("/0", { points: "3", token: "forged" })).status, 403);
    const saved = await save("/0", { points: "3.5", comment: "Good.", extra: "2", extraComment: "Proof" });
    assert.deepEqual([saved.status, saved.headers.get("location")], [303, "/1"]);
    const marks = JSON.parse(readFileSync(marksPath(out, "ada"), "utf8"));
    assert.deepEqual(
      [marks.cells.why.points, marks.cells.why.comment, marks.extra.points],
      [3.5, "Good.", 2],
    );
  });

  it("draws the student's page and the table of grades again with the mark and its comment", async () => {
    const path = feedbackPath({ out, student: "ada", lesson: "hw" });
    const text = new JSDOM(readFileSync(path, "utf8")).window.document.body.textContent!.replace(/\s+/g, " ");
    assert.match(text, /7\.5 of 10 points so far.*why 3\.5 of 4 points ?Good\./);
    assert.match(text, /plot not scored yet/);
    const table = readFileSync(join(out, "grades.csv"), "utf8");
    assert.match(table, /,ada,,,,7\.5,0,7\.5,10\r\nhw,[^\n]*,bob,,,,2,0,2,10\r\n/);
  });

  it("draws Markdown and formulas of an answer, whose links and pictures load nothing", async () => {
    await putStudent(
      out,
      "bob",
      "**So** $x_t^2$ ![a picture](http://x.example/p.png) [go](javascript:alert(1)) <i>no</i>",
    );
    const { page } = await open("/1");
    const words = page.querySelector(".words")!;
    assert.equal(words.querySelectorAll("strong, math").length, 2);
    assert.equal(page.querySelectorAll("img, a[href^=javascript], .words i").length, 0);
    assert.match(words.textContent!, /a picture/);
    await putStudent(out, "bob", "It is noise.");
  });

  it("counts marks, extra credit and lateness in the exported scores", async () => {
    writeFileSync(
      join(out, "late.json"),
      JSON.stringify({ due: "2026-11-27T23:59", timeZone: "Europe/Berlin", percentPerDay: 20 }),
    );
    const rows = await readSheet([out], undefined);
    assert.deepEqual(
      rows.map(({ student, score, penalty }) => [student.id, score, penalty]),
      [
        ["ada", 7.5, 1.5],
        ["bob", 2, 0.4],
      ],
    );
    assert.match(nbgraderCsv(rows), /,ada,,,,7\.5,1\.5,6,10\r\n/);
  });

  it("asks for a cell that is named extra-credit, and keeps it apart from the credit beyond the task", async () => {
    const { extra } = JSON.parse(readFileSync(marksPath(out, "ada"), "utf8"));
    const named = {
      name: "extra-credit",
      kind: "manual answer",
      score: undefined,
      points: 3,
      reason: "a person scores it",
    } as const;
    const { grade, ...outcome } = JSON.parse(readFileSync(gradePath(out, "ada"), "utf8"));
    const inside = { ...grade.inside, cells: [...grade.inside.cells, named] };
    writeFileSync(gradePath(out, "ada"), JSON.stringify({ ...outcome, grade: { ...grade, inside } }));
    assert.ok((await markItems(out)).some(({ part }) => part.title === "extra-credit"));
    const parts = scoredParts({ ...grade, inside, extra });
    assert.equal(new Set(parts.map(({ name }) => name)).size, parts.length);
    const [row] = (await readGradebook(await writeGradebook(await readSheet([out], undefined)))).rows;
    assert.deepEqual(
      row!.parts
        .filter(({ name }) => name.startsWith("extra"))
        .map(({ name, score, points }) => [name, score, points]),
      [
        ["extra credit", 2, 0],
        ["extra-credit", undefined, 3],
      ],
    );
    writeFileSync(gradePath(out, "ada"), JSON.stringify({ ...outcome, grade }));
  });

  it("keeps a mark when the submission is graded anew, unless the answer has changed", async () => {
    await putStudent(out, "ada", evil);
    assert.equal((await readSheet([out], undefined))[0]!.score, 7.5);
    await putStudent(out, "ada", "Another answer.");
    const [row] = await readSheet([out], undefined);
    assert.equal(row!.score, 4, "tests and extra credit");
    const { page } = await open("/0");
    assert.match(page.querySelector(".note")!.textContent!, /has changed since it was scored 3\.5: “Good\.”/);
  });
});

describe("withMarks()", () => {
  const wrong: Grade["exercises"][number] = {
    ...{
      exercise: { id: "noise", title: "Noise" },
      finding: "throws",
      passed: false,
      points: 0,
      of: 2,
      cases: 4,
    },
    ...{ message: "Not yet.", hint: "Look again.", example: { inputs: "1", expected: "2", got: "3" } },
  };
  const grade: Grade = {
    lesson: "02",
    student: "ada",
    score: 0,
    points: 2,
    exercises: [wrong],
    failures: [],
  };
  const marked = (exercise: typeof wrong, points: number) =>
    withMarks({ ...grade, exercises: [exercise] }, () => ({ points, comment: "", answer: "" }), undefined)
      .exercises[0]!;

  it("makes right what got all points, without what was said of its mistake", () => {
    const { hint: _, example: __, ...rest } = wrong;
    assert.deepEqual(marked(wrong, 2), { ...rest, passed: true, points: 2, message: "Scored by a person." });
  });

  it("makes open what lost points, and keeps what helps", () => {
    assert.deepEqual(marked(wrong, 1), { ...wrong, points: 1, message: "Scored by a person." });
    assert.equal(marked({ ...wrong, passed: true, points: 2 }, 1).passed, false);
  });
});
