/**
 * PyTorch's vectorised normal numbers: Box-Muller on blocks of 16 with float32 logarithm, sine and cosine.
 *
 * PyTorch computes these with AVX2 and the polynomials of Moshier's Cephes library, each product fused with the sum that
 * follows. The last bits depend on every rounding, so each line here rounds where the processor does.
 */
const { fround, abs, sqrt, trunc } = Math;

/** A block: eight radii and eight angles give sixteen numbers. */
const block = 16;

const logCoefficients = Float32Array.of(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);
const sinCoefficients = Float32Array.of(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
const cosCoefficients = Float32Array.of(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
/** −π/4 in three parts, the first two short enough that products with them are exact. */
const quarterTurn = Float32Array.of(-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8);
const twoPi = fround(2 * Math.PI);

/**
 * Draws what `torch.randn(count)` returns for a count of 16 or more.
 *
 * @param uniform Draws as `torch.rand(1)` does: 24 random bits, from 0 to below 1.
 */
export function torchNormals(uniform: () => number, count: number): Float64Array {
  const numbers = Float64Array.from({ length: count }, uniform);
  for (let start = 0; start + block <= count; start += block)
    boxMuller(numbers.subarray(start, start + block));
  if (count % block !== 0) {
    const tail = numbers.subarray(count - block);
    for (let index = 0; index < block; index++) tail[index] = uniform();
    boxMuller(tail);
  }
  return numbers;
}

/** Turns sixteen uniform numbers into normal ones, in place. */
function boxMuller(numbers: Float64Array): void {
  const half = block / 2;
  for (let index = 0; index < half; index++) {
    const radius = fround(sqrt(fround(-2 * log(fround(1 - numbers[index])))));
    const [sin, cos] = sinCos(fround(numbers[index + half] * twoPi));
    numbers[index] = fround(radius * cos);
    numbers[index + half] = fround(radius * sin);
  }
}

/** a·b + c with one rounding to float32, as a fused multiply-add. */
function fma(a: number, b: number, c: number): number {
  return fround(a * b + c);
}

/** Horner's rule, highest power first, each step fused. */
function polynomial(coefficients: Float32Array, x: number): number {
  return coefficients.reduce((sum, coefficient) => fma(sum, x, coefficient));
}

function log(x: number): number {
  let exponent = Math.floor(Math.log2(x)) + 1;
  const mantissa = x / 2 ** exponent;
  const small = mantissa < fround(Math.SQRT1_2);
  if (small) exponent -= 1;
  const y = fround(fround(mantissa - 1) + (small ? mantissa : 0));
  const square = fround(y * y);
  const tail = fma(
    fround(polynomial(logCoefficients, y) * y),
    square,
    fround(exponent * fround(-2.1219444e-4)),
  );
  return fma(exponent, fround(0.693359375), fround(y + fma(square, -0.5, tail)));
}

function sinCos(x: number): [sin: number, cos: number] {
  const octant = (trunc(fround(abs(x) * fround(4 / Math.PI))) + 1) & ~1;
  const y = quarterTurn.reduce((rest, part) => fma(octant, part, rest), x);
  const square = fround(y * y);
  const cosine = fround(
    fma(fround(polynomial(cosCoefficients, square) * square), square, -fround(square * 0.5)) + 1,
  );
  const sine = fma(fround(polynomial(sinCoefficients, square) * square), y, y);
  const [sin, cos] = (octant & 2) === 0 ? [sine, cosine] : [cosine, sine];
  return [octant & 4 ? -sin : sin, ~(octant - 2) & 4 ? -cos : cos];
}
