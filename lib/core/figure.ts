/**
 * A picture as a value: whatever has this symbol can be shown by a Jupyter kernel for TypeScript.
 *
 * The symbol is in the global registry, so the library needs no kernel and the kernel needs no library.
 */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** MIME type → content; binary content is base64 text. `text/plain` is always there and says what the figure shows. */
export type FigureBundle = Record<string, unknown> & { "text/plain": string };

export interface Figure {
  [displaySymbol](): FigureBundle | Promise<FigureBundle>;
}
