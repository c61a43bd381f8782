/** The Markdown of a notebook as HTML: the one door to markdown-it. */
import MarkdownIt from "markdown-it";
import { escapeHtml } from "./escape.ts";
import { highlightCode } from "./highlight.ts";
import { markdownMath } from "./markdown-math.ts";
import { mathMl } from "./math.ts";

/** Finds the picture that Markdown names, as a data: address; undefined when it cannot be put into the page. */
export type FindPicture = (address: string) => string | undefined;

const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false, highlight });
markdown.use(markdownMath);

const renderImage = markdown.renderer.rules.image!;
markdown.renderer.rules.image = (tokens, index, options, environment, self) => {
  const token = tokens[index]!;
  const address = String(token.attrGet("src") ?? "");
  const found = (environment as { picture: FindPicture }).picture(address);
  if (found) {
    token.attrSet("src", found);
    return renderImage(tokens, index, options, environment, self);
  }
  return `<a href="${escapeHtml(address)}">${escapeHtml(token.content || address)}</a>`;
};

/** Headings can be linked to by their text, as in Jupyter. */
markdown.renderer.rules.heading_open = (tokens, index, options, _environment, self) => {
  const text = tokens[index + 1]?.content ?? "";
  tokens[index]!.attrSet("id", text.trim().replace(/\s/g, "-"));
  return self.renderToken(tokens, index, options);
};

markdown.renderer.rules.table_open = () => '<div class="wide"><table>';
markdown.renderer.rules.table_close = () => "</table></div>";

/** Markdown, with formulas and marked code, as HTML. Pictures that `picture` does not find become links. */
export function renderMarkdown(text: string, picture: FindPicture): string {
  return markdown.render(text, { picture });
}

/** For what a stranger wrote: HTML stays text, pictures are their words, and nothing needs a style or a font. */
const strangers = new MarkdownIt({ html: false, linkify: false, typographer: false });
strangers.use(markdownMath, mathMl);
strangers.renderer.rules.image = (tokens, index) => escapeHtml(tokens[index]!.content);

/** Markdown of someone who may not be trusted, as HTML that runs and loads nothing. */
export function renderStrangersMarkdown(text: string): string {
  return strangers.render(text);
}

function highlight(code: string, language: string): string {
  return highlightCode(code, language.trim().split(/\s/)[0] || "text");
}
