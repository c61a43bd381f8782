/** Thrown in a cell that the user stops. */
export class KernelInterrupt extends Error {
  override name = "KernelInterrupt";

  constructor() {
    super("The cell was interrupted");
  }
}
