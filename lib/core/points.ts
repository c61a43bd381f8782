/** A batch of points on the host, in row order. Float64 where a closed form is compared, Float32 where a model learns. */
export interface Points {
  data: Float32Array | Float64Array;
  count: number;
  dim: number;
}
