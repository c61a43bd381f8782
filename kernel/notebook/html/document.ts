import { escapeHtml } from "./escape.ts";

export interface HtmlDocument {
  /** Plain text, for the tab. */
  title: string;
  /** What the page may load beside its own style, as a Content-Security-Policy: nothing unless given. */
  policy?: string;
  style: string;
  /** HTML, escaped by the caller. */
  body: string;
}

/** An HTML page, light or dark as its reader has it, that loads and sends nothing but what its policy names. */
export function htmlDocument({ title, policy = "", style, body }: HtmlDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; ${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
