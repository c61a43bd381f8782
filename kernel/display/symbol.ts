/**
 * The method by which a value draws itself: it returns MIME type → content, or a promise of it.
 *
 * The symbol is in the global registry, so that a library can have figures without knowing this kernel.
 */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/**
 * MIME type → content. Pictures may be bytes or base64 text. Under the key `metadata` may stand the bundle's metadata
 * by MIME type, such as a picture's width and height.
 */
export type Drawing = Record<string, unknown>;

/** A value that draws itself. */
export interface Drawable {
  [displaySymbol](): Drawing | Promise<Drawing>;
}

/** Tells whether a value draws itself. */
export function isDrawable(value: unknown): value is Drawable {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as Partial<Drawable>)[displaySymbol] === "function"
  );
}
