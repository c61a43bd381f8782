/**
 * Returns the points and weights at which a sum gives the mean of a function of N(0, 1), exactly for polynomials up to
 * degree 2·count − 1.
 *
 * The points are the roots of the Hermite polynomial He_count, found by bisection between the roots of the one before; the
 * weights are count!/(count·He_{count−1})² (Abramowitz and Stegun 1964, 25.4.46).
 *
 * @param count 1 to 100.
 */
export function gaussHermite(count: number): { at: number; weight: number }[] {
  let roots: number[] = [];
  for (let degree = 1; degree <= count; degree++) {
    const reach = 2 * Math.sqrt(degree) + 1;
    const fences = [-reach, ...roots, reach];
    roots = fences.slice(1).map((fence, i) => bisect((x) => hermite(degree, x), [fences[i], fence]));
  }
  return roots.map((at) => ({ at, weight: 1 / (count * hermite(count - 1, at) ** 2) }));
}

/** The Hermite polynomial He_degree, divided by √(degree!) so that it stays in range. */
function hermite(degree: number, x: number): number {
  let [before, value] = [0, 1];
  for (let n = 1; n <= degree; n++)
    [before, value] = [value, (x * value - Math.sqrt(n - 1) * before) / Math.sqrt(n)];
  return value;
}

/** The root between two ends where the function has different signs, to the last bit. */
function bisect(f: (x: number) => number, [low, high]: [number, number]): number {
  const sign = Math.sign(f(low));
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
