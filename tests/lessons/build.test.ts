import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildLesson, lessonNames, lessonPath, notebookText } from "../../lessons/build.ts";
import { startNotebook, startPage } from "../../lessons/course-page.ts";
import { parseLesson } from "../../lessons/parse.ts";
import { withoutSolutions } from "../../lessons/solution-region.ts";
import { lessonLanguages } from "../../lessons/source.ts";
import { translated } from "../../lessons/translation.ts";
import { root } from "../root.ts";

describe("notebooks/", () => {
  const built = lessonNames().flatMap((lesson) =>
    [undefined, ...lessonLanguages(lesson)].map((language) => ({
      lesson,
      ...(language ? { language } : {}),
    })),
  );
  for (const { lesson, ...options } of built) {
    const path = lessonPath(lesson, options);
    const name = relative(root, path);

    it(`${name} is built from its source as it is now (npm run build && npx noisebook build)`, () => {
      assert.ok(existsSync(path), path);
      assert.ok(
        readFileSync(path, "utf8") === notebookText(buildLesson(lesson, options)),
        `${path} is not current`,
      );
    });

    it(`${name} has no outputs, lasting ids and no solution`, () => {
      const text = readFileSync(path, "utf8");
      const { cells, nbformat, nbformat_minor, metadata } = JSON.parse(text);
      assert.deepEqual([nbformat, nbformat_minor, metadata.kernelspec.name], [4, 5, "noisebook"]);
      for (const { cell_type, id, outputs, execution_count } of cells) {
        assert.match(id, /^[a-zA-Z0-9_-]{1,64}$/);
        if (cell_type === "code") assert.deepEqual([outputs, execution_count], [[], null]);
      }
      assert.equal(new Set(cells.map(({ id }: { id: string }) => id)).size, cells.length);
      assert.doesNotMatch(text, /SOLUTION/);
      assert.match(text, /Not written yet/);
    });
  }

  it("begins with a list of the lessons as they are now", () => {
    const text = readFileSync(join(root, "notebooks", startNotebook), "utf8");
    assert.ok(text === notebookText(startPage()), "npx noisebook build");
    for (const lesson of lessonNames()) assert.ok(text.includes(`(${lesson}.ipynb)`), lesson);
  });

  it("holds nothing else", () => {
    const found = readdirSync(join(root, "notebooks"), { recursive: true, encoding: "utf8" });
    const expected = built.map(({ lesson, ...options }) => lessonPath(lesson, options));
    assert.deepEqual(
      found.filter((path) => path.endsWith(".ipynb") && !path.includes(".ipynb_checkpoints")).sort(),
      [startNotebook, ...expected.map((path) => relative(join(root, "notebooks"), path))].sort(),
    );
  });
});

describe("parseLesson()", () => {
  const exercise = "```ts solution=a\n1\n```\n\n```ts check=a\n2\n```\n";

  it("makes a page of each heading of level 2, and cells in reading order", () => {
    const cells = parseLesson(
      `# Title\n\nHello\n\n## One page\n\ntext\n\n${exercise}\nmore\n\n## Two\n\n\`\`\`js\nx\n\`\`\`\n`,
    );
    assert.deepEqual(
      cells.map(({ type, id }) => `${type} ${id}`),
      [
        "markdown start-1",
        "markdown one-page-1",
        "code solution-a",
        "code check-a",
        "markdown one-page-2",
        "markdown two-1",
      ],
    );
    assert.deepEqual(cells[2].exercise, { id: "a", role: "solution" });
    assert.match(cells[5].source, /```js\nx\n```/);
  });

  const refused: [string, string, RegExp][] = [
    ["a fence without a name", "```ts\n1\n```\n", /got no name before: 1/],
    ["a fence of another kind", "```ts role=a\n1\n```\n", /got role/],
    ["a name twice", "```ts id=a\n1\n```\n```ts id=a\n1\n```\n", /two cells are called a/],
    ["a solution without a check", "```ts solution=a\n1\n```\n", /exercise a has no check/],
    ["a check without a solution", "```ts check=a\n1\n```\n", /has a check and no solution/],
  ];
  for (const [name, source, message] of refused)
    it(`refuses ${name}`, () => {
      assert.throws(
        () => parseLesson(source),
        (error: Error) => error instanceof SyntaxError && message.test(error.message),
      );
    });
});

describe("translated()", () => {
  const code = "```ts id=a\nx\n```\n";
  const empty = "```ts id=a\n```\n";
  const build = (translation: string) =>
    translated(parseLesson(`# Hello\n\n${code}\n## Two\n`), parseLesson(translation));

  it("takes text from the translation, and code and ids from the lesson", () => {
    assert.deepEqual(
      build(`# Hallo\n\n${empty}\n## Zwei\n`).map(({ id, source }) => [id, source]),
      [
        ["start-1", "# Hallo"],
        ["a", "x"],
        ["two-1", "## Zwei"],
      ],
    );
  });

  const refused: [string, string, RegExp][] = [
    ["a missing page", `# Hallo\n\n${empty}`, /the lesson has the text "## Two" where .* no more cells/],
    ["a missing fence", "# Hallo\n\n## Zwei\n", /has the code a where .* the text "## Zwei"/],
    [
      "a fence of another name",
      `# Hallo\n\n${empty.replace("=a", "=b")}\n## Zwei\n`,
      /the code a .* the code b/,
    ],
    ["code of its own", `# Hallo\n\n${code}\n## Zwei\n`, /the fence a must be empty/],
  ];
  for (const [name, translation, message] of refused)
    it(`refuses ${name}`, () => assert.throws(() => build(translation), message));
});

describe("withoutSolutions()", () => {
  it("puts the stub at the indentation of the region", () => {
    const source = "f() {\n  // ### BEGIN SOLUTION\n  secret\n  // ### END SOLUTION\n}";
    assert.equal(withoutSolutions(source), 'f() {\n  throw new Error("Not written yet");\n}');
  });

  const refused: [string, string, RegExp][] = [
    ["nested regions", "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", /begins inside another/],
    ["an open region", "### BEGIN SOLUTION", /has no end/],
    ["an end without a beginning", "### END SOLUTION", /has not begun/],
    ["no region", "secret", /there is no region/],
  ];
  for (const [name, source, message] of refused)
    it(`refuses ${name}`, () => assert.throws(() => withoutSolutions(source), message));
});
