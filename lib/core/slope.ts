/** The slope of the straight line with the least squared error; NaN where all x are one. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centerX, centerY] = [mean(x), mean(y)];
  const product = x.reduce((sum, value, i) => sum + (value - centerX) * (y[i] - centerY), 0);
  return product / x.reduce((sum, value) => sum + (value - centerX) ** 2, 0);
}
