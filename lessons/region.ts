/**
 * Puts what a program makes into a page that people write: between `<!-- NAME -->` and `<!-- end of NAME -->`.
 *
 * @throws {SyntaxError} If the page has no such region.
 */
export function withRegion(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new SyntaxError(
      `Cannot write the page: it has no region <!-- ${name} --> … <!-- end of ${name} -->`,
    );
  return `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`;
}
