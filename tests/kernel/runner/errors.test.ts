import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTypeScript } from "../../../kernel/typescript-interpreter.ts";
import { openSession, type Session, sleep } from "../notebook-session.ts";

describe("errors of cells", () => {
  let session: Session;
  before(() => {
    session = openSession();
  });
  after(() => session.close());
  const trace = async (code: string) => (await session.error(code)).traceback.join("\n");

  it("stand at the line and column that was written, with a caret", async () => {
    const text = await trace(
      "interface Gone { a: number }\n\nconst value: Gone | undefined = undefined as any;\n  value!.a;",
    );
    assert.match(text, /^TypeError: Cannot read properties of undefined \(reading 'a'\)/);
    assert.match(text, /cell 1, line 4, column 10/);
    assert.match(text, /> 4 \| {3}value!\.a;\n {4}\| {10}\^/);
  });
  it("show the way through functions of earlier cells", async () => {
    await session.execute("function thrower(n: number) {\n  throw new RangeError(`bad ${n}`);\n}");
    const text = await trace("const callIt = () => thrower(3);\ncallIt();");
    assert.match(
      text,
      /at thrower \(cell 2, line 2, column 9\)\n {4}at callIt \(cell 3, line 1, column 22\)\n {4}at cell 3, line 2, column 1/,
    );
  });
  it("have their lines in a folder with parentheses too", async () => {
    const inCopy = openSession(undefined, (host, { cwd }) => {
      const folder = join(cwd, "course (1)");
      mkdirSync(folder);
      writeFileSync(join(folder, "beside.ts"), "export const fail = () => {\n  throw new Error('x');\n};\n");
      return startTypeScript(host, { cwd: folder });
    });
    const error = await inCopy.error("import { fail } from './beside';\nconst run = () => fail();\nrun();");
    assert.match(
      error.traceback.join("\n"),
      /at fail \(\S+\/course \(1\)\/beside\.ts, line 2, column 9\)\n {4}at run \(cell 1, line 2, column 19\)\n {4}at cell 1, line 3, column 1$/,
    );
    assert.match((await inCopy.error("null!.x")).traceback.join("\n"), /cell 2, line 1/);
    await inCopy.close();
  });
  it("have no frames of the kernel or of Node", async () => {
    assert.doesNotMatch(
      await trace("await new Promise((_, no) => setTimeout(() => no(new Error('x')), 1))"),
      /node:|runner|dist\//,
    );
    assert.doesNotMatch(await trace("[1].map(() => { throw new Error('y') })"), /node:|runner|dist\//);
  });
  it("name their causes and the parts of an AggregateError", async () => {
    assert.match(
      await trace("throw new Error('outer', { cause: new TypeError('inner') })"),
      /Error: outer[\s\S]*Caused by:\n {2}TypeError: inner/,
    );
    assert.match(
      await trace("await Promise.any([Promise.reject(new Error('one')), Promise.reject(new Error('two'))])"),
      /One of:\n {2}Error: one[\s\S]*Error: two/,
    );
  });
  it("may be anything that is thrown", async () => {
    assert.deepEqual(await session.error("throw { code: 3 }"), {
      ename: "Uncaught",
      evalue: "{ code: 3 }",
      traceback: ["Uncaught: { code: 3 }"],
    });
  });
  it("call functions by the names that were written", async () => {
    await session.execute("let notAFunction: any = 3");
    assert.equal((await session.error("notAFunction()")).evalue, "notAFunction is not a function");
  });
  it("of timers after the cell has ended are shown in that cell", async () => {
    await session.execute("setTimeout(() => {\n  throw new Error('too late')\n}, 20); void 0", {
      origin: "late",
    });
    await sleep(150);
    const shown = session.outputs.find(({ type, origin }) => type === "error" && origin === "late");
    assert.equal(shown?.content.evalue, "too late");
    assert.match(String(shown?.content.traceback), /line 2, column 9/);
  });
  it("of promises that nobody handles are shown", async () => {
    await session.execute("void Promise.reject(new Error('unhandled'));", { origin: "reject" });
    await sleep(100);
    assert.ok(session.outputs.some(({ type, origin }) => type === "error" && origin === "reject"));
  });
  it("of local modules stand at their own line", async () => {
    writeFileSync(
      join(session.cwd, "breaks.ts"),
      "interface A { a: number }\n\nexport function fail(a: A): never {\n  throw new Error('in module');\n}\n",
    );
    const text = await trace("import { fail } from './breaks.ts'; fail({ a: 1 })");
    assert.match(text, /breaks\.ts, line 4, column 9/);
    assert.match(text, /> 4 \| {3}throw new Error\('in module'\);/);
  });
  it("of the library stand at the line of the cell that called it", async () => {
    const text = await trace("import { decodePng } from 'noisebook';\ndecodePng(new Uint8Array(3));");
    assert.match(text, /cell \d+, line 2, column 1\n/);
    assert.match(text, /> 2 \| decodePng/);
    assert.match(text, /at decodePng \(noisebook\/(dist\/)?lib\/core\/png\.[jt]s/);
    assert.doesNotMatch(text, /kernel\/runner/);
  });
  it("of exiting say what to do instead", async () => {
    assert.match((await session.error("process.exit(0)")).evalue, /^Cannot exit from a cell/);
    assert.equal(await session.value("1 + 1"), "2");
  });
});
