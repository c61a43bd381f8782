import { tf } from "./tf.ts";

/**
 * Asks whether an engine computes; TensorFlow.js itself would not name the way out.
 *
 * @throws {Error} If none has been started.
 */
export function checkStarted(doing: string): void {
  if (!tf.engine().backendName)
    throw new Error(`Cannot ${doing}: nothing computes yet; say await selectBackend() first`);
}
