/** The formulas of Jupyter's Markdown: $…$, $$…$$, \\(…\\), \\[…\\] and \begin{…}…\end{…}. */
import type { MarkdownIt } from "markdown-it";
import { renderMath } from "./math.ts";

/** A pair of delimiters, and whether the formula stands on its own line. */
const inlineForms = [
  { pattern: /\$\$([\s\S]+?)\$\$/y, display: true },
  { pattern: /\$(?![\s$])((?:\\[\s\S]|[^\\$])+?)(?<!\s)\$(?!\d)/y, display: false },
  { pattern: /\\\\\(([\s\S]+?)\\\\\)/y, display: false },
  { pattern: /\\\\\[([\s\S]+?)\\\\\]/y, display: true },
  { pattern: /(\\begin\{([a-z]+\*?)\}[\s\S]+?\\end\{\2\})/y, display: true },
];
const blockForms = inlineForms.filter((form) => form.display);

/** A markdown-it plugin; it runs before Markdown sees the underscores and backslashes of a formula, which `draw` draws. */
export function markdownMath(markdown: MarkdownIt, draw = renderMath): void {
  markdown.inline.ruler.before("escape", "math", (state, silent) => {
    const start = state.src[state.pos];
    if (start !== "$" && start !== "\\") return false;
    const found = match(inlineForms, state.src, state.pos);
    if (!found) return false;
    if (!silent) Object.assign(state.push("math", "", 0), { content: found.tex, block: found.display });
    state.pos += found.length;
    return true;
  });
  markdown.block.ruler.before(
    "fence",
    "math",
    (state, startLine, endLine, silent) => {
      const begin = state.bMarks[startLine]! + state.tShift[startLine]!;
      const found = match(blockForms, state.src, begin);
      if (!found) return false;
      let line = startLine;
      while (line < endLine && state.eMarks[line]! < begin + found.length) line++;
      if (line >= endLine || state.src.slice(begin + found.length, state.eMarks[line]).trim() !== "")
        return false;
      if (silent) return true;
      Object.assign(state.push("math", "", 0), {
        content: found.tex,
        block: true,
        map: [startLine, line + 1],
      });
      state.line = line + 1;
      return true;
    },
    { alt: ["paragraph", "blockquote", "list"] },
  );
  markdown.renderer.rules["math"] = (tokens, index) => draw(tokens[index]!.content, tokens[index]!.block);
}

function match(forms: typeof inlineForms, text: string, at: number) {
  for (const { pattern, display } of forms) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { tex: found[1]!, length: found[0].length, display };
  }
  return undefined;
}
