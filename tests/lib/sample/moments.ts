/** Mean and deviation. */
export function moments(data: ArrayLike<number>): [mean: number, deviation: number] {
  const values = Array.from(data);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}
