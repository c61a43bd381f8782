// Group norm with SiLU, one picture after another, and its gradient. Channels are last; each has its own lane.
import { fma, shareOf, sigmoid, splatOf } from "./simd";

@unmanaged
export class Norm {
  x: usize;
  gamma: usize;
  beta: usize;
  /** The result, or the gradient of x. */
  y: usize;
  /** Mean and 1/deviation of each group of each picture: [batch, 2, groups]. */
  statistics: usize;
  /** The gradient of the result. */
  dy: usize;
  /** Each picture's share of the gradients of gamma and beta: [batch, 2, channels]. */
  shares: usize;
  batch: i32;
  positions: i32;
  channels: i32;
  groups: i32;
  silu: i32;
  epsilon: f32;
}

/** Rows are padded in scratch memory, so that the last lanes may be read and written. */
// @ts-ignore: decorator
@inline
function rowBytes(channels: i32): usize {
  return usize((channels + 3) & ~3) << 2;
}

/** Loads up to 4 floats, zeros after the last. */
// @ts-ignore: decorator
@inline
function loadSome(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let x = splatOf(load<f32>(from));
  x = f32x4.replace_lane(x, 1, count > 1 ? load<f32>(from, 4) : 0);
  x = f32x4.replace_lane(x, 2, count > 2 ? load<f32>(from, 8) : 0);
  return f32x4.replace_lane(x, 3, 0);
}

// @ts-ignore: decorator
@inline
function storeSome(to: usize, x: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, x);
    return;
  }
  store<f32>(to, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(x, 2), 8);
}

/** Replaces each channel's number by the mean of its group. */
function meanOfGroups(row: usize, channels: i32, groups: i32, positions: i32): void {
  const size = channels / groups;
  for (let g = 0; g < groups; g++) {
    const from = row + (usize(g * size) << 2);
    let sum: f64 = 0;
    for (let i = 0; i < size; i++) sum += load<f32>(from + (usize(i) << 2));
    const mean = f32(sum / f64(size * positions));
    for (let i = 0; i < size; i++) store<f32>(from + (usize(i) << 2), mean);
  }
}

/** Sums x − shift, or its square, over the positions of each channel. */
function sumChannels(x: usize, shift: usize, sums: usize, n: Norm, squared: bool): void {
  const bytes = usize(n.channels) << 2;
  for (let c = 0; c < n.channels; c += 4) {
    const some = n.channels - c;
    const offset = usize(c) << 2;
    const center = v128.load(shift + offset);
    let sum = splatOf(0);
    let at = x + offset;
    for (let p = 0; p < n.positions; p++) {
      const value = f32x4.sub(loadSome(at, some), center);
      sum = squared ? fma(value, value, sum) : f32x4.add(sum, value);
      at += bytes;
    }
    v128.store(sums + offset, sum);
  }
}

export function normalize(n: Norm, part: i32, parts: i32, scratch: usize): void {
  const row = rowBytes(n.channels);
  const mean = scratch;
  const deviation = mean + row;
  const size = n.channels / n.groups;
  const bytes = usize(n.channels) << 2;
  const end = shareOf(n.batch, part + 1, parts);
  for (let b = shareOf(n.batch, part, parts); b < end; b++) {
    const offset = usize(b) * usize(n.positions) * bytes;
    memory.fill(deviation, 0, row);
    sumChannels(n.x + offset, deviation, mean, n, false);
    meanOfGroups(mean, n.channels, n.groups, n.positions);
    sumChannels(n.x + offset, mean, deviation, n, true);
    meanOfGroups(deviation, n.channels, n.groups, n.positions);
    const statistics = n.statistics + (usize(b * 2 * n.groups) << 2);
    for (let c = 0; c < n.channels; c++) {
      const at = deviation + (usize(c) << 2);
      const scale: f32 = f32(1 / Math.sqrt(f64(load<f32>(at)) + f64(n.epsilon)));
      store<f32>(at, scale);
      store<f32>(statistics + (usize(c / size) << 2), load<f32>(mean + (usize(c) << 2)));
      store<f32>(statistics + (usize(n.groups + c / size) << 2), scale);
    }
    for (let c = 0; c < n.channels; c += 4) {
      const some = n.channels - c;
      const channel = usize(c) << 2;
      const center = v128.load(mean + channel);
      const scale = f32x4.mul(v128.load(deviation + channel), loadSome(n.gamma + channel, some));
      const shift = loadSome(n.beta + channel, some);
      let from = n.x + offset + channel;
      let to = n.y + offset + channel;
      for (let p = 0; p < n.positions; p++) {
        const z = fma(f32x4.sub(loadSome(from, some), center), scale, shift);
        storeSome(to, n.silu ? f32x4.mul(z, sigmoid(z)) : z, some);
        from += bytes;
        to += bytes;
      }
    }
  }
}

