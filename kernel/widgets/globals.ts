/** The types of what cells have as globals, as declarations for the language process. */
import { fileURLToPath } from "node:url";
import * as drawn from "../display/drawn.ts";
import * as cellWidgets from "./cell-widgets.ts";

/**
 * The text of a TypeScript module that declares `display`, `interact`, `slider`, … for every cell.
 *
 * Each is declared as the type of the function itself, by the path of its compiled file, so neither a name nor a type can
 * differ from what the runner installs.
 */
export function globalDeclarations(): string {
  const display = pathOf("../display/index.js");
  const perOutlet = ["display", "track", "clearOutput"].map(
    (name) => `  const ${name}: ReturnType<typeof import("${display}").displayGlobals>["${name}"];`,
  );
  const constants = (names: string[], path: string) =>
    names.map((name) => `  const ${name}: typeof import("${path}").${name};`);
  return [
    "export {};",
    "declare global {",
    ...perOutlet,
    ...constants(Object.keys(drawn), pathOf("../display/drawn.js")),
    ...constants(Object.keys(cellWidgets), pathOf("./cell-widgets.js")),
    "}",
    "",
  ].join("\n");
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url)).replaceAll("\\", "/");
}
