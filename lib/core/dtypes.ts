/** The number formats of safetensors files, and the arrays that hold their values exactly. */

/** An array that holds the numbers of a saved tensor. */
export type NumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** A format's name in the file. */
export type Dtype = keyof typeof formats;

interface Format {
  /** Bytes of one number in the file. */
  size: number;
  /** Reads the file's bytes, which start where the buffer starts. */
  decode(buffer: ArrayBuffer): NumberArray;
  /** The bytes of these numbers; rounds to the nearest where the format is narrower, ties to even. */
  encode?(values: NumberArray): Uint8Array;
}

const nan = 0x7fc00000;

/** From the narrowest to the widest, as the original orders them. */
const formats = {
  BOOL: plain(1, Uint8Array),
  U8: plain(1, Uint8Array),
  I8: plain(1, Int8Array),
  F8_E5M2: small(5, 2),
  F8_E4M3: small(4, 3),
  I16: plain(2, Int16Array),
  U16: plain(2, Uint16Array),
  F16: half(halfToFloat, floatToHalf),
  BF16: half((bits) => bits << 16, floatToBrain),
  I32: plain(4, Int32Array),
  U32: plain(4, Uint32Array),
  F32: plain(4, Float32Array),
  F64: plain(8, Float64Array),
  I64: plain(8, BigInt64Array),
  U64: plain(8, BigUint64Array),
} satisfies Record<string, Format>;

/** All formats, narrowest first. */
export const dtypes = Object.keys(formats) as Dtype[];

export const isDtype = (name: unknown): name is Dtype =>
  typeof name === "string" && Object.hasOwn(formats, name);

/** What reads and writes a format. */
export const formatOf = (dtype: Dtype): Format => formats[dtype];

/** Whether these numbers can be written in this format: their own, a narrower one of floats, or bytes as booleans. */
export function fits(values: NumberArray, dtype: Dtype): boolean {
  const own = dtypeOf(values);
  return own === dtype || (own === "F32" ? ["F16", "BF16"] : own === "U8" ? ["BOOL"] : []).includes(dtype);
}

/** The format that holds the numbers of this array exactly. */
export function dtypeOf(values: NumberArray): Dtype {
  const name = values[Symbol.toStringTag].replace(/Array$/, "");
  const short = { Uint: "U", Int: "I", BigUint: "U", BigInt: "I", Float: "F" };
  return name.replace(/^\D+/, (word) => short[word as keyof typeof short]) as Dtype;
}

type ArrayType = { new (buffer: ArrayBufferLike): NumberArray };

function plain(size: number, type: ArrayType): Format {
  return { size, decode: (buffer) => new type(buffer), encode: bytesOf };
}

function bytesOf({ buffer, byteOffset, byteLength }: NumberArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A format of two bytes, of which `widen` makes the bits of a float32 and `narrow` the other way. */
function half(widen: (bits: number) => number, narrow: (bits: number) => number): Format {
  let table: Uint32Array | undefined;
  return {
    size: 2,
    decode: (buffer) => {
      // Weights come by the hundred million: looking each number up is several times faster than making it.
      table ??= Uint32Array.from({ length: 2 ** 16 }, (_, code) => widen(code));
      return widened(new Uint16Array(buffer), table);
    },
    encode: (values) => {
      const { buffer, byteOffset, length } = values as Float32Array;
      const bits = new Uint32Array(buffer, byteOffset, length);
      const narrowed = new Uint16Array(length);
      for (let at = 0; at < length; at++) narrowed[at] = narrow(bits[at]);
      return bytesOf(narrowed);
    },
  };
}

function widened(codes: Uint8Array | Uint16Array, table: Uint32Array): Float32Array {
  const bits = new Uint32Array(codes.length);
  for (let index = 0; index < codes.length; index++) bits[index] = table[codes[index]];
  return new Float32Array(bits.buffer);
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
function halfToFloat(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  const shift = Math.clz32(fraction) - 21; // how far the first set bit is from the place of the hidden one
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

function floatToHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= 0x47800000) return sign | 0x7c00;
  if (size >= 0x38800000) return sign | roundOff(size - 0x38000000, 13);
  const shift = 126 - (size >>> 23); // the smallest normal half has exponent 113: its fraction loses 13 bits
  return shift > 25 ? sign : sign | roundOff((size & 0x7fffff) | 0x800000, shift);
}

function floatToBrain(bits: number): number {
  return (bits & 0x7fffffff) > 0x7f800000 ? ((bits >>> 16) & 0x8000) | 0x7fc0 : roundOff(bits, 16);
}

/** Drops the last `count` bits of an unsigned number and rounds to the nearest, ties to even. */
function roundOff(bits: number, count: number): number {
  const kept = bits >>> count;
  const rest = (bits - kept * 2 ** count) >>> 0;
  const tie = 2 ** (count - 1);
  return (kept + (rest > tie || (rest === tie && kept % 2 === 1) ? 1 : 0)) & 0xffff;
}

/** Numbers of one byte, read by a table: Micikevicius et al. 2022, "FP8 Formats for Deep Learning", table 1. */
function small(exponentBits: number, fractionBits: number): Format {
  const bias = 2 ** (exponentBits - 1) - 1;
  const top = 2 ** exponentBits - 1;
  const table = Uint32Array.from({ length: 256 }, (_, code) => {
    const exponent = (code & 127) >> fractionBits;
    const fraction = code & (2 ** fractionBits - 1);
    const scaled = exponent === 0 ? fraction * 2 : fraction + 2 ** fractionBits;
    const value = scaled * 2 ** (exponent - bias - fractionBits);
    const isSpecial = exponentBits === 5 ? exponent === top : (code & 127) === 127;
    const [bits] = new Uint32Array(Float32Array.of(value).buffer);
    const special = exponentBits === 5 && fraction === 0 ? 0x7f800000 : nan;
    return (code >= 128 ? 0x80000000 : 0) | (isSpecial ? special : bits);
  });
  return { size: 1, decode: (buffer) => widened(new Uint8Array(buffer), table) };
}
