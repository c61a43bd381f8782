/** What a random session does: each step runs a few cells and knows all that must come of them. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../lib/index.ts";
import type { Ran, SoakNotebook } from "./soak-notebook.ts";

export interface Session {
  notebook: SoakNotebook;
  folder: string;
  rng: Random;
  /** The notebook's variables as they must be. */
  variables: Map<string, number>;
  /** A number that no earlier step had. */
  next(): number;
}

type Step = (session: Session) => Promise<void>;

type Expected = Partial<Omit<Ran, "id" | "messages">>;

/** Runs a cell and holds all that arrived against what must. */
async function run({ notebook }: Session, code: string, expected: Expected): Promise<Ran> {
  const ran = await notebook.run(code);
  const { id: _, messages: __, ...arrived } = ran;
  const nothing = {
    status: "ok",
    stdout: "",
    stderr: "",
    results: [],
    displays: [],
    updates: [],
    errors: [],
  };
  assert.deepEqual(arrived, { ...nothing, ...expected }, code);
  return ran;
}

const result: Step = async (session) => {
  const n = session.next();
  await run(session, `${n} + 0.5`, { results: [`${n + 0.5}`] });
};

const variable: Step = async (session) => {
  const { rng, variables, next } = session;
  const name = `v${rng.integer(12)}`;
  const n = next();
  const known = variables.get(name);
  const isAssigned = known !== undefined && rng.uniform() < 0.7;
  variables.set(name, isAssigned ? known + n : n);
  const code = isAssigned ? `${name} += ${n};\n${name}` : `let ${name} = ${n};\n${name}`;
  await run(session, code, { results: [`${variables.get(name)}`] });
};

const functions: Step = async (session) => {
  const n = session.next();
  const name = `f${session.rng.integer(5)}`;
  const code = `interface Point { x: number }\nfunction ${name}<P extends Point>({ x }: P): number { return x * ${n}; }`;
  await run(session, code, {});
  await run(session, `[${name}({ x: 1 }), ${name}({ x: 2 })]`, { results: [`[ ${n}, ${2 * n} ]`] });
};

const prints: Step = async (session) => {
  const count = 1 + session.rng.integer(200);
  const n = session.next();
  const lines = (word: string) => Array.from({ length: count }, (_, i) => `${word} ${n} ${i}\n`).join("");
  const code = `for (let i = 0; i < ${count}; i++) { console.log("out", ${n}, i); console.error("err", ${n}, i); }`;
  await run(session, code, { stdout: lines("out"), stderr: lines("err") });
};

const longPrint: Step = (session) => {
  const length = 1000 * (1 + session.rng.integer(300));
  return run(session, `console.log("é".repeat(${length}))`, { stdout: `${"é".repeat(length)}\n` }).then(
    () => {},
  );
};

const displays: Step = async (session) => {
  const count = 1 + session.rng.integer(20);
  const n = session.next();
  const shown = Array.from({ length: count }, (_, i) => `${n + i}`);
  await run(session, `for (let i = 0; i < ${count}; i++) display(${n} + i);`, { displays: shown });
};

const picture: Step = async (session) => {
  const n = session.next();
  const code = `display({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>".repeat(20000), "text/plain": "p${n}" }) });`;
  await run(session, code, { displays: [`p${n}`] });
};

const spot: Step = async (session) => {
  const n = session.next();
  const code = `for (let i = 0; i < 50; i++) display(${n} + i, { id: "spot" });`;
  const ran = await session.notebook.run(code);
  assert.deepEqual([ran.status, ran.displays, ran.updates.at(-1)], ["ok", [`${n}`], `${n + 49}`], code);
};

const failure: Step = async (session) => {
  const n = session.next();
  const code = `function fail() {\n  throw new RangeError("wrong ${n}", { cause: new Error("because") });\n}\nconsole.log("before");\nfail();`;
  const errors: Ran["errors"] = [["RangeError", `wrong ${n}`]];
  await run(session, code, { status: "error", stdout: "before\n", errors });
};

const typeError: Step = async (session) => {
  const n = session.next();
  const ran = await session.notebook.run(`console.log("never");\nconst s: string = ${n};`);
  assert.deepEqual(
    [ran.status, ran.stdout, ran.errors.map(([name]) => name)],
    ["error", "", ["TypeScriptError"]],
  );
};

