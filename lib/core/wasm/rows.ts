// Softmax of rows, sums of columns, Adam, and doubled pictures.
import { exp, fma, shareOf, splatOf, total } from "./simd";

@unmanaged
export class Softmax {
  x: usize;
  y: usize;
  /** The gradient of y; x is then that of x. */
  dy: usize;
  rows: i32;
  columns: i32;
  scale: f32;
}

/** y = softmax(scale · x), row by row. */
export function softmax(s: Softmax, part: i32, parts: i32): void {
  const bytes = usize(s.columns) << 2;
  const whole = usize(s.columns & ~3) << 2;
  const end = shareOf(s.rows, part + 1, parts);
  for (let row = shareOf(s.rows, part, parts); row < end; row++) {
    const x = s.x + usize(row) * bytes;
    const y = s.y + usize(row) * bytes;
    let most = load<f32>(x);
    for (let i: usize = 4; i < bytes; i += 4) most = max(most, load<f32>(x + i));
    const top = splatOf(most);
    const scale = splatOf(s.scale);
    let sums = splatOf(0);
    for (let i: usize = 0; i < whole; i += 16) {
      const e = exp(f32x4.mul(f32x4.sub(v128.load(x + i), top), scale));
      sums = f32x4.add(sums, e);
      v128.store(y + i, e);
    }
    let sum = total(sums);
    for (let i = whole; i < bytes; i += 4) {
      const e = f32x4.extract_lane(exp(splatOf((load<f32>(x + i) - most) * s.scale)), 0);
      sum += e;
      store<f32>(y + i, e);
    }
    const share: f32 = 1 / sum;
    for (let i: usize = 0; i < whole; i += 16) v128.store(y + i, f32x4.mul(v128.load(y + i), splatOf(share)));
    for (let i = whole; i < bytes; i += 4) store<f32>(y + i, load<f32>(y + i) * share);
  }
}

/** dx = scale · y · (dy − Σ dy·y), row by row. */
export function softmaxGradient(s: Softmax, part: i32, parts: i32): void {
  const bytes = usize(s.columns) << 2;
  const whole = usize(s.columns & ~3) << 2;
  const end = shareOf(s.rows, part + 1, parts);
  for (let row = shareOf(s.rows, part, parts); row < end; row++) {
    const offset = usize(row) * bytes;
    const y = s.y + offset;
    const dy = s.dy + offset;
    let sums = splatOf(0);
    for (let i: usize = 0; i < whole; i += 16) sums = fma(v128.load(y + i), v128.load(dy + i), sums);
    let sum = total(sums);
    for (let i = whole; i < bytes; i += 4) sum += load<f32>(y + i) * load<f32>(dy + i);
    for (let i: usize = 0; i < whole; i += 16) {
      const slope = f32x4.mul(f32x4.sub(v128.load(dy + i), splatOf(sum)), splatOf(s.scale));
      v128.store(s.x + offset + i, f32x4.mul(v128.load(y + i), slope));
    }
    for (let i = whole; i < bytes; i += 4)
      store<f32>(s.x + offset + i, load<f32>(y + i) * (load<f32>(dy + i) - sum) * s.scale);
  }
}

@unmanaged
export class Sum {
  x: usize;
  y: usize;
  /** How many matrices there are. */
  count: i32;
  rows: i32;
  columns: i32;
}

/** The sum of each matrix's rows. */
export function sumRows(s: Sum, part: i32, parts: i32): void {
  const bytes = usize(s.columns) << 2;
  const groups = (s.columns + 3) >> 2;
  const end = shareOf(s.count * groups, part + 1, parts);
  for (let unit = shareOf(s.count * groups, part, parts); unit < end; unit++) {
    const offset = usize(unit % groups) << 4;
    const matrix = unit / groups;
    const y = s.y + usize(matrix) * bytes + offset;
    let at = s.x + usize(matrix) * usize(s.rows) * bytes + offset;
    if (offset + 16 <= bytes) {
      let even = splatOf(0);
      let odd = splatOf(0);
      for (let row = 0; row < s.rows; row++) {
        if (row & 1) odd = f32x4.add(odd, v128.load(at));
        else even = f32x4.add(even, v128.load(at));
        at += bytes;
      }
      v128.store(y, f32x4.add(even, odd));
    } else
      for (let i: usize = 0; i < bytes - offset; i += 4) {
        let sum: f32 = 0;
        for (let row = 0; row < s.rows; row++) sum += load<f32>(at + usize(row) * bytes + i);
        store<f32>(y + i, sum);
      }
  }
}

