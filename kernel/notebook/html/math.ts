/** Formulas: the one door to KaTeX. The fonts go into the page, so that it looks the same everywhere and needs no network. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import katex from "katex";

/** As MathML alone, a formula needs no style sheet and no fonts; browsers draw it plainer. */
export const mathMl = (tex: string, display: boolean): string =>
  katex.renderToString(tex, {
    ...{ displayMode: display, throwOnError: false, strict: "ignore", output: "mathml" },
    // Nothing that a stranger writes may grow without end.
    ...{ maxExpand: 200, maxSize: 20 },
  });

/** TeX as HTML that is seen and MathML that is read aloud. A fault in the TeX is shown in its place, in red. */
export function renderMath(tex: string, display: boolean): string {
  return katex.renderToString(tex, { displayMode: display, throwOnError: false, strict: "ignore" });
}

/** KaTeX's classes that need each font beyond the plain one. */
const fontUse: Record<string, RegExp> = {
  "Main-Bold": /mathbf|textbf/,
  "Main-Italic": /mathit|textit/,
  "Main-BoldItalic": /(?:textbf|mathbf)[^"]*textit|textit[^"]*textbf/,
  "Math-Italic": /mathnormal/,
  "Math-BoldItalic": /boldsymbol/,
  "AMS-Regular": /amsrm|mathbb|textbb/,
  "Caligraphic-Regular": /mathcal/,
  "Fraktur-Regular": /mathfrak|textfrak/,
  "SansSerif-Regular": /mathsf|textsf/,
  "Script-Regular": /mathscr|textscr/,
  "Typewriter-Regular": /mathtt|texttt/,
  "Size1-Regular": /size1|small-op/,
  "Size2-Regular": /size2|large-op/,
  "Size3-Regular": /size3/,
  "Size4-Regular": /size4/,
};

/** The style sheet for a page with formulas, with just the fonts that the page uses; empty for a page without. */
export function mathStyle(html: string): string {
  if (!html.includes('class="katex')) return "";
  const folder = dirname(createRequire(import.meta.url).resolve("katex/dist/katex.min.css"));
  const used = new Set([...html.matchAll(/class="([^"]*)"/g)].map((match) => match[1]));
  const classes = [...used].join('"');
  return readFileSync(join(folder, "katex.min.css"), "utf8").replace(
    /@font-face\{[^}]*url\(fonts\/KaTeX_([\w-]+)\.woff2\)[^}]*\}/g,
    (rule, font: string) => {
      if (font !== "Main-Regular" && !fontUse[font]?.test(classes)) return "";
      const bytes = readFileSync(join(folder, "fonts", `KaTeX_${font}.woff2`)).toString("base64");
      return rule.replace(/src:[^}]*/, `src:url(data:font/woff2;base64,${bytes}) format("woff2")`);
    },
  );
}
