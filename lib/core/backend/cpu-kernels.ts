import { batchMatMul } from "./composed.ts";
import {
  conv2dFilterGrad,
  conv2dInputGrad,
  conv3dFilterGrad,
  conv3dInputGrad,
  depthwiseFilterGrad,
  depthwiseInputGrad,
} from "./convolution-gradients.ts";
import { replaceKernel } from "./kernel.ts";
import { registerLoop } from "./loop.ts";
import { avgPoolGrad, maxPoolGrad } from "./pool-gradients.ts";
import { resizeBilinearGrad, resizeNearestGrad, unsortedSegmentSum } from "./row-gradients.ts";

/** Loops that correct a kernel of TensorFlow.js or stand in for one it lacks, on both engines in host memory. */
export function registerLoops(engine: "cpu" | "wasm"): void {
  registerLoop(engine, "AvgPoolGrad", avgPoolGrad);
  registerLoop(engine, "MaxPoolGrad", maxPoolGrad);
  registerLoop(engine, "ResizeNearestNeighborGrad", resizeNearestGrad);
  registerLoop(engine, "ResizeBilinearGrad", resizeBilinearGrad);
  registerLoop(engine, "UnsortedSegmentSum", unsortedSegmentSum);
  registerLoop(engine, "Conv3DBackpropFilterV2", conv3dFilterGrad);
  registerLoop(engine, "Conv3DBackpropInputV2", conv3dInputGrad);
  registerLoop(engine, "DepthwiseConv2dNativeBackpropFilter", depthwiseFilterGrad);
  registerLoop(engine, "DepthwiseConv2dNativeBackpropInput", depthwiseInputGrad);
}

/** Corrects plain JavaScript's kernels, and replaces convolution gradients that are a hundred times slower than a plain loop. */
export function registerCpuKernels(): void {
  registerLoops("cpu");
  registerLoop("cpu", "Conv2DBackpropFilter", conv2dFilterGrad);
  registerLoop("cpu", "Conv2DBackpropInput", conv2dInputGrad);
  replaceKernel("cpu", "BatchMatMul", batchMatMul);
}
