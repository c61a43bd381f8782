import assert from "node:assert/strict";
import { openSession, type Session, sleep } from "../notebook-session.ts";

describe("the language's answers to an editor", () => {
  let session: Session;
  before(async () => {
    session = openSession();
    await session.execute(
      "/** Squares a number. */\nfunction square(n: number): number { return n * n }\nlet ran = 0; const record = { alpha: 1, get beta() { ran++; return 2 } };",
    );
  });
  after(() => session.close());
  const completions = (code: string) => session.interpreter.complete(code, code.length);
  const names = async (code: string) => (await completions(code)).matches.map(({ text }) => text);

  describe("complete", () => {
    it("knows members by type, and replaces what is typed", async () => {
      assert.deepEqual(await names("record."), ["alpha", "beta"]);
      const { matches, start, end } = await completions("record.al");
      assert.deepEqual([matches.map(({ text }) => text), start, end], [["alpha"], 7, 9]);
    });
    it("gives types and documentation", async () => {
      const [match] = (await completions("squ")).matches;
      assert.equal(match.text, "square");
      assert.equal(match.detail, "(n: number) => number");
      assert.equal(match.documentation, "Squares a number.");
    });
    it("never runs user code", async () => {
      await completions("record.beta.");
      assert.equal(await session.value("ran"), "0");
    });
    it("counts in UTF-16 units after an emoji", async () => {
      const code = "const s = '😀'; record.al";
      const { start, end } = await completions(code);
      assert.deepEqual([start, end], [code.length - 2, code.length]);
    });
    it("knows the library's names in an import", async () => {
      const code = 'import { encodePn } from "noisebook"';
      const { matches } = await session.interpreter.complete(code, code.indexOf(" }"));
      assert.deepEqual(
        matches.map(({ text }) => text),
        ["encodePng"],
      );
    });
    it("knows the globals of cells, with their documentation", async () => {
      const [match] = (await completions("logSli")).matches;
      assert.equal(match.text, "logSlider");
      assert.ok((match.documentation ?? "").length > 10);
    });
    it("knows Node and JavaScript", async () => {
      assert.ok((await names("console.lo")).includes("log"));
      assert.ok((await names("[1].fla")).includes("flatMap"));
      assert.ok((await names("process.pla")).includes("platform"));
    });
    it("answers while a cell runs", async () => {
      const ended = session.execute("{ const until = Date.now() + 500; while (Date.now() < until) {} }");
      await sleep(50);
      let running = true;
      void ended.then(() => (running = false));
      assert.deepEqual(await names("record."), ["alpha", "beta"]);
      assert.ok(running);
      await ended;
    });
    it("gives types and documentation only of a list that typing has made short", async () => {
      const [all, few] = await Promise.all([completions("[1]."), completions("[1].flatM")]);
      assert.ok(all.matches.length > 30 && all.matches.every(({ detail }) => detail === undefined));
      assert.match(few.matches[0].detail ?? "", /=>/);
    });
    it("knows names by any of their first letters, small or capital, and private members", async () => {
      assert.deepEqual(await names("SQUA"), ["square"]);
      const code = "class Box { #held = 1; read() { return this.# } }";
      const { matches } = await session.interpreter.complete(code, code.indexOf(".# ") + 2);
      assert.ok(matches.some(({ text }) => text === "#held"));
    });
    it("tells methods from other members", async () => {
      const { matches } = await completions("({ a: 1, f() {}, g: () => 1 }).");
      assert.deepEqual(
        matches.map(({ text, type }) => [text, type]),
        [
          ["a", "property"],
          ["f", "method"],
          ["g", "property"],
        ],
      );
    });
    it("finds nothing in a comment", async () => assert.deepEqual(await names("// record."), []));
  });

  describe("inspect", () => {
    it("gives signature and documentation as text and Markdown", async () => {
      const bundle = await session.interpreter.inspect("square(3)", 3, 0);
      assert.match(String(bundle?.data["text/plain"]), /square\(n: number\): number\n\nSquares a number\./);
      assert.match(String(bundle?.data["text/markdown"]), /^```typescript\n/);
    });
    it("explains the function whose arguments the cursor is in", async () => {
      const bundle = await session.interpreter.inspect("square(", 7, 0);
      assert.match(String(bundle?.data["text/plain"]), /square\(n: number\)/);
    });
    it("finds nothing where nothing stands", async () => {
      assert.equal(await session.interpreter.inspect("   ", 1, 0), undefined);
      assert.equal(await session.interpreter.inspect("", 0, 0), undefined);
    });
    it("knows one declaration of JavaScript's own methods, also when Node's types want them too", async () => {
      await session.execute("process.pid");
      const bundle = await session.interpreter.inspect("[1].join", 6, 0);
      assert.match(
        String(bundle?.data["text/plain"]),
        /^\(method\) Array<number>\.join\(separator\?: string\): string\n\n/,
      );
    });
    it("knows a global of cells by its own documentation", async () => {
      const bundle = await session.interpreter.inspect("slider(0, 1)", 2, 0);
      assert.match(String(bundle?.data["text/plain"]), /slider[\s\S]*\n\n\w/);
    });
  });

  describe("isComplete", () => {
    const cases: [string, string, string?][] = [
      ["1 + 1", "complete"],
      ["function f() { return 1 }", "complete"],
      ["await fetch('x')", "complete"],
      ["const a = <T,>(x: T) => x", "complete"],
      ["", "complete"],
      ["function f() {", "incomplete", "  "],
      ["  if (a) {\n    b(", "incomplete", "      "],
      ["const s = `open", "incomplete", ""],
      ["/* open", "incomplete", ""],
      ["[1,", "incomplete", ""],
      ["a +", "incomplete", ""],
      ["const s = 'open", "invalid"],
      ["1 +* 2", "invalid"],
      [")", "invalid"],
      ["const = 3", "invalid"],
    ];
    for (const [code, status, indent] of cases)
      it(`${JSON.stringify(code)} is ${status}`, async () => {
        assert.deepEqual(
          await session.interpreter.isComplete(code),
          indent === undefined ? { status } : { status, indent },
        );
      });
  });
});
