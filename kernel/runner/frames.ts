/**
 * The frames that a runner writes to its host: a JSON header, then raw bytes.
 *
 * Layout: byte length of the header (u32), of the rest (u32), the header, the parts. Contents pass through as bytes, so a
 * picture of five megabytes is never parsed on its way to Jupyter.
 */
import type { CellError, Output } from "../interpreter.ts";
import { jsonChunks } from "./json-chunks.ts";

/** What the runner tells its host, beside outputs. */
export type Notice =
  | { kind: "ready" }
  | { kind: "input"; origin: string; prompt: string; password: boolean }
  /** What was asked for is done: "run 3" with its result, "comm 4", or "interrupt". */
  | { kind: "done"; what: string; result?: RunResult };

/** How a run ended. */
export interface RunResult {
  error?: CellError;
  /** After an error: the names that the cell did not get to declare. */
  unset?: string[];
  /** The value's MIME bundle, where it was asked for. */
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

type OutputHeader = { kind: "output"; sizes: number[] } & Pick<Output, "origin" | "type" | "metadata">;
type Header = Notice | OutputHeader;

/** The byte chunks of a frame, to be written one after the other. */
export function encodeOutput(output: Output): Uint8Array[] {
  const { origin, type, metadata, content, buffers = [] } = output;
  const chunks = content instanceof Uint8Array ? [content] : jsonChunks(content);
  const sizes = [lengthOf(chunks), ...buffers.map((part) => part.byteLength)];
  const header = { kind: "output" as const, origin, type, sizes, ...(metadata && { metadata }) };
  return frame(header, [...chunks, ...buffers]);
}

/** The byte chunks of a notice. */
export function encodeNotice(notice: Notice): Uint8Array[] {
  return frame(notice, []);
}

function frame(header: Header, parts: Uint8Array[]): Uint8Array[] {
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(lengthOf(parts), 4);
  return [Buffer.concat([lengths, text]), ...parts];
}

function lengthOf(parts: Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

/** Takes the chunks of a stream as they come, and calls back for each whole frame. */
export function frameReader(onOutput: (output: Output) => void, onNotice: (notice: Notice) => void) {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = 8;
  return (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    let bytes = Buffer.concat(chunks);
    for (;;) {
      wanted = bytes.length < 8 ? 8 : 8 + bytes.readUInt32LE(0) + bytes.readUInt32LE(4);
      if (bytes.length < wanted) break;
      deliver(bytes.subarray(8, wanted), bytes.readUInt32LE(0), onOutput, onNotice);
      bytes = bytes.subarray(wanted);
    }
    chunks = [bytes];
    size = bytes.length;
  };
}

function deliver(
  bytes: Buffer,
  headerLength: number,
  onOutput: (output: Output) => void,
  onNotice: (notice: Notice) => void,
): void {
  const header = JSON.parse(bytes.toString("utf8", 0, headerLength)) as Header;
  if (header.kind !== "output") {
    onNotice(header);
    return;
  }
  const { kind: _, sizes, ...rest } = header;
  let end = headerLength;
  const [content = Buffer.alloc(0), ...buffers] = sizes.map((length) => {
    end += length;
    return bytes.subarray(end - length, end);
  });
  onOutput({ ...rest, content, ...(buffers.length > 0 && { buffers }) });
}
