const size = 624;

/**
 * Makes the state that `torch.manual_seed(seed)` gives MT19937: 624 words, and how many of them are used up.
 *
 * @param seed A whole number; its lowest 32 bits count, as in PyTorch.
 */
export function seedTwister(seed: number): Uint32Array {
  const state = new Uint32Array(size + 1);
  state[0] = seed % 2 ** 32;
  for (let index = 1; index < size; index++)
    state[index] = Math.imul(1812433253, state[index - 1] ^ (state[index - 1] >>> 30)) + index;
  state[size] = size;
  return state;
}

/**
 * Starts MT19937, the generator behind `torch.manual_seed`.
 *
 * Matsumoto and Nishimura 1998, "Mersenne Twister: A 623-dimensionally equidistributed uniform pseudorandom number
 * generator".
 *
 * @param state See `seedTwister`; the generator works on it in place.
 * @returns A function that draws a whole number from 0 to 2³² − 1.
 */
export function mersenneTwister(state: Uint32Array): () => number {
  return () => {
    if (state[size] === size) {
      twist(state);
      state[size] = 0;
    }
    let word = state[state[size]++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

function twist(state: Uint32Array): void {
  for (let index = 0; index < size; index++) {
    const word = (state[index] & 0x80000000) | (state[(index + 1) % size] & 0x7fffffff);
    state[index] = state[(index + 397) % size] ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
  }
}
