import assert from "node:assert/strict";
import { createLanguage } from "../../../kernel/language/language.ts";
import { rehearse } from "../../../kernel/language/rehearse.ts";
import { root } from "../../root.ts";

describe("rehearse", () => {
  it("compiles every cell but the one whose type is wrong, and finds something to say of each", () => {
    const language = createLanguage(root);
    const errors: string[] = [];
    const known: boolean[] = [];
    rehearse({
      ...language,
      compile(code, options) {
        const compiled = language.compile(code, options);
        if ("error" in compiled) errors.push(compiled.error.evalue);
        return compiled;
      },
      inspect(code, cursor) {
        const page = language.inspect(code, cursor);
        known.push(page !== undefined);
        return page;
      },
    });
    assert.deepEqual(errors, ["TS2322: Type 'number' is not assignable to type 'string'."]);
    assert.ok(known.length >= 5);
    assert.ok(known.every(Boolean));
  });
});
