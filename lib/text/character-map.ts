/** The map by which SentencePiece writes characters in one way, such as "ﬁ" as "fi": a trie and the texts it leads to. */

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Reads a compiled map: the bytes of a trie's length, the trie as a double array, texts that end in a zero byte.
 *
 * @returns The function that maps a text: at each place the longest sequence of bytes that the map knows is replaced.
 * @throws {SyntaxError} If the trie does not fit into the bytes.
 */
export function characterMap(compiled: Uint8Array): (text: string) => string {
  if (compiled.length === 0) return (text) => text;
  const view = new DataView(compiled.buffer, compiled.byteOffset, compiled.byteLength);
  const size = compiled.length < 4 ? -1 : view.getUint32(0, true);
  if (size < 4 || size % 4 !== 0 || size > compiled.length - 4)
    throw new SyntaxError(
      `Cannot read a map of characters: its trie would take ${size} bytes of ${compiled.length}`,
    );
  const units = Uint32Array.from({ length: size / 4 }, (_, at) => view.getUint32(4 + 4 * at, true));
  const texts = compiled.subarray(4 + size);
  return (text) => mapped(encoder.encode(text), units, texts);
}

function mapped(bytes: Uint8Array, units: Uint32Array, texts: Uint8Array): string {
  const pieces: string[] = [];
  let plainFrom = 0;
  let at = 0;
  while (at < bytes.length) {
    const found = longestMatch(bytes, at, units);
    if (!found) {
      at += lengthOfCharacter(bytes[at]);
      continue;
    }
    pieces.push(decoder.decode(bytes.subarray(plainFrom, at)));
    const end = texts.indexOf(0, found.value);
    pieces.push(decoder.decode(texts.subarray(found.value, end < 0 ? texts.length : end)));
    at += found.length;
    plainFrom = at;
  }
  pieces.push(decoder.decode(bytes.subarray(plainFrom)));
  return pieces.join("");
}

/**
 * The longest sequence from here that the trie knows. A unit of the double array has a letter in its lowest 8 bits, a
 * mark that a value follows in bit 8, and the distance to its children above, 256 times as far if bit 9 is set; a value is
 * a unit with the highest bit set.
 */
function longestMatch(
  bytes: Uint8Array,
  from: number,
  units: Uint32Array,
): { length: number; value: number } | undefined {
  const children = (unit: number) => (unit >>> 10) << ((unit & 512) >>> 6);
  let node = children(units[0]);
  let found: { length: number; value: number } | undefined;
  for (let at = from; at < bytes.length; at++) {
    node ^= bytes[at];
    const unit = units[node];
    if (unit === undefined || (unit & 0x800000ff) >>> 0 !== bytes[at]) return found;
    node ^= children(unit);
    if ((unit >>> 8) & 1) found = { length: at + 1 - from, value: (units[node] ?? 0) & 0x7fffffff };
  }
  return found;
}

/** Bytes of the character that begins with this one in UTF-8. */
function lengthOfCharacter(byte: number): number {
  if (byte < 0xc0) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}
