/** Jupyter counts a cursor in code points, JavaScript in UTF-16 units: they differ after an emoji. */

/** The UTF-16 offset of a code point; past the end it is the end. */
export function toUtf16(code: string, codePoints: number): number {
  let offset = 0;
  for (let left = codePoints; left > 0 && offset < code.length; left--)
    offset += code.codePointAt(offset)! > 0xffff ? 2 : 1;
  return offset;
}

/** How many code points begin before a UTF-16 offset. */
export function toCodePoints(code: string, offset: number): number {
  let count = 0;
  for (let at = 0; at < Math.min(offset, code.length); count++) at += code.codePointAt(at)! > 0xffff ? 2 : 1;
  return count;
}
