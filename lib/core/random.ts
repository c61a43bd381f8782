/** Seeded chance: every draw of the library comes from a generator that its caller made and can repeat. */
import { checkInteger, checkOneOf } from "./check.ts";
import { mersenneTwister, seedTwister } from "./mersenne-twister.ts";
import { torchNormals } from "./torch-normal.ts";
import { seedState, xoshiro128 } from "./xoshiro.ts";

/** Draws one number, or an array of `count` numbers. */
export interface Draw {
  (): number;
  (count: number): Float64Array;
}

/** A stream of random numbers. Each draw moves it on, so the order of draws is part of the result. */
export interface Random {
  /** Numbers from 0 to below 1, all equally likely. */
  uniform: Draw;
  /** Numbers from N(0, 1). */
  normal: Draw;
  /** Whole numbers from 0 to below `limit`, all equally likely; `limit` is at most 2³². */
  integer(limit: number): number;
  integer(limit: number, count: number): Float64Array;
  /** The items in random order, as a new array. */
  shuffle<Item>(items: readonly Item[]): Item[];
  /** A new stream, unrelated to this one; takes one draw from it. */
  fork(): Random;
  /** Where the stream is, as a plain record to keep. */
  state(): RandomState;
  /**
   * Goes on from where a stream of the same kind was.
   *
   * @throws {RangeError} If the state is of another kind of stream.
   */
  restore(state: RandomState): void;
}

/** Where a stream of random numbers is; survives JSON. */
export interface RandomState {
  /** The words of xoshiro128**, or of PyTorch's Mersenne Twister. */
  words: number[];
  /** The second number of a pair of normal ones, not given out yet; null if there is none. */
  spare: number | null;
}

export interface RandomOptions {
  /** "torch" draws PyTorch's numbers, for comparisons with diffusers. Default: xoshiro128**. */
  like?: "torch";
}

/**
 * Starts a stream of random numbers. The same seed gives the same numbers on every machine.
 *
 * The default is xoshiro128** (Blackman and Vigna 2021, "Scrambled Linear Pseudorandom Number Generators") with
 * Box-Muller normal numbers. With `like: "torch"`, after `torch.manual_seed(seed)` and bit for bit: `normal(count)` is
 * `torch.randn(count)` on a processor with AVX2, `uniform(count)` is `torch.rand(count)`, `integer(limit, count)` is
 * `torch.randint(limit, (count,))` and `shuffle` orders as `torch.randperm`.
 *
 * @param seed A whole number from 0 to 2⁵³ − 1.
 * @throws {RangeError} If the seed is no such number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { random } from "noisebook";
 *
 * assert.deepEqual(random(42).normal(3), random(42).normal(3));
 * assert.equal(random(0, { like: "torch" }).normal().toFixed(4), "1.5410"); // torch.manual_seed(0); torch.randn(1)
 * ```
 */
export function random(seed: number, { like }: RandomOptions = {}): Random {
  const doing = "make random numbers";
  checkInteger(seed, { doing, name: "seed", from: 0, to: Number.MAX_SAFE_INTEGER });
  if (like === undefined) return ownRandom(seed);
  checkOneOf(like, { doing, name: "like", names: ["torch"] });
  return torchRandom(seed);
}

function ownRandom(seed: number): Random {
  const memory: Memory = { words: seedState(seed), spare: null };
  const next = xoshiro128(memory.words);
  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  const below = (limit: number) => Math.floor(uniform() * limit);
  return {
    uniform: draw(uniform),
    normal: draw(boxMuller(uniform, memory)),
    ...wholeNumbers(below),
    fork: () => ownRandom(Math.floor(uniform() * 2 ** 53)),
    ...remembering(memory),
  };
}

function torchRandom(seed: number): Random {
  const memory: Memory = { words: seedTwister(seed), spare: null };
  const next = mersenneTwister(memory.words);
  const uniform = () => (next() & 0xffffff) / 2 ** 24;
  const wide = () => (BigInt(next()) << 32n) | BigInt(next());
  const double = () => ((next() & 0x1fffff) * 2 ** 32 + next()) / 2 ** 53;
  const single = boxMuller(double, memory);
  return {
    uniform: draw(uniform),
    // PyTorch draws fewer than 16 numbers one by one in float64, more of them in blocks in float32.
    normal: draw(
      () => Math.fround(single()),
      (count) => (count < 16 ? undefined : torchNormals(uniform, count)),
    ),
    ...wholeNumbers(
      (limit) => (limit < 2 ** 28 ? next() % limit : Number(wide() % BigInt(limit))),
      (limit) => next() % limit,
    ),
    fork: () => torchRandom(next()),
    ...remembering(memory),
  };
}

/** All that a stream knows of its past. */
interface Memory {
  readonly words: Uint32Array;
  spare: number | null;
}

function remembering(memory: Memory): Pick<Random, "state" | "restore"> {
  return {
    state: () => ({ words: [...memory.words], spare: memory.spare }),
    restore: ({ words, spare }) => {
      if (words.length !== memory.words.length)
        throw new RangeError(
          `Cannot restore random numbers: the state must have ${memory.words.length} words, got ${words.length}; it is of another kind of stream`,
        );
      memory.words.set(words);
      memory.spare = spare;
    },
  };
}

/** Box and Muller 1958: two uniform numbers give two normal ones; the second is kept for the next call. */
function boxMuller(uniform: () => number, memory: Memory): () => number {
  return () => {
    if (memory.spare !== null) {
      const number = memory.spare;
      memory.spare = null;
      return number;
    }
    const angle = 2 * Math.PI * uniform();
    const radius = Math.sqrt(-2 * Math.log1p(-uniform()));
    memory.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function draw(one: () => number, many?: (count: number) => Float64Array | undefined): Draw {
  return ((count?: number) => {
    if (count === undefined) return one();
    checkCount(count);
    return many?.(count) ?? Float64Array.from({ length: count }, one);
  }) as Draw;
}

function wholeNumbers(below: (limit: number) => number, choose = below): Pick<Random, "integer" | "shuffle"> {
  const integer = (limit: number, count?: number) => {
    checkInteger(limit, { doing: "draw whole numbers", name: "limit", from: 1, to: 2 ** 32 });
    return draw(() => below(limit))(count as number);
  };
  const shuffle = <Item>(items: readonly Item[]) => {
    const order = [...items];
    for (let index = 0; index < order.length - 1; index++) {
      const other = index + choose(order.length - index);
      [order[index], order[other]] = [order[other], order[index]];
    }
    return order;
  };
  return { integer: integer as Random["integer"], shuffle };
}

function checkCount(count: number): void {
  checkInteger(count, { doing: "draw random numbers", name: "count", from: 0 });
}
