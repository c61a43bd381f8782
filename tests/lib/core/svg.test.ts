import assert from "node:assert/strict";
import { svgToPng } from "../../../lib/core/svg.ts";
import { decodePng } from "../../../lib/index.ts";

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><rect width="100" height="40" fill="white"/>${content}</svg>`;

describe("svgToPng()", () => {
  it("draws two pixels for one unit, or as many as asked", async () => {
    const sizes = [await svgToPng(svg("")), await svgToPng(svg(""), { zoom: 1 })].map(decodePng);
    assert.deepEqual(
      sizes.map(({ width, height }) => [width, height]),
      [
        [200, 80],
        [100, 40],
      ],
    );
  });

  it("draws the letters of formulas with the shipped font, whatever font is asked for", async () => {
    const ink = async (text: string) => {
      const { data } = decodePng(
        await svgToPng(svg(`<text x="5" y="25" font-family="DejaVu Sans">${text}</text>`)),
      );
      return data.filter((value) => value < 128).length;
    };
    const missing = await ink("\u{e000}");
    for (const letter of ["ᾱ", "√", "ₜ", "₀", "ε", "σ", "β"]) {
      assert.ok((await ink(letter)) > 20, letter);
      assert.notEqual(await ink(letter), missing, letter);
    }
  });

  it("refuses what is not SVG with a sentence", async () => {
    await assert.rejects(svgToPng("<p>"), /SyntaxError: Cannot draw SVG: /);
  });
});
