import assert from "node:assert/strict";
import { openSession, type Session } from "./notebook-session.ts";

describe("startTypeScript, of names", () => {
  let session: Session;
  before(() => {
    session = openSession();
  });
  after(() => session.close());
  const shows = async (code: string, text: unknown) => assert.equal(await session.value(code), text);

  describe("names across cells", () => {
    it("lets const, let, class and function be declared again", async () => {
      await session.execute("const re = 1; let re2 = 1; class Re {} function reF() { return 1 }");
      await shows(
        "const re = 'a'; let re2 = 'b'; class Re { x = 3 } function reF() { return 'c' } [re, re2, new Re().x, reF()]",
        "[ 'a', 'b', 3, 'c' ]",
      );
    });
    it("lets the same cell run again", async () => {
      const code = "const rerun = 1; class Rerun {} ; rerun";
      await shows(code, "1");
      await shows(code, "1");
    });
    it("lets functions see a redefined variable", async () => {
      await session.execute("let rate = 1; function reader() { return rate }");
      await session.execute("rate = 5");
      await shows("reader()", "5");
      await session.execute("let rate = 7");
      await shows("reader()", "7");
    });
    it("lets functions see a redefined function", async () => {
      await session.execute("function inner() { return 1 } function outerFn() { return inner() }");
      await session.execute("function inner() { return 2 }");
      await shows("outerFn()", "2");
    });
    it("lets functions change variables that a loop of another cell reads and writes", async () => {
      await session.execute("let counter = 0; function increase() { counter++ }");
      await shows("for (let i = 0; i < 3; i++) { increase(); counter += 10 } counter", "33");
    });
    it("keeps the names that a failing cell got to declare", async () => {
      await session.execute("const early = 1; throw new Error('x'); const late = 2;");
      await shows("early", "1");
      assert.match((await session.error("late")).evalue, /Cannot find name 'late'/);
    });
    it("keeps an earlier value where a failing cell did not get to it", async () => {
      await session.execute("const still: number = 1");
      await session.execute("throw new Error('x'); const still = 'text'");
      await shows("still.toFixed(1)", "'1.0'");
    });
    it("does not let a name of the notebook change the globals of packages", () =>
      shows(
        "const Promise2 = Promise; { const URL = 3 } const parseInt = 'mine'; [parseInt, typeof globalThis.parseInt]",
        "[ 'mine', 'function' ]",
      ));
  });

  describe("type check", () => {
    it("reports a type error with code, cell, line, column and a caret, before anything runs", async () => {
      const error = await session.error("console.log('ran');\nconst bad: number = 'text';");
      assert.equal(error.ename, "TypeScriptError");
      assert.match(error.evalue, /^TS2322: Type 'string' is not assignable to type 'number'\.$/);
      assert.match(error.traceback.join("\n"), /cell \d+, line 2, column 7/);
      assert.match(error.traceback.join("\n"), /> 2 \| const bad: number = 'text';\n {4}\| {7}\^\^\^/);
      assert.ok(!session.text().includes("ran"));
    });
    it("is off under // @ts-nocheck", () =>
      shows("// @ts-nocheck\nconst loose: number = 'text'; loose", "'text'"));
    it("knows types across cells", async () => {
      await session.execute("interface Point { x: number } const point: Point = { x: 1 };");
      assert.match((await session.error("point.y")).evalue, /Property 'y' does not exist on type 'Point'/);
      await shows("const other: Point = { x: 2 }; other.x", "2");
    });
    it("lets a variable of an earlier cell be assigned, but no constant", async () => {
      await session.execute("let changing = 1; const fixed = 1;");
      await shows("changing = 2; changing", "2");
      assert.match(
        (await session.error("fixed = 2")).evalue,
        /TS2588: Cannot assign to 'fixed' because it is a constant/,
      );
      assert.match((await session.error("changing = 'text'")).evalue, /TS2322/);
    });
    it("reports a syntax error at its line", async () => {
      const error = await session.error("const a1 = 1;\nconst b1 = (;");
      assert.equal(error.ename, "SyntaxError");
      assert.match(error.traceback.join("\n"), /line 2, column 13/);
    });
    it("reports a cell that breaks off", async () => {
      assert.equal((await session.error("function open() {")).ename, "SyntaxError");
    });
    it("leaves out names of a cell with errors", async () => {
      await session.execute("const fromBad: number = 'x'");
      assert.match((await session.error("fromBad")).evalue, /Cannot find name/);
    });
    it("knows the types of the kernel's globals", async () => {
      assert.match((await session.error("slider('a')")).evalue, /TS2554/);
      assert.match((await session.error("prompt(3)")).evalue, /TS2345/);
    });
  });
});
