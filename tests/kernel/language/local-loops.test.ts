/** What makes a loop at the top of a cell as fast as one in a function; `noisebook bench kernel` measures that it is. */
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLanguage } from "../../../kernel/language/language.ts";

describe("a loop at the top of a cell", () => {
  const language = createLanguage(join(tmpdir(), "local-loops"));
  let id = 0;
  const compiled = (code: string): string => {
    const cell = language.compile(code, { id: ++id, count: id });
    assert.ok("js" in cell, JSON.stringify(cell));
    language.commit(id, []);
    return cell.js;
  };

  before(() => {
    compiled("let total = 0.5; const rate = 2; let seen = 1; function look() { return seen }");
  });

  it("adds to a local variable, and writes it back at each turn and at its end", () => {
    const js = compiled("for (let i = 0; i < 3e7; i++) total += i * rate;");
    assert.match(js, /let total = \S+\.total, rate = \S+\.rate;/);
    assert.match(js, /\n *total \+= i \* rate;/);
    assert.equal(js.match(/\.total = total/g)?.length, 2);
    assert.doesNotMatch(js, /\.rate = rate/);
  });

  it("leaves in the notebook what a function also reads", () => {
    assert.doesNotMatch(compiled("for (let i = 0; i < 3; i++) seen += look();"), /let seen/);
  });

  it("leaves all in the notebook while it awaits", () => {
    assert.doesNotMatch(compiled("for (let i = 0; i < 3; i++) total += await i;"), /let total/);
  });
});
