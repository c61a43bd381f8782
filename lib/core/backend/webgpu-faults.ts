/** Faults of a graphics card as sentences; by itself the engine would go on with zeros. */
import { tf } from "../tf.ts";

interface Device {
  lost: Promise<{ message: string }>;
  addEventListener(type: "uncapturederror", listen: (event: FaultEvent) => void): void;
}

interface FaultEvent {
  error: { message: string };
  preventDefault(): void;
}

interface WebgpuBackend {
  device: Device;
  tensorMap: { get(id: object): { values?: unknown } };
  read(id: object): Promise<unknown>;
  readSync(id: object): unknown;
}

const watched = new WeakSet<object>();

/** Makes reading a tensor of the engine in use fail with a sentence once its card has failed. */
export function reportFaults(): void {
  const backend = tf.backend() as unknown as WebgpuBackend;
  if (watched.has(backend)) return;
  watched.add(backend);
  const { device, tensorMap } = backend;
  const read = backend.read.bind(backend);
  let lost: string | undefined;
  let fault: string | undefined;
  void device.lost.then(({ message }) => {
    lost = `Cannot compute on WebGPU: the graphics card was lost (${sentence(message)}); restart the kernel, with a smaller batch if it ran out of memory`;
  });
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    fault ??= `Cannot compute on WebGPU: ${sentence(event.error.message)}`;
  });
  backend.read = async (id) => {
    const isHere = tensorMap.get(id)?.values != null;
    const values = await read(id).catch((error: Error) => {
      // The card's end is told a moment after the read that it broke off.
      return new Promise((_, reject) => setTimeout(() => reject(lost ? new Error(lost) : error), 20));
    });
    if (isHere) return values;
    const why = lost ?? fault;
    fault = undefined;
    if (why) throw new Error(why);
    return values;
  };
  backend.readSync = (id) => {
    const { values } = tensorMap.get(id);
    if (values == null)
      throw new Error("Cannot read a tensor at once on WebGPU: use await x.data() instead of x.dataSync()");
    return values;
  };
}

/** The first line of a message, without its period. */
function sentence(message: string): string {
  return message.trim().split("\n")[0].replace(/\.$/, "") || "no reason given";
}
