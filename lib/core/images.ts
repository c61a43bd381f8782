/** A batch of pictures on the host: plain data that can be kept, drawn, graded or saved. */
export interface Images {
  /** Values in [−1, 1], in the order count, height, width, channels (NHWC). Noised pictures leave that range. */
  data: Float32Array;
  count: number;
  height: number;
  width: number;
  /** 1 (grey) or 3 (red, green, blue). */
  channels: number;
}
