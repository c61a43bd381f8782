import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCallLog } from "../../../kernel/language/call-log.ts";
import type { Call } from "../../../kernel/language/calls.ts";
import { createLanguage } from "../../../kernel/language/language.ts";

let opened = 0;

/** Each in a folder of its own: those of one process share what they have parsed. */
function openLanguage() {
  opened += 1;
  return createLanguage(join(tmpdir(), `forgotten-${opened}`));
}

describe("cells that no name leads to any more", () => {
  function openNotebook() {
    const language = openLanguage();
    let id = 0;
    const run = (code: string, unset: string[] = []) => {
      id += 1;
      const compiled = language.compile(code, { id, count: id });
      assert.ok("js" in compiled, JSON.stringify(compiled));
      return language.commit(id, unset);
    };
    return { language, run };
  }

  it("are forgotten: those that declare nothing, at once", () => {
    const { run } = openNotebook();
    assert.deepEqual(run("const a = 1"), []);
    assert.deepEqual(run("a + 1"), [2]);
  });

  it("are forgotten when the last of their names is declared anew", () => {
    const { run } = openNotebook();
    assert.deepEqual(run("let a = 1, b = 2"), []);
    assert.deepEqual(run("let a = 'x'"), []);
    assert.deepEqual(run("let b = a", ["b"]), [3]);
    assert.deepEqual(run("let b = a"), [1]);
  });

  it("are kept while a type of a later cell comes from them", () => {
    const { run, language } = openNotebook();
    assert.deepEqual(run("interface Point { x: number }"), []);
    assert.deepEqual(run("const p: Point = { x: 1 }"), []);
    assert.deepEqual(run("interface Point { y: string }"), []);
    assert.ok("js" in language.compile("p.x.toFixed()", { id: 9, count: 9 }));
    assert.ok("error" in language.compile("p.y", { id: 10, count: 10 }));
    assert.deepEqual(run("const p: Point = { y: '' }"), [1, 2]);
  });

  it("make loops keep to the notebook's names in a process that has not seen them", () => {
    const { run, language } = openNotebook();
    run("let sum = 0");
    const loop = "for (let i = 0; i < 3; i++) sum += i";
    const isLocal = () => {
      const compiled = language.compile(loop, { id: 9, count: 9 });
      return "js" in compiled && compiled.js.includes("let sum");
    };
    assert.equal(isLocal(), true);
    language.joinLate();
    assert.equal(isLocal(), false);
  });

  it("are not told to the next process", async () => {
    const log = createCallLog();
    const language = openLanguage();
    const call = (method: Call["method"], ...values: unknown[]) =>
      log.add(method, values, ({ id }) => {
        const value = (language[method] as (...values: unknown[]) => unknown)(...values);
        setImmediate(() => log.settle({ id, value }));
      });
    for (const [index, code] of [
      "let a = 1",
      "a",
      "wrong",
      "let b = a",
      "let a = 2",
      "let b = 3",
    ].entries()) {
      await call("compile", code, { id: index, count: index });
      await call("commit", index, []);
    }
    assert.deepEqual(
      log.repeat().map(({ method, values }) => [method, values[0]]),
      [
        ["joinLate", undefined],
        ["compile", "let a = 2"],
        ["commit", 4],
        ["compile", "let b = 3"],
        ["commit", 5],
      ],
    );
  });
});
