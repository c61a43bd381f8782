import assert from "node:assert/strict";
import { openSession, type Session } from "./notebook-session.ts";

describe("startTypeScript", () => {
  let session: Session;
  before(() => {
    session = openSession();
  });
  after(() => session.close());
  const shows = async (code: string, text: unknown) => assert.equal(await session.value(code), text);

  describe("values", () => {
    it("shows the last expression's value as text without colours", () =>
      shows("[1, 'a', null]", "[ 1, 'a', null ]"));
    it("shows nothing for undefined", () => shows("undefined", undefined));
    it("shows nothing for a cell that ends in a declaration", () => shows("const unseen = 3;", undefined));
    it("shows a value before a trailing comment and semicolon", () => shows("1 + 1; // two", "2"));
    it("shows nothing for an empty cell", () => shows("", undefined));
    it("shows nothing for a comment", () => shows("// nothing", undefined));
    it("keeps the last value in _", async () => {
      await shows("6 * 7", "42");
      await shows("_ + 1", "43");
    });
    it("does not wait for a promise that is the last value", () =>
      shows("new Promise(() => {})", "Promise { <pending> }"));
    it("shows a value that draws itself", async () => {
      await session.execute(
        `({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>x</b>", "text/plain": "x" }) })`,
      );
      const shown = session.outputs.at(-1);
      assert.equal(shown?.type, "execute_result");
      assert.deepEqual(shown?.content.data, { "text/html": "<b>x</b>", "text/plain": "x" });
    });
    it("keeps the order of values that draw themselves later", async () => {
      const from = session.outputs.length;
      await session.execute(`
        const slow = { [Symbol.for("Jupyter.display")]: async () => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          return { "text/plain": "slow" };
        } };
        display(slow); console.log("after"); display("end");`);
      const shown = session.outputs.slice(from);
      assert.deepEqual(
        shown.map(({ type }) => type),
        ["display_data", "stream", "display_data"],
      );
      assert.deepEqual(shown[0].content.data, { "text/plain": "slow" });
    });
    it("publishes and keeps nothing of a silent cell", async () => {
      await shows("'kept'", "'kept'");
      const from = session.outputs.length;
      await session.execute("'dropped'", { silent: true });
      assert.equal(session.outputs.length, from);
      await shows("_", "'kept'");
    });
    it("evaluates user expressions after the cell, each with its own error", async () => {
      const outcome = await session.execute("const ux = 20", {
        userExpressions: { good: "ux + 1", bad: "(null as any).x" },
      });
      assert.equal(outcome.status, "ok");
      const { good, bad } = outcome.status === "ok" ? (outcome.userExpressions as Record<string, any>) : {};
      assert.deepEqual(good, { status: "ok", data: { "text/plain": "21" }, metadata: {} });
      assert.equal(bad.status, "error");
      assert.equal(bad.ename, "TypeError");
    });
  });

  describe("syntax", () => {
    it("awaits at the top level", () => shows("await Promise.resolve(5)", "5"));
    it("iterates asynchronously at the top level", () =>
      shows("let sum5 = 0; for await (const x of [1, Promise.resolve(4)]) sum5 += x; sum5", "5"));
    it("has enums, const enums and namespaces", () =>
      shows(
        "enum Color { Red, Green } const enum Size { Big = 7 } namespace Shapes { export const sides = 4 }; [Color.Green, Color[0], Size.Big, Shapes.sides]",
        "[ 1, 'Red', 7, 4 ]",
      ));
    it("uses enums and namespaces in later cells", () =>
      shows("[Color.Red, Size.Big, Shapes.sides]", "[ 0, 7, 4 ]"));
    it("has decorators", () =>
      shows(
        "function twice(method: (this: any) => number, _: unknown) { return function (this: any) { return 2 * method.call(this); } }\nclass Two { @twice one() { return 1; } }\nnew Two().one()",
        "2",
      ));
    it("disposes what is declared with using when the cell ends", async () => {
      await session.execute(
        "using held = { [Symbol.dispose]() { console.log('disposed') } }; console.log('working');",
        { origin: "using" },
      );
      assert.equal(session.text("stdout", "using"), "working\ndisposed\n");
    });
    it("has generics, private fields, satisfies and const type parameters", () =>
      shows(
        "class Box<const T> { #v: T; constructor(v: T) { this.#v = v } get v() { return this.#v } }\nnew Box({ a: 1 } satisfies object).v.a",
        "1",
      ));
    it("destructures with defaults and rest", () =>
      shows(
        "const { d1, d2 = d1 + 1, ...d3 } = { d1: 1, d4: 4 } as any; [d1, d2, d3]",
        "[ 1, 2, { d4: 4 } ]",
      ));
    it("assigns through patterns to variables of earlier cells", async () => {
      await session.execute("let left = 1, right = 2;");
      await shows(
        "[left, right] = [right, left]; ({ left } = { left: left * 10 }); [left, right]",
        "[ 20, 1 ]",
      );
    });
    it("hoists functions and var", () =>
      shows("const h9 = hoisted() + (v9 ?? 1); function hoisted() { return 1 } var v9: any; h9", "2"));
    it("publishes a var of a loop", async () => {
      await session.execute("for (var loopVar = 0; loopVar < 3; loopVar++) {}");
      await shows("loopVar", "3");
    });
    it("keeps labels, break and continue", () =>
      shows(
        "let hits = 0; outer: for (let i = 0; i < 5; i++) { for (let j = 0; j < 5; j++) { if (j > i) continue outer; if (i > 3) break outer; hits++ } } hits",
        "10",
      ));
    it("accepts the exports of a pasted module", () =>
      shows(
        "export const pasted = 1; export function paste() { return pasted } export default paste(); ",
        "1",
      ));
    it("gives functions and classes their names", () =>
      shows("const arrow = () => 1; class Named {}; [arrow.name, Named.name]", "[ 'arrow', 'Named' ]"));
    it("calls functions without the scope as this", () =>
      shows("function self(this: any) { return this } self()", undefined));
  });
});
