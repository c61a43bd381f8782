/** The cells by which a kernel shows that it has a feature, in each kernel's language. */

export interface FeatureCells {
  /** Declares a number that is a text, then prints "ran"; undefined where the language has no such error. */
  typeError?: string;
  /** A variable, a function that reads it, a new value, and a call that shows 5 if the function sees it. */
  newValue: string[];
  /** Awaits for two seconds. */
  pause: string;
  /** Prints "go" after an await, then loops for ever. */
  busyLater: string;
  /** Fails on its line 2, called from its line 4. */
  fails: string;
  /** Ends the process that runs it, as the language's programs do. */
  exits: string;
  /** A module that the notebook's folder holds, and a cell that shows the 42 of it. */
  module: { suffix: string; text: string; use(name: string): string };
  /** Syntax of the language's newest years; prints "new". */
  newest: string;
}

const typescript: FeatureCells = {
  typeError: 'const wrong: number = "text";\nconsole.log("ran");',
  newValue: ["let rate = 1;\nfunction current() { return rate; }", "rate = 5;", "current()"],
  pause: "await new Promise<void>((resolve) => setTimeout(resolve, 2000));",
  busyLater:
    'await new Promise<void>((resolve) => setTimeout(resolve, 20));\nconsole.log("go");\nwhile (true) {}',
  fails: 'function fails(): void {\n  throw new RangeError("wrong");\n}\nfails();',
  exits: "process.exit(1)",
  module: {
    suffix: ".ts",
    text: "export const answer: number = 40 + 2;\n",
    use: (name) => `import { answer } from "./${name}.ts";\nanswer`,
  },
  newest:
    '{\n  using held = { [Symbol.dispose]() {} };\n}\nfunction same<T>(a: T, b: NoInfer<T>): T { return a ?? b; }\nconsole.log(same<string>("new", ""));',
};

const python: FeatureCells = {
  newValue: ["rate = 1\ndef current():\n    return rate", "rate = 5", "current()"],
  pause: "import asyncio\nawait asyncio.sleep(2)",
  busyLater: 'import asyncio\nawait asyncio.sleep(0.02)\nprint("go")\nwhile True:\n    pass',
  fails: 'def fails():\n    raise ValueError("wrong")\n\nfails()',
  exits: "import sys\nsys.exit(1)",
  module: {
    suffix: ".py",
    text: "answer = 40 + 2\n",
    use: (name) => `from ${name} import answer\nanswer`,
  },
  newest: 'match [1, 2]:\n    case [first, *rest]:\n        print("new")',
};

export const featureCells: Record<string, FeatureCells> = {
  noisebook: typescript,
  // It finds modules by Node's old rule alone, which knows no `.ts`.
  tslab: {
    ...typescript,
    module: { ...typescript.module, use: (name) => `import { answer } from "./${name}";\nanswer` },
  },
  deno: typescript,
  ipykernel: python,
};
