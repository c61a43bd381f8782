import assert from "node:assert/strict";
import { jsonChunks } from "../../../kernel/runner/json-chunks.ts";

describe("jsonChunks", () => {
  const long = "iVBORw0KGgo".repeat(10_000);
  const cases: Record<string, Record<string, unknown>> = {
    "a short text": { data: { "text/plain": 'a "b"\n' }, metadata: {} },
    "no data": { name: "stdout", text: long },
    "a picture between texts": { data: { "text/html": "<b>", "image/png": long, "text/plain": "ü" }, n: 1 },
    "several, the last one first in order": { data: { b: `${long}1`, a: `${long}2`, 1: `${long}3` } },
    "what has to be escaped": {
      data: { q: `${long}"`, back: `${long}\\`, line: `${long}\n`, wide: `${long}ü😀`, del: `${long}\u007f` },
    },
  };
  for (const [name, content] of Object.entries(cases))
    it(`gives what JSON.stringify gives: ${name}`, () => {
      assert.equal(Buffer.concat(jsonChunks(content)).toString(), JSON.stringify(content));
    });
});
