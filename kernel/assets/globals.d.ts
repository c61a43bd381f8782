/** What a cell may use without an import, beside JavaScript's and Node's own globals. */

/** The value of the last cell that ended in an expression. */
declare let _: any;

/** Loads a CommonJS module, as from a file in the notebook's folder. */
declare function require(specifier: string): any;

/**
 * Asks the reader of the notebook for a line, and waits for it.
 *
 * @param message Shown in front of the field.
 * @param options.password Hides what is typed.
 * @throws {Error} If the front end does not take input, as when a notebook runs without a reader.
 */
declare function prompt(message?: string, options?: { password?: boolean }): string;

type DisplayGlobals = ReturnType<typeof import("../../dist/kernel/display/index.js").displayGlobals>;

/**
 * Shows a value below the cell: figures and widgets as they draw themselves, anything else as text.
 *
 * With an `id`, a later `display` with the same id draws in the same place.
 */
declare const display: DisplayGlobals["display"];

/** Empties the output of the cell; with `{ wait: true }` only when the next output comes, which avoids flicker. */
declare const clearOutput: DisplayGlobals["clearOutput"];

/** HTML to show, as text or as a template. */
declare const html: DisplayGlobals["html"];

/** Markdown to show, as text or as a template. */
declare const markdown: DisplayGlobals["markdown"];

/** A LaTeX formula to show, with its dollar signs, as text or as a template. */
declare const latex: DisplayGlobals["latex"];

/** An SVG picture; its `<title>` is what a reader without pictures gets. */
declare const svg: DisplayGlobals["svg"];

/** A PNG picture, from the file's bytes or base64 text. */
declare const png: DisplayGlobals["png"];

/** Plain data to unfold and search. */
declare const json: DisplayGlobals["json"];