@unmanaged
export class Adam {
  param: usize;
  mean: usize;
  square: usize;
  gradient: usize;
  nextParam: usize;
  nextMean: usize;
  nextSquare: usize;
  count: i32;
  beta1: f32;
  beta2: f32;
  rate: f32;
  root: f32;
  epsilon: f32;
  keep: f32;
}

/** One step of Adam on `count` numbers; the next values may lie where the last ones lay. */
export function adam(a: Adam, part: i32, parts: i32, scratch: usize): void {
  const groups = (a.count + 3) >> 2;
  const bytes = usize(a.count) << 2;
  const end = usize(shareOf(groups, part + 1, parts)) << 4;
  for (let i = usize(shareOf(groups, part, parts)) << 4; i < end; i += 16)
    if (i + 16 <= bytes)
      adamFour(a, a.param + i, a.mean + i, a.square + i, a.gradient + i, a.nextParam + i, a.nextMean + i, a.nextSquare + i);
    else {
      // The last few numbers make their step in scratch memory.
      const rest = bytes - i;
      memory.fill(scratch, 0, 112);
      memory.copy(scratch, a.param + i, rest);
      memory.copy(scratch + 16, a.mean + i, rest);
      memory.copy(scratch + 32, a.square + i, rest);
      memory.copy(scratch + 48, a.gradient + i, rest);
      adamFour(a, scratch, scratch + 16, scratch + 32, scratch + 48, scratch + 64, scratch + 80, scratch + 96);
      memory.copy(a.nextParam + i, scratch + 64, rest);
      memory.copy(a.nextMean + i, scratch + 80, rest);
      memory.copy(a.nextSquare + i, scratch + 96, rest);
    }
}

// @ts-ignore: decorator
@inline
function adamFour(a: Adam, param: usize, mean: usize, square: usize, gradient: usize, nextParam: usize, nextMean: usize, nextSquare: usize): void {
  const g = v128.load(gradient);
  const m = fma(v128.load(mean), splatOf(a.beta1), f32x4.mul(g, splatOf(1 - a.beta1)));
  const v = fma(v128.load(square), splatOf(a.beta2), f32x4.mul(f32x4.mul(g, g), splatOf(1 - a.beta2)));
  const below = fma(f32x4.sqrt(v), splatOf(a.root), splatOf(a.epsilon));
  const change = f32x4.div(f32x4.mul(m, splatOf(a.rate)), below);
  v128.store(nextParam, f32x4.sub(f32x4.mul(v128.load(param), splatOf(a.keep)), change));
  v128.store(nextMean, m);
  v128.store(nextSquare, v);
}

@unmanaged
export class Double {
  /** The smaller picture. */
  x: usize;
  /** The picture of twice its size. */
  y: usize;
  /** Rows of all smaller pictures. */
  rows: i32;
  columns: i32;
  channels: i32;
}

/** Each pixel becomes four. */
export function double(d: Double, part: i32, parts: i32): void {
  const pixel = usize(d.channels) << 2;
  const line = pixel * usize(d.columns) * 2;
  const end = shareOf(d.rows, part + 1, parts);
  for (let row = shareOf(d.rows, part, parts); row < end; row++) {
    const to = d.y + usize(row) * 2 * line;
    let from = d.x + usize(row) * (line >> 1);
    for (let at = to; at < to + line; at += 2 * pixel) {
      memory.copy(at, from, pixel);
      memory.copy(at + pixel, from, pixel);
      from += pixel;
    }
    memory.copy(to + line, to, line);
  }
}

/** Each smaller pixel is the sum of the four that it became. */
export function halve(d: Double, part: i32, parts: i32): void {
  const pixel = usize(d.channels) << 2;
  const line = pixel * usize(d.columns) * 2;
  const whole = usize(d.channels & ~3) << 2;
  const end = shareOf(d.rows, part + 1, parts);
  for (let row = shareOf(d.rows, part, parts); row < end; row++) {
    const from = d.y + usize(row) * 2 * line;
    let to = d.x + usize(row) * (line >> 1);
    for (let at = from; at < from + line; at += 2 * pixel) {
      for (let i: usize = 0; i < whole; i += 16) {
        const above = f32x4.add(v128.load(at + i), v128.load(at + pixel + i));
        const below = f32x4.add(v128.load(at + line + i), v128.load(at + line + pixel + i));
        v128.store(to + i, f32x4.add(above, below));
      }
      for (let i = whole; i < pixel; i += 4) {
        const above = load<f32>(at + i) + load<f32>(at + pixel + i);
        store<f32>(to + i, above + (load<f32>(at + line + i) + load<f32>(at + line + pixel + i)));
      }
      to += pixel;
    }
  }
}
