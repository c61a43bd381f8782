import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildLesson, lessonNames, notebookText } from "../../lessons/build.ts";
import { parseLesson } from "../../lessons/parse.ts";
import { withoutSolutions } from "../../lessons/solution-region.ts";
import { root } from "../root.ts";

describe("notebooks/", () => {
  for (const lesson of lessonNames()) {
    const path = join(root, "notebooks", `${lesson}.ipynb`);

    it(`${lesson} is built from its source as it is now (npm run build && npx noisebook build ${lesson})`, () => {
      assert.ok(existsSync(path), path);
      assert.ok(readFileSync(path, "utf8") === notebookText(buildLesson(lesson)), `${path} is not current`);
    });

    it(`${lesson} has no outputs, lasting ids and no solution`, () => {
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

  it("holds nothing else", () => {
    assert.deepEqual(
      readdirSync(join(root, "notebooks")).sort(),
      lessonNames().map((lesson) => `${lesson}.ipynb`),
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
