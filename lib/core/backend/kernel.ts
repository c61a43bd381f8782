/** Puts our kernels in the place of TensorFlow.js's, for one engine at a time. */
import { tf } from "../tf.ts";

export type KernelInputs = Record<string, tf.Tensor>;

/** What a kernel computes: tensors in, a tensor (or a few) out; `before` is the kernel that it replaces. */
export type Kernel<Attributes = Record<string, unknown>> = (
  inputs: KernelInputs,
  attributes: Attributes,
  before: (inputs: KernelInputs, attributes: Partial<Attributes>) => tf.TensorInfo,
) => tf.TensorInfo | tf.TensorInfo[];

type Config = NonNullable<ReturnType<typeof tf.getKernel>>;

/** TensorFlow.js's own kernels that were replaced, by engine and name. */
const stock = new Map<string, Config | undefined>();

/** Registers a kernel for an engine, in place of the one that is there. */
export function replaceKernel<Attributes>(
  engine: string,
  kernelName: string,
  kernel: Kernel<Attributes>,
): void {
  const key = `${engine} ${kernelName}`;
  const present = tf.getKernel(kernelName, engine);
  if (!stock.has(key)) stock.set(key, present);
  if (present) tf.unregisterKernel(kernelName, engine);
  tf.registerKernel({
    kernelName,
    backendName: engine,
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel(inputs as KernelInputs, attrs as Attributes, (inputs, attributes) => {
        if (!present) throw new Error(`Cannot compute ${kernelName}: ${engine} has no kernel of its own`);
        const config = { inputs, attrs: attributes, backend } as Parameters<Config["kernelFunc"]>[0];
        return present.kernelFunc(config) as tf.TensorInfo;
      }),
  });
}

/** Undoes every `replaceKernel` of an engine. */
export function restoreKernels(engine: string): void {
  for (const [key, config] of stock) {
    const [of, name] = key.split(" ");
    if (of !== engine) continue;
    if (tf.getKernel(name, engine)) tf.unregisterKernel(name, engine);
    if (config) tf.registerKernel(config);
    stock.delete(key);
  }
}

/** Whether the engine in use has a kernel of this name. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}
