import assert from "node:assert/strict";
import { spareCells } from "../../grader/spare-cells.ts";
import type { Notebook, NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { buildLesson, lessonNames } from "../../lessons/build.ts";
import { parseLesson } from "../../lessons/parse.ts";
import { readLesson } from "../../lessons/source.ts";

const lesson = parseLesson(`# A lesson

\`\`\`ts id=setup
import { random } from "noisebook";
const seed = 42;
const rng = random(seed);
const pair = [1, 2];
\`\`\`

\`\`\`ts id=kinds
interface Kind {
  name: string;
}
const made: Kind[] = [];
\`\`\`

\`\`\`ts id=train
const net = { weights: rng.normal(4) };
console.log(pair.length, made);
\`\`\`

\`\`\`ts solution=half
function half(kind: Kind, net: number): number {
  return (seed * net) / 2;
}
\`\`\`

\`\`\`ts check=half
check(exercises.half, half, { seed });
\`\`\`

\`\`\`ts id=show
console.log(half({ name: "a" }, 1), net.weights);
\`\`\`
`);

/** The lesson as a student hands it in, with other text in some cells. */
function handedIn(changes: Record<string, string> = {}): NotebookCell[] {
  return lesson.map(({ type, id, source }) => ({
    ...{ cell_type: type, id, source: changes[id] ?? source, metadata: {} },
  }));
}

/** The ids of the cells that can be spared. */
function spared(cells: NotebookCell[]): string[] {
  const places = spareCells({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 } as Notebook, lesson);
  return [...places].map((at) => cells[at].id ?? String(at));
}

const code = (source: string, id = "own"): NotebookCell => ({ cell_type: "code", id, source, metadata: {} });

describe("spareCells()", () => {
  it("keeps the cells that declare what a solution names, types too, and those that they stand on", () => {
    assert.deepEqual(spared(handedIn()), ["train", "show"]);
  });

  it("keeps what the student changed, and all above that has a variable in common with it", () => {
    assert.deepEqual(spared(handedIn({ train: "const net = 1;" })), ["show"]);
    assert.deepEqual(spared(handedIn({ show: "console.log(net);" })), []);
    assert.deepEqual(spared(handedIn({ show: "rng.normal(1);" })), []);
    assert.deepEqual(spared([code("const net = 1;"), ...handedIn()]), ["train", "show"]);
  });

  it("spares as before beside a student's own cell that only calls the student's functions", () => {
    assert.deepEqual(spared([...handedIn(), code("half({ name: 'b' }, seed);")]), ["train", "show"]);
  });

  it("spares below a seed of the student's own", () => {
    const changed = lesson.find(({ id }) => id === "setup")!.source.replace("42", "7");
    assert.deepEqual(spared(handedIn({ setup: changed })), ["train", "show"]);
  });

  it("believes nothing that the submission says of its cells but the ids of exercises", () => {
    const cells = handedIn({ train: "const net = 1; pair.push(3);" });
    cells[3].metadata = { noisebook: { exercise: "half", role: "solution" }, shows: true };
    assert.deepEqual(spared([code("1 + 1", "train"), ...cells]), ["show"]);
    const nameless = handedIn({ "solution-half": "function half() { return net; }" });
    for (const cell of nameless) delete (cell as { id?: string }).id;
    assert.equal(spared(nameless).length, 1, "a solution without its id is the student's own");
  });

  it("takes what is no code for text", () => {
    assert.deepEqual(spared([...handedIn(), code("}{ ]]] `${", "broken")]), ["train", "show"]);
    assert.deepEqual(spared([]), []);
  });

  for (const name of lessonNames())
    it(`spares every training of ${name}`, () => {
      const { cells } = buildLesson(name, { solutions: true }) as unknown as Notebook;
      const places = spareCells({ cells } as Notebook, readLesson(name));
      const left = cells.filter((cell, at) => cell.cell_type === "code" && !places.has(at));
      assert.deepEqual(
        left.filter(({ source }) => /\bfor await\b.*\btrain/.test(String(source))).map(({ id }) => id),
        [],
      );
      assert.ok(places.size >= 4);
    });
});