const rejection: Step = async (session) => {
  const n = session.next();
  const errors: Ran["errors"] = [["Error", `later ${n}`]];
  await run(session, `await Promise.reject(new Error("later ${n}"));`, { status: "error", errors });
};

const interruptions = [
  "while (true) {}",
  "await new Promise(() => {});",
  "for (;;) await null;",
  "/(a+)+b/.test('a'.repeat(60));",
];

const interrupt: Step = async ({ notebook, rng }) => {
  const code = `console.log("go");\n${interruptions[rng.integer(interruptions.length)]}\nconsole.log("never");`;
  let asked: Promise<void> | undefined;
  const ran = await notebook.run(code, ({ content: { text } }) => {
    if (text === "go\n") asked = notebook.interrupt();
  });
  await asked;
  const names = ran.errors.map(([name]) => name);
  assert.deepEqual([ran.status, ran.stdout, names], ["error", "go\n", ["KernelInterrupt"]], code);
};

/** What a timer prints belongs to its cell, whether the cell has ended by then or not. */
const timer: Step = async ({ notebook, rng, next }) => {
  const n = next();
  const { id, status, stdout } = await notebook.run(
    `void setTimeout(() => console.log("late ${n}"), ${rng.integer(20)});`,
  );
  const printed = stdout === "" ? (await notebook.late(id)).content.text : stdout;
  assert.deepEqual([status, printed], ["ok", `late ${n}\n`]);
};

const modules = ["node:path", "node:fs", "node:url", "node:zlib"];

const packageImport: Step = async (session) => {
  const name = modules[session.rng.integer(modules.length)];
  const code = `import * as module from "${name}";\ntypeof module`;
  await run(session, code, { results: ["'object'"] });
};

/** A file of the user's, which changes now and then: the cell must see it as it is. */
const fileImport: Step = async (session) => {
  const { rng, folder, next } = session;
  const at = rng.integer(3);
  const n = next();
  writeFileSync(join(folder, `part${at}.ts`), `export const value: number = ${n};\n`);
  await run(session, `import { value } from "./part${at}.ts";\nvalue`, { results: [`${n}`] });
};

const widget: Step = async (session) => {
  const { notebook, rng } = session;
  const code =
    'const lever = slider(0, 1000);\nlever.onChange((value) => console.log("moved", value));\nlever';
  const opened = await notebook.run(code);
  assert.equal(opened.status, "ok");
  const result = opened.messages.find(({ type }) => type === "execute_result");
  const data = result?.content.data as Record<string, { model_id: string }>;
  const id = data["application/vnd.jupyter.widget-view+json"].model_id;
  for (let tick = 0; tick < 5; tick++) {
    const value = rng.integer(900) + tick / 10;
    const { messages } = await notebook.send(id, { method: "update", state: { value }, buffer_paths: [] });
    const echoes = messages.filter(({ type, content }) => type === "comm_msg" && content.comm_id === id);
    assert.deepEqual(
      echoes.map(({ content }) => (content.data as { state: { value: number } }).state.value),
      [value],
    );
    const { content } = await notebook.late(opened.id);
    assert.equal(content.text, `moved ${value}\n`);
  }
  const closed = await notebook.run("lever.close();");
  assert.ok(closed.messages.some(({ type, content }) => type === "comm_close" && content.comm_id === id));
};

const memory: Step = (session) =>
  run(session, "new Float64Array(1e6).fill(1).reduce((sum, one) => sum + one)", {
    results: ["1000000"],
  }).then(() => {});

/** Each step and how often it comes, of a hundred. */
export const steps: [Step, number][] = [
  [result, 18],
  [variable, 22],
  [functions, 7],
  [prints, 10],
  [longPrint, 2],
  [displays, 8],
  [picture, 2],
  [spot, 2],
  [failure, 6],
  [typeError, 4],
  [rejection, 3],
  [interrupt, 3],
  [timer, 3],
  [packageImport, 4],
  [fileImport, 2],
  [widget, 2],
  [memory, 2],
];
