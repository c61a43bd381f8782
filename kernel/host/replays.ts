/** Tells whether a signature has come before, among the newest: a message that comes twice was recorded by someone. */
export type IsReplay = (signature: Uint8Array) => boolean;

/** @param kept How many signatures are remembered. */
export function createReplayGuard(kept = 16_384): IsReplay {
  const seen = new Set<number>();
  return (signature) => {
    // Of its hexadecimal digits as many as a number holds: 52 bits.
    const digits = Number.parseInt(Buffer.from(signature.subarray(0, 13)).toString("latin1"), 16);
    if (seen.has(digits)) return true;
    seen.add(digits);
    if (seen.size > kept) for (const oldest of seen) return !seen.delete(oldest);
    return false;
  };
}
