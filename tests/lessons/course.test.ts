import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lessonNames } from "../../lessons/build.ts";
import { course, lessonNumber } from "../../lessons/course.ts";
import { coursePage, lessonGoals, lessonMinutes } from "../../lessons/course-page.ts";
import { exercisesOf } from "../../lessons/exercises-of.ts";
import { mistakes } from "../../lessons/mistakes.ts";
import type { LessonCell } from "../../lessons/parse.ts";
import { lessonFile, readLesson } from "../../lessons/source.ts";
import { root } from "../root.ts";

describe("the course", () => {
  it("is a table of sixteen lessons in their order, each after those that it builds on", () => {
    assert.deepEqual(
      course.map(lessonNumber),
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
    for (const entry of course)
      for (const need of entry.needs) assert.ok(need < lessonNumber(entry), entry.folder);
  });

  it("has a folder with a text for each lesson of the table, and no other", () => {
    assert.deepEqual(
      lessonNames(),
      course.map(({ folder }) => folder),
    );
  });

  it("answers each of the eighteen mistakes", () => {
    const answered = new Set(course.flatMap((entry) => entry.mistakes));
    assert.deepEqual(
      [...answered].sort((a, b) => a - b),
      mistakes.map(({ number }) => number),
    );
    assert.equal(mistakes.length, 18);
  });

  it("opens up files that are there", () => {
    const missing = course.flatMap(({ opens }) => opens.filter((path) => !existsSync(join(root, path))));
    assert.deepEqual(missing, []);
  });

  it("has a page that is current (npm run build && npx noisebook build)", () => {
    const text = readFileSync(join(root, "lessons/README.md"), "utf8");
    assert.ok(text === coursePage(), "lessons/README.md is not current");
  });

  it("has links to files that are there", () => {
    for (const name of ["README.md", "glossary.md"]) {
      const text = readFileSync(join(root, "lessons", name), "utf8");
      for (const [, path] of text.matchAll(/\]\(([^)#]+)\)/g))
        assert.ok(/^https:/.test(path) || existsSync(join(root, "lessons", path)), `${name}: ${path}`);
    }
  });
});

for (const lesson of lessonNames())
  describe(`the text of lesson ${lesson}`, () => {
    const cells = readLesson(lesson);
    const code = cells.filter(({ type }) => type === "code");
    const pages = cells.filter(({ type }) => type === "markdown");
    const has = (of: LessonCell[], pattern: RegExp) => of.some(({ source }) => pattern.test(source));

    it("begins with its number, its goals and a setup that holds the student's seed", () => {
      assert.match(pages[0].source, new RegExp(`^# Lesson ${Number.parseInt(lesson, 10)} · `));
      assert.ok(lessonGoals(lesson).length >= 3);
      assert.equal(code[0].id, "setup");
      assert.match(code[0].source, /^const seed = \d+;/m);
    });

    it("has something that moves", () => assert.ok(has(code, /^interact\(/m)));

    it("imports nothing but the library", () => {
      for (const { source } of code)
        for (const [, path] of source.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g))
          assert.match(path, new RegExp(`^noisebook(/tf|/lessons/${lesson})?$`));
    });

    it("draws no number from anything but its seed, and reads no clock", () => {
      for (const { source } of code) assert.doesNotMatch(source, /Math\.random|Date\.now|new Date\(\)/);
    });

    it("has a check of one call for every exercise, in their order", async () => {
      const checks = cells.filter(({ exercise }) => exercise?.role === "check");
      const names = checks.map(
        ({ source }) => /^check\(exercises\.(\w+), \w+, \{ seed \}\);$/.exec(source)?.[1],
      );
      const all = await exercisesOf(lesson);
      assert.deepEqual(names, Object.keys(all));
      assert.deepEqual(
        checks.map(({ exercise }) => exercise?.id),
        Object.values(all).map(({ id }) => id),
      );
    });

    it("has an open task of ten points whose rubric adds up", () => {
      const tasks = pages.filter(({ task }) => task);
      assert.equal(tasks.length, 1);
      const rubric = [...tasks[0].source.matchAll(/^\| *(\d+) *\|/gm)].map(([, points]) => Number(points));
      assert.equal(tasks[0].task?.points, 10);
      assert.equal(
        rubric.reduce((sum, points) => sum + points, 0),
        10,
      );
    });

    it("asks questions before it answers them, sums up and says where to read on", () => {
      assert.ok(pages.filter(({ source }) => /^> \*\*/m.test(source)).length >= 3);
      assert.ok(has(pages, /^## What you know now$/m));
      assert.ok(has(pages, /^\*\*Further reading\*\*$/m));
    });

    it("is well-formed where a page shows it: formulas and tables", () => {
      for (const { source, id } of pages) {
        const formulas = source.replace(/`[^`]*`/g, "").match(/(?<!\\)\$/g)?.length ?? 0;
        assert.equal(formulas % 2, 0, `${id} has a $ without its partner`);
      }
    });

    it("has notes for the teacher: time, questions, mistakes, marking", () => {
      const notes = lessonFile(lesson, "teacher.md");
      assert.ok(lessonMinutes(lesson) >= 30);
      for (const heading of [
        "Questions in the text",
        "Mistakes that the checks name",
        "Marking the open task",
      ])
        assert.match(notes, new RegExp(`^## ${heading}$`, "m"));
    });
  });
