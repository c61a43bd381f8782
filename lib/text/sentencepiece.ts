/** SentencePiece's tokenizers of the unigram kind, which T5 has. */
import { characterMap } from "./character-map.ts";
import { type CutPiece, type UnigramVocabulary, unigramCutter } from "./unigram.ts";

/** What a model's file says. */
export interface SentencePieceModel {
  vocabulary: UnigramVocabulary;
  /** The token for what no piece fits. */
  unknown: number;
  /** Tokens that no text is cut into. */
  control: ReadonlySet<number>;
  /** See `characterMap`. */
  compiledMap: Uint8Array;
}

/** What stands for a space, also before the first word. */
const space = "▁";

/**
 * Makes a tokenizer: characters are written in one way, white space becomes one "▁" before each word, and the text is cut
 * into its most probable pieces.
 *
 * Kudo and Richardson 2018, "SentencePiece", section 3.
 */
export function sentencePieceCutter({
  vocabulary,
  compiledMap,
  ...options
}: SentencePieceModel): (text: string) => CutPiece[] {
  const map = characterMap(compiledMap);
  const cut = unigramCutter(vocabulary, options);
  return (text) => {
    const words = map(text)
      .split(/ +/)
      .filter((word) => word !== "");
    return words.length === 0 ? [] : cut(words.map((word) => space + word).join(""));
  };
}

/**
 * Reads a file of SentencePiece: a protocol buffer with the pieces and the map of characters.
 *
 * @throws {SyntaxError} If it is cut off, or not of the unigram kind with a piece for what is unknown.
 */
export function readSentencePiece(bytes: Uint8Array): SentencePieceModel {
  const fields = [...fieldsOf(bytes)];
  const pieces = fields.filter(({ number }) => number === 1).map(({ bytes }) => pieceOf(bytes));
  const normalizer = fields.find(({ number }) => number === 3);
  const map = normalizer && [...fieldsOf(normalizer.bytes)].find(({ number }) => number === 2);
  const trainer = fields.find(({ number }) => number === 2);
  const kind = trainer && [...fieldsOf(trainer.bytes)].find(({ number }) => number === 3);
  if (kind && kind.value !== pieceKind.unigram)
    throw new SyntaxError("Cannot read the tokenizer: it must be of the unigram kind");
  const unknown = pieces.findIndex(({ kind }) => kind === pieceKind.unknown);
  if (unknown < 0) throw new SyntaxError("Cannot read the tokenizer: it has no piece for what is unknown");
  return {
    vocabulary: pieces.map(({ piece, score }) => [piece, score]),
    unknown,
    control: new Set(pieces.flatMap(({ kind }, id) => (kind === pieceKind.control ? [id] : []))),
    compiledMap: map?.bytes ?? new Uint8Array(),
  };
}

const pieceKind = { unigram: 1, unknown: 2, control: 3 };

function pieceOf(bytes: Uint8Array): { piece: string; score: number; kind: number } {
  const made = { piece: "", score: 0, kind: 1 };
  for (const { number, value, bytes: own } of fieldsOf(bytes)) {
    if (number === 1) made.piece = new TextDecoder().decode(own);
    if (number === 2) made.score = new DataView(own.buffer, own.byteOffset).getFloat32(0, true);
    if (number === 3) made.kind = value;
  }
  return made;
}

interface Field {
  number: number;
  /** Of a whole number. */
  value: number;
  /** Of all other kinds. */
  bytes: Uint8Array;
}

/** The fields of a protocol buffer, in their order. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const whole = () => {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new SyntaxError("Cannot read the tokenizer: the file is cut off");
  };
  const take = (length: number) => {
    if (length > bytes.length - at) throw new SyntaxError("Cannot read the tokenizer: the file is cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const none = new Uint8Array();
  while (at < bytes.length) {
    const key = whole();
    const [number, kind] = [Math.floor(key / 8), key % 8];
    if (kind === 0) yield { number, value: whole(), bytes: none };
    else if (kind === 2) yield { number, value: 0, bytes: take(whole()) };
    else if (kind === 1 || kind === 5) yield { number, value: 0, bytes: take(kind === 1 ? 8 : 4) };
    else throw new SyntaxError(`Cannot read the tokenizer: a field is of the unknown kind ${kind}`);
  }
}
