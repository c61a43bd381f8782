/** The same cells in each kernel's language. */
import { typedPython, typedTypeScript } from "./typed-cells.ts";

/** How a kernel is told to do what is measured. Numbers make each cell a new text, so that nothing is remembered. */
export interface Dialect {
  /** Shows 42, with a declared type where the language has them. */
  first: string;
  /** Shows 1 + i. */
  sum(i: number): string;
  /** Sixty lines with types; shows "typed" and i. */
  typed(i: number): string;
  /** Declares `arr`, a list of numbers, and `kept`, which is 42. */
  setup: string;
  /** A member of `arr` to complete at its end, and one of the answers. */
  member(i: number): { code: string; match: string };
  /** A name to complete at its end, and one of the answers. */
  global(i: number): { code: string; match: string };
  /** Prints `line 0`, `line 1` and so on. */
  prints(count: number): string;
  /** Shows so many letters as text/html. */
  bigDisplay(letters: number): string;
  /** Both print "go" and go on for ever. */
  busy: string;
  waiting: string;
  /** Both print the milliseconds that a loop of additions took. */
  loop: string;
  loopInFunction: string;
  /** Shows an ipywidgets slider with a listener; none where the kernel has no widgets. */
  slider?: string;
}

interface Variant {
  print: string;
  bigDisplay: Dialect["bigDisplay"];
  /** How many additions a loop does: few where it is slow. */
  additions: number;
  slider?: string;
}

function typescript({ print, bigDisplay, additions, slider }: Variant): Dialect {
  const loop = `for (let n = 0; n < ${additions}; n++) total += n * 0.5;`;
  const measured = (body: string) =>
    `const since = performance.now();\n${body}\n${print}(\`took \${performance.now() - since}\`);`;
  return {
    first: "const first: number = 41;\nfirst + 1",
    sum: (i) => `1 + ${i}`,
    typed: (i) => `${typedTypeScript(i)}\n${print}(\`typed \${summary.label}\`);`,
    setup: "const arr: number[] = [3, 1, 2];\nlet kept = 42;",
    member: (i) => ({ code: `const found${i} = arr.`, match: "map" }),
    global: (i) => ({ code: `const found${i} = parseI`, match: "parseInt" }),
    prints: (count) => `for (let n = 0; n < ${count}; n++) ${print}(\`line \${n}\`);`,
    bigDisplay,
    busy: `${print}("go");\nwhile (true) {}`,
    waiting: `${print}("go");\nawait new Promise<void>((resolve) => setTimeout(resolve, 600_000));`,
    loop: `let total = 0;\n${measured(loop)}`,
    loopInFunction: `function add(): number {\n  let total = 0;\n  ${loop}\n  return total;\n}\n${measured("add();")}`,
    ...(slider === undefined ? {} : { slider }),
  };
}

const letters = (count: number) => `"x".repeat(${count})`;

export const noisebook = typescript({
  print: "console.log",
  bigDisplay: (count) =>
    `display({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": ${letters(count)} }) });`,
  additions: 3e7,
  slider: "const lever = slider(0, 10);\nlever.onChange((value) => value);\nlever",
});

export const tslab = typescript({
  print: "console.log",
  bigDisplay: (count) => `import * as shown from "tslab";\nshown.display.html(${letters(count)});`,
  additions: 3e6,
});

export const deno = typescript({
  print: "console.log",
  bigDisplay: (count) => `await Deno.jupyter.display({ "text/html": ${letters(count)} }, { raw: true });`,
  additions: 3e7,
});

const pythonMeasured = (body: string) =>
  `import time\nsince = time.perf_counter()\n${body}\nprint("took", (time.perf_counter() - since) * 1000)`;
const pythonLoop = (indent: string) => `for n in range(3_000_000):\n${indent}    total += n * 0.5`;

export const python: Dialect = {
  first: "first = 41\nfirst + 1",
  sum: (i) => `1 + ${i}`,
  typed: (i) => `${typedPython(i)}\nprint("typed", summary["label"])`,
  setup: "arr = [3, 1, 2]\nkept = 42",
  member: (i) => ({ code: `found${i} = arr.`, match: "append" }),
  global: (i) => ({ code: `found${i} = isinst`, match: "isinstance" }),
  prints: (count) => `for n in range(${count}):\n    print(f"line {n}")`,
  bigDisplay: (count) => `display({"text/html": "x" * ${count}}, raw=True)`,
  busy: 'print("go")\nwhile True:\n    pass',
  waiting: 'import asyncio\nprint("go")\nawait asyncio.sleep(600)',
  loop: `total = 0\n${pythonMeasured(pythonLoop(""))}`,
  loopInFunction: `def add():\n    total = 0\n    ${pythonLoop("    ")}\n    return total\n${pythonMeasured("add()")}`,
  slider:
    "from ipywidgets import FloatSlider\nlever = FloatSlider(min=0, max=10)\nlever.observe(lambda change: change.new, 'value')\nlever",
};
