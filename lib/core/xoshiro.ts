/**
 * Starts xoshiro128**, the library's own generator: four words of state, 32-bit arithmetic, period 2¹²⁸ − 1.
 *
 * Blackman and Vigna 2021, "Scrambled Linear Pseudorandom Number Generators".
 *
 * @param state Four words, not all 0; the generator works on them in place.
 * @returns A function that draws a whole number from 0 to 2³² − 1.
 */
export function xoshiro128(state: Uint32Array): () => number {
  return () => {
    const result = Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11);
    return result;
  };
}

/**
 * Spreads a seed over the four words of a state, so that neighbouring seeds give unrelated streams.
 *
 * @param seed A whole number from 0 to 2⁵³ − 1.
 */
export function seedState(seed: number): Uint32Array {
  const low = splitMix32(seed >>> 0);
  const high = splitMix32(Math.floor(seed / 2 ** 32) ^ 0x6a09e667);
  return Uint32Array.from({ length: 4 }, () => low() ^ high());
}

/** Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators", with MurmurHash3's 32-bit finish. */
function splitMix32(state: number): () => number {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
