// The module's one function: a kernel by its number, its arguments in memory, and which part of the work to do.
import { columns } from "./columns";
import { convolve } from "./convolution";
import { Copy, copyRows } from "./copy";
import { filterGradient } from "./filter-gradient";
import { Convolution } from "./geometry";
import { Norm, normalize, normalizeGradient } from "./norm";
import { Adam, adam, Double, double, halve, Softmax, softmax, softmaxGradient, Sum, sumRows } from "./rows";
import { winograd } from "./winograd";
import { winogradGradient } from "./winograd-gradient";

/** A convolution whose pictures, filters and results lie evenly spaced: a batch of matrix products. */
function eachProduct(args: usize, part: i32, parts: i32, scratch: usize, isTransposed: bool): void {
  // After the convolution: how many there are, and how far apart x, w and y lie, in bytes.
  const c = changetype<Convolution>(args);
  const rest = args + offsetof<Convolution>();
  const count = load<i32>(rest);
  const whole = count == 1;
  const from = whole ? 0 : i32((i64(count) * part) / parts);
  const to = whole ? 1 : i32((i64(count) * (part + 1)) / parts);
  // Threads share the arguments, so each works on its own copy.
  const own = scratch;
  memory.copy(own, args, offsetof<Convolution>());
  const o = changetype<Convolution>(own);
  for (let i = from; i < to; i++) {
    o.x = c.x + usize(i) * load<usize>(rest, 4);
    o.w = c.w + usize(i) * load<usize>(rest, 8);
    o.y = c.y + usize(i) * load<usize>(rest, 12);
    if (isTransposed) filterGradient(o, whole ? part : 0, whole ? parts : 1, scratch + 128);
    else convolve(o, whole ? part : 0, whole ? parts : 1, scratch + 128);
  }
}

export function run(kernel: i32, args: usize, part: i32, parts: i32, scratch: usize): void {
  switch (kernel) {
    case 0: return eachProduct(args, part, parts, scratch, false);
    case 1: return eachProduct(args, part, parts, scratch, true);
    case 2: return normalize(changetype<Norm>(args), part, parts, scratch);
    case 3: return normalizeGradient(changetype<Norm>(args), part, parts, scratch);
    case 4: return softmax(changetype<Softmax>(args), part, parts);
    case 5: return softmaxGradient(changetype<Softmax>(args), part, parts);
    case 6: return sumRows(changetype<Sum>(args), part, parts);
    case 7: return adam(changetype<Adam>(args), part, parts, scratch);
    case 8: return double(changetype<Double>(args), part, parts);
    case 9: return halve(changetype<Double>(args), part, parts);
    case 10: return winograd(changetype<Convolution>(args), part, parts, scratch);
    case 11: return winogradGradient(changetype<Convolution>(args), part, parts, scratch);
    case 12: return copyRows(changetype<Copy>(args), part, parts);
    case 13: return columns(args, part, parts);
  }
}
