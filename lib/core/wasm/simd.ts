// Four floats at a time: the few functions that every kernel shares.

/** a · b + c, in one rounding where the machine has it. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
export function splatOf(value: f32): v128 {
  return f32x4.splat(value);
}

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function total(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/**
 * e^x to single precision: x = n·ln 2 + r, so that e^x = 2^n · e^r, and e^r is its Taylor polynomial on |r| ≤ ln 2 / 2.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, splatOf(-87.3)), splatOf(88.3));
  // 1.5 · 2^23 leaves no room for a fraction: the sum's last bits are n.
  const shifted = fma(clamped, splatOf(1.44269504), splatOf(12582912));
  const n = f32x4.sub(shifted, splatOf(12582912));
  // ln 2 in two parts, the first of which has few enough bits that n times it is exact.
  const high = fma(n, splatOf(-0.693359375), clamped);
  const r = fma(n, splatOf(2.12194440e-4), high);
  let sum = splatOf(1.0 / 5040.0);
  sum = fma(sum, r, splatOf(1.0 / 720.0));
  sum = fma(sum, r, splatOf(1.0 / 120.0));
  sum = fma(sum, r, splatOf(1.0 / 24.0));
  sum = fma(sum, r, splatOf(1.0 / 6.0));
  sum = fma(sum, r, splatOf(0.5));
  sum = fma(sum, r, splatOf(1));
  sum = fma(sum, r, splatOf(1));
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  return f32x4.mul(sum, power);
}

/** 1 / (1 + e^−x). */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(splatOf(1), f32x4.add(splatOf(1), exp(f32x4.neg(x))));
}

/** Where part `part` of `parts` begins when `count` pieces are shared out; the end is the next part's beginning. */
// @ts-ignore: decorator
@inline
export function shareOf(count: i32, part: i32, parts: i32): i32 {
  return i32((i64(count) * part) / parts);
}
