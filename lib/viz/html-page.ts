import { escapeXml } from "./svg-figure.ts";

/**
 * Makes an HTML page that shows the same wherever it is opened: it has no script, and may show only pictures that it holds.
 *
 * @param options
 * @param options.style CSS.
 * @param options.body HTML, escaped by the caller; the heading stands before it.
 */
export function htmlPage(title: string, { style, body }: { style: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
${body}
</body>
</html>
`;
}
