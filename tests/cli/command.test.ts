import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { commandHelp, readArguments, readCount, readSeconds, UsageError } from "../../cli/command.ts";
import { explain } from "../../cli/explain.ts";
import { nearest } from "../../cli/nearest.ts";
import { noisebook } from "./noisebook.ts";

const run = {
  usage: "noisebook run NOTEBOOK",
  about: "Runs.",
  options: {
    html: { value: "FILE", optional: /\.html$/, help: "a page" },
    timeout: { value: "SECONDS", help: "at most" },
    "allow-errors": { help: "go on" },
  },
  words: [1, 1] as [number, number],
  run: async () => 0,
};

describe("command line", () => {
  it("readArguments() reads words, values and switches in any order", () => {
    const { words, options } = readArguments(run, ["--allow-errors", "a.ipynb", "--timeout", "5"]);
    assert.deepEqual([words, { ...options }], [["a.ipynb"], { "allow-errors": true, timeout: "5" }]);
  });

  it("readArguments() takes a value that may be left out only when the next word has its form", () => {
    for (const [args, html, words] of [
      [["--html", "a.ipynb"], "", ["a.ipynb"]],
      [["a.ipynb", "--html"], "", ["a.ipynb"]],
      [["a.ipynb", "--html", "page.html"], "page.html", ["a.ipynb"]],
      [["--html=out", "a.ipynb"], "out", ["a.ipynb"]],
    ] as const) {
      const read = readArguments(run, [...args]);
      assert.deepEqual([read.options["html"], read.words], [html, words]);
    }
  });

  for (const [args, message] of [
    [["--allow-error", "a"], "noisebook run has no option --allow-error; did you mean --allow-errors?"],
    [["--xyz", "a"], "noisebook run has no option --xyz; see noisebook run --help"],
    [["-x", "a"], "noisebook run has no option -x; see noisebook run --help"],
    [["a", "--timeout"], "--timeout needs a value, as in --timeout SECONDS"],
    [["a", "--allow-errors=5"], "--allow-errors takes no value"],
    [[], "It is used like this: noisebook run NOTEBOOK"],
    [["a", "b"], "It is used like this: noisebook run NOTEBOOK"],
  ] as const)
    it(`readArguments() says what is wrong with ${JSON.stringify(args)}`, () => {
      assert.throws(() => readArguments(run, [...args]), { name: "UsageError", message });
    });

  it("readCount() and readSeconds() read whole numbers, of which seconds may be more", () => {
    assert.deepEqual([readCount("jobs", "256"), readSeconds("cell-seconds", "300")], [256, 300]);
    const message = (most: number, got: string) => ({
      message: `--a must be a whole number from 1 to ${most}, got ${got}`,
    });
    for (const text of ["0", "1.5", "many", "257"])
      assert.throws(() => readCount("a", text), message(256, text));
    for (const text of ["0", "86401"]) assert.throws(() => readSeconds("a", text), message(86_400, text));
  });

  it("explain() tells faults of use and of the world in a sentence, and mistakes of the program with their trace", () => {
    for (const [message, fault] of [
      ["Cannot read a.ipynb: it is a folder", Error],
      ["Cannot convert a prediction: v says nothing of eps", RangeError],
      ["Cannot find Python: JupyterLab needs Python 3.10 or newer", Error],
      ["The kernel died (exit status 7)", Error],
    ] as const)
      assert.deepEqual(explain(new fault(message)), { text: message, status: 1 });
    assert.deepEqual(explain(new UsageError("--workers is odd")), { text: "--workers is odd", status: 2 });
    const nothing = undefined as unknown as { a: { b: number } };
    for (const mistake of [
      () => nothing.a,
      () => {
        nothing.a = { b: 1 };
      },
      () => (({ a }) => a)(nothing),
      () => Object.keys(nothing),
      () => Object.assign(Object.freeze({ b: 1 }), { b: 2 }),
      () => {
        throw new Error("Cannot find package 'tslab' imported from /a.js");
      },
    ])
      assert.throws(mistake, (error: Error) => explain(error).text === error.stack, String(mistake));
  });

  it("commandHelp() tells usage and every option", () => {
    assert.equal(
      commandHelp(run),
      [
        "noisebook run NOTEBOOK",
        "",
        "Runs.",
        "",
        "  --html [FILE]      a page",
        "  --timeout SECONDS  at most",
        "  --allow-errors     go on",
      ].join("\n"),
    );
  });

  it("nearest() finds what was meant, and nothing where nothing is near", () => {
    const known = ["lab", "run", "install", "doctor", "build"];
    for (const [word, meant] of [
      ["lba", "lab"],
      ["LAB", "lab"],
      ["instal", "install"],
      ["docter", "doctor"],
      ["bulid", "build"],
      ["inst", "install"],
      ["jupyter", undefined],
      ["", undefined],
    ] as const)
      assert.equal(nearest(word, known), meant, word);
  });
});

describe("noisebook", () => {
  const at = { cwd: tmpdir() };

  it("--help lists the commands, and --version tells the version", async () => {
    const help = await noisebook(["--help"], at);
    assert.equal(help.status, 0);
    for (const name of ["lab", "run", "install", "doctor", "build"])
      assert.match(help.stdout, new RegExp(`^ {2}noisebook ${name}\\b`, "m"));
    assert.match((await noisebook(["--version"], at)).stdout, /^\d+\.\d+\.\d+\n$/);
    assert.match((await noisebook(["run", "--help"], at)).stdout, /--allow-errors/);
  });

  it("names the nearest command, with status 2", async () => {
    const { status, stderr } = await noisebook(["labb"], at);
    assert.deepEqual([status, stderr], [2, "noisebook has no command labb; did you mean noisebook lab?\n"]);
  });

  it("grade names the lesson that was meant, or all where none was named, with status 2", async () => {
    const wrong = await noisebook(["grade", ".", "--lesson", "02-forward"], at);
    assert.deepEqual(
      [wrong.status, wrong.stderr],
      [2, "There is no lesson 02-forward; did you mean 02-forward-noising?\n"],
    );
    const none = await noisebook(["grade", "."], at);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /^--lesson is missing; there are 0.*, 02-forward-noising, /);
  });

  it("doctor --json tells of Node, Python, Jupyter, the kernel and the backend", async () => {
    const { findings } = JSON.parse((await noisebook(["doctor", "--json"], at)).stdout);
    assert.deepEqual(
      findings.map(({ name }: { name: string }) => name),
      [
        "node",
        "python",
        "jupyter",
        "kernel",
        "backend",
        "tensorflow",
        "tensorflow-gpu",
        "onnxruntime",
        "webgpu",
      ],
    );
    assert.equal(findings[0].state, "ok");
    assert.equal(findings[4].state, "ok");
  });
});
