/** T5's tokenizer from a folder. */
import { readFile, stat } from "node:fs/promises";
import { show } from "../core/check.ts";
import { readSentencePiece, type SentencePieceModel, sentencePieceCutter } from "../text/sentencepiece.ts";
import type { TextReader } from "./clip-tokens.ts";
import type { ConfigRecord } from "./config-record.ts";
import { type ModelFolder, parseRecord } from "./model-folder.ts";

/**
 * Reads a tokenizer's folder: tokenizer.json, or spiece.model.
 *
 * @throws {SyntaxError} If the file is broken, or no unigram tokenizer with tokens for the end and for padding.
 */
export async function openT5Reader(
  folder: ModelFolder,
  part: string,
  { length }: { length: number },
): Promise<TextReader> {
  const hasJson = (await folder.find(`${part}/tokenizer.json`)) !== undefined;
  const name = hasJson ? "tokenizer.json" : "spiece.model";
  const bytes = await bytesOf(folder, `${part}/${name}`);
  const model = hasJson
    ? modelIn(parseRecord(Buffer.from(bytes).toString("utf8"), name), `${part}/${name}`)
    : readSentencePiece(bytes);
  const config = { tokenizer_class: "T5TokenizerFast", extra_ids: 0, model_max_length: length };
  const contents = { [name]: bytes, "tokenizer_config.json": `${JSON.stringify(config)}\n` };
  return t5Reader(model, { length, contents });
}

/** Makes a reader whose rows are a text's tokens, the end, and padding. */
function t5Reader(
  model: SentencePieceModel,
  { length: usual, contents }: { length: number; contents: Record<string, string | Uint8Array> },
): TextReader {
  const [end, padding] = ["</s>", "<pad>"].map((piece) => {
    const id = model.vocabulary.findIndex(([known]) => known === piece);
    if (id < 0) throw new SyntaxError(`Cannot read the tokenizer: it has no piece ${piece}`);
    return id;
  });
  const cut = sentencePieceCutter(model);
  return {
    files: () => ({ class: "T5TokenizerFast", contents }),
    pieces: (text) => cut(text).map(({ id, text }) => ({ id, text: text.replaceAll("▁", " ") })),
    read(texts, { length = usual } = {}) {
      const rows = texts.map((text) => cut(text).map(({ id }) => id));
      const ids = new Int32Array(texts.length * length).fill(padding);
      const ends = Int32Array.from(rows, (row) => Math.min(row.length, length - 1));
      rows.forEach((row, at) => {
        ids.set(row.slice(0, length - 1), at * length);
        ids[at * length + ends[at]] = end;
      });
      const cutOff = Int32Array.from(rows, (row) => Math.max(0, row.length - (length - 1)));
      return { ids, count: texts.length, length, ends, cut: cutOff };
    },
  };
}

async function bytesOf(folder: ModelFolder, file: string): Promise<Uint8Array> {
  const place = await folder.need(file);
  const { size } = await stat(place);
  if (size > 2 ** 26)
    throw new RangeError(`Cannot read ${file}: it is too long for a tokenizer, ${size} bytes`);
  return readFile(place);
}

/** What the file of the tokenizers package says. */
function modelIn(file: ConfigRecord, name: string): SentencePieceModel {
  const fail = (why: string): never => {
    throw new SyntaxError(`Cannot read ${name}: ${why}`);
  };
  const { type = "Unigram", vocab, unk_id: unknown } = (file["model"] ?? {}) as ConfigRecord;
  if (type !== "Unigram" || !Array.isArray(vocab) || !vocab.every(isPiece))
    return fail(`its model must be a Unigram with a vocab of pieces and scores, got ${show(type)}`);
  if (!Number.isInteger(unknown) || !((unknown as number) in vocab))
    return fail(`unk_id must be a place in vocab, got ${show(unknown)}`);
  const added = Array.isArray(file["added_tokens"]) ? (file["added_tokens"] as ConfigRecord[]) : [];
  return {
    vocabulary: vocab,
    unknown: unknown as number,
    control: new Set(added.map(({ id }) => id as number)),
    compiledMap: Uint8Array.from(Buffer.from(compiledIn(file["normalizer"]), "base64")),
  };
}

const isPiece = (entry: unknown): entry is [string, number] =>
  Array.isArray(entry) && typeof entry[0] === "string" && typeof entry[1] === "number";

/** The map of characters, which may be one of several steps. */
function compiledIn(normalizer: unknown): string {
  if (typeof normalizer !== "object" || normalizer === null) return "";
  const { precompiled_charsmap: map, normalizers } = normalizer as ConfigRecord;
  if (typeof map === "string") return map;
  return Array.isArray(normalizers) ? (normalizers.map(compiledIn).find((found) => found !== "") ?? "") : "";
}