// Long: loops over memory, whose bounds a call would have to be given one by one.
export function normalizeGradient(n: Norm, part: i32, parts: i32, scratch: usize): void {
  const row = rowBytes(n.channels);
  const mean = scratch;
  const deviation = mean + row;
  const sums = deviation + row;
  const products = sums + row;
  const size = n.channels / n.groups;
  const bytes = usize(n.channels) << 2;
  const end = shareOf(n.batch, part + 1, parts);
  for (let b = shareOf(n.batch, part, parts); b < end; b++) {
    const offset = usize(b) * usize(n.positions) * bytes;
    const statistics = n.statistics + (usize(b * 2 * n.groups) << 2);
    for (let c = 0; c < n.channels; c++) {
      store<f32>(mean + (usize(c) << 2), load<f32>(statistics + (usize(c / size) << 2)));
      store<f32>(deviation + (usize(c) << 2), load<f32>(statistics + (usize(n.groups + c / size) << 2)));
    }
    // The gradient before SiLU, kept where that of x will be, and its sums alone and times the normed x.
    for (let c = 0; c < n.channels; c += 4) {
      const some = n.channels - c;
      const channel = usize(c) << 2;
      const center = v128.load(mean + channel);
      const scale = v128.load(deviation + channel);
      const gamma = loadSome(n.gamma + channel, some);
      const beta = loadSome(n.beta + channel, some);
      let sum = splatOf(0);
      let product = splatOf(0);
      let at = offset + channel;
      for (let p = 0; p < n.positions; p++) {
        const normed = f32x4.mul(f32x4.sub(loadSome(n.x + at, some), center), scale);
        let dz = loadSome(n.dy + at, some);
        if (n.silu) {
          const z = fma(normed, gamma, beta);
          const s = sigmoid(z);
          // silu′(z) = s + z·s·(1 − s)
          dz = f32x4.mul(dz, fma(f32x4.mul(z, s), f32x4.sub(splatOf(1), s), s));
        }
        sum = f32x4.add(sum, dz);
        product = fma(dz, normed, product);
        storeSome(n.y + at, dz, some);
        at += bytes;
      }
      const share = n.shares + usize(b * 2) * bytes + channel;
      storeSome(share, product, some);
      storeSome(share + bytes, sum, some);
      v128.store(sums + channel, f32x4.mul(sum, gamma));
      v128.store(products + channel, f32x4.mul(product, gamma));
    }
    meanOfGroups(sums, n.channels, n.groups, n.positions);
    meanOfGroups(products, n.channels, n.groups, n.positions);
    // dx = (γ·dz − mean(γ·dz) − x̂ · mean(γ·dz·x̂)) / σ
    for (let c = 0; c < n.channels; c += 4) {
      const some = n.channels - c;
      const channel = usize(c) << 2;
      const center = v128.load(mean + channel);
      const scale = v128.load(deviation + channel);
      const gamma = loadSome(n.gamma + channel, some);
      const sum = v128.load(sums + channel);
      const product = v128.load(products + channel);
      let at = offset + channel;
      for (let p = 0; p < n.positions; p++) {
        const normed = f32x4.mul(f32x4.sub(loadSome(n.x + at, some), center), scale);
        const slope = f32x4.sub(f32x4.mul(loadSome(n.y + at, some), gamma), sum);
        storeSome(n.y + at, f32x4.mul(f32x4.sub(slope, f32x4.mul(normed, product)), scale), some);
        at += bytes;
      }
    }
  }
}
