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
