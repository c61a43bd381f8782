/** The tests that every figure must pass. */
import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { decodePng, displaySymbol, type Figure, type SvgFigure } from "../../../lib/index.ts";
import { assertGolden } from "./golden.ts";

/** What every figure must be: its golden drawing, words, and a bundle that shows everywhere. */
export function describeFigures(suite: string, figures: Record<string, () => SvgFigure>): void {
  describe(suite, () => {
    for (const [name, make] of Object.entries(figures)) {
      it(`${name} is drawn as its golden file`, async () => {
        assertGolden(name, await make().svg());
      });

      it(`${name} tells a screen reader what it shows`, async () => {
        const { document } = new JSDOM(await make().svg(), { contentType: "image/svg+xml" }).window;
        assert.equal(document.documentElement.getAttribute("role"), "img");
        assert.equal(document.documentElement.getAttribute("aria-label"), make().alt);
      });

      it(`${name} has a PNG of twice its size, words, and less than 300 kB`, async () => {
        const bundle = await make()[displaySymbol]();
        const png = decodePng(Buffer.from(bundle["image/png"] as string, "base64"));
        const { width, height } = (bundle.metadata as Record<string, { width: number; height: number }>)[
          "image/png"
        ];
        assert.deepEqual([png.width, png.height], [Math.ceil(2 * width), Math.ceil(2 * height)]);
        assert.ok(bundle["text/plain"].length > 5);
        assert.ok(JSON.stringify(bundle).length < 300_000, `${JSON.stringify(bundle).length} bytes`);
        assert.ok(edgeIsPaper(png), "something is cut off at the edge");
      });
    }

    it("print no warning", async () => {
      const { warn } = console;
      const warnings: unknown[][] = [];
      console.warn = (...words) => warnings.push(words);
      try {
        for (const make of Object.values(figures)) await make().svg();
      } finally {
        console.warn = warn;
      }
      assert.deepEqual(warnings, []);
    });
  });
}

/** Whatever reaches the paper's edge is probably cut off there. */
function edgeIsPaper({ data, width, height, channels }: ReturnType<typeof decodePng>): boolean {
  const isPaper = (x: number, y: number) =>
    [0, 1, 2].every((channel) => data[(y * width + x) * channels + channel] === data[channel]);
  for (let x = 0; x < width; x++) if (!isPaper(x, 0) || !isPaper(x, height - 1)) return false;
  for (let y = 0; y < height; y++) if (!isPaper(0, y) || !isPaper(width - 1, y)) return false;
  return true;
}

/** Each is drawn, and its words say what they must. */
export function assertDrawn(figures: Record<string, [make: () => Figure, words: RegExp]>): void {
  for (const [name, [make, words]] of Object.entries(figures))
    it(`${name} is drawn`, async () => {
      const bundle = await make()[displaySymbol]();
      assert.match(bundle["text/plain"], words);
      assert.ok(String(bundle["image/png"]).length > 500);
    });
}

/** Each is refused at once, with a sentence. */
export function assertRefused(figures: Record<string, [make: () => Figure, sentence: RegExp]>): void {
  for (const [name, [make, sentence]] of Object.entries(figures))
    it(`${name} is refused with a sentence`, () => {
      assert.throws(make, (error: Error) => error instanceof RangeError && sentence.test(error.message));
    });
}
