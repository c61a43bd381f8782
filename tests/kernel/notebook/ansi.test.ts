import assert from "node:assert/strict";
import { ansiToHtml, stripAnsi } from "../../../kernel/notebook/html/ansi.ts";

describe("ansiToHtml()", () => {
  for (const [text, html] of [
    ["a < b & c", "a &lt; b &amp; c"],
    [
      "\x1b[1;31mred\x1b[22m thin\x1b[0m plain",
      '<span class="ansi-bold ansi-1">red</span><span class="ansi-1"> thin</span> plain',
    ],
    ["\x1b[38;5;196mx\x1b[39my", '<span style="color:rgb(255,0,0)">x</span>y'],
    ["\x1b[38;5;9mx", '<span class="ansi-9">x</span>'],
    ["\x1b[48;2;1;2;3mx", '<span style="background:rgb(1,2,3)">x</span>'],
    ["\x1b[97;104mx", '<span class="ansi-15 ansi-bg-12">x</span>'],
    ["\x1b[mplain", "plain"],
    ["up\x1b[2Kdown", "updown"],
    ["1 %\r50 %\r100 %\ndone\r\n", "100 %\ndone\n"],
    ["long line\rshort", "shortline"],
  ] as const)
    it(`shows ${JSON.stringify(text)}`, () => assert.equal(ansiToHtml(text), html));

  it("lets no markup through, whatever the codes", () => {
    assert.doesNotMatch(ansiToHtml('\x1b[38;5;"><script>m<script>'), /<script>/);
  });

  it("stripAnsi() leaves the words", () => {
    assert.equal(stripAnsi("\x1b[1mbold\x1b[0m \x1b[2Kx"), "bold x");
  });
});
