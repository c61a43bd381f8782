/** Writes generated-models.ts: the models of ipywidgets 8 as types and defaults, from their published schema. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

interface Attribute {
  name: string;
  type: string | string[];
  default: unknown;
  help: string;
  allow_none?: boolean;
  enum?: string[];
  items?: { type: string };
  widget?: string;
}

interface Model {
  model: { name: string; module: string; version: string };
  view: { name: string | null; module: string; version: string };
  attributes: Attribute[];
}

/** Reads the schema's models; DOMWidgetModel in it is an abstract class that no front end can make. */
export function readModels(): Model[] {
  const path = createRequire(import.meta.url).resolve(
    "@jupyter-widgets/schema/jupyterwidgetmodels.latest.json",
  );
  const models = JSON.parse(readFileSync(path, "utf8")) as Model[];
  return models.filter(({ model }) => model.name !== "DOMWidgetModel");
}

/** The source text of generated-models.ts. */
export function generate(models: Model[]): string {
  const named = models.map((model) => ({ ...model, name: shortName(model.model.name) }));
  return `// Written by generate.ts from @jupyter-widgets/schema; run \`npm run generate:widgets\` instead of editing.
// Long: a table of all models.
import type { DateState, DatetimeState, TimeState } from "./dates.ts";
import type { AnyWidget, Widget } from "./widget.ts";

/** The state of each model, as ipywidgets 8 documents it. */
export interface ModelStates {
${named.map(({ name, attributes }) => `  ${name}: {\n${properties(attributes)}  };\n`).join("")}}

/** How to open each model: the front end's classes, the defaults, and the models that each needs for itself. */
export const models: {
  [Name in keyof ModelStates]: {
    header: Record<string, string | null>;
    defaults: Partial<ModelStates[Name]>;
    own: Record<string, keyof ModelStates>;
  };
} = {
${named.map(({ name, attributes }) => `  ${name}: {\n${tables(attributes)}  },\n`).join("")}};
`;
}

function shortName(modelName: string): string {
  return modelName.replace(/Model$/, "");
}

/** The names of the front end's classes: fixed, so they are no part of what a cell may set. */
function isHeader({ name }: Attribute): boolean {
  return /^_(model|view)_(module|module_version|name)$/.test(name);
}

/** Models that are always made together with their widget: its layout and style. */
function isOwn(attribute: Attribute): boolean {
  return attribute.default === "reference to new instance";
}

function properties(attributes: Attribute[]): string {
  return attributes
    .filter((attribute) => !isHeader(attribute))
    .map(
      (attribute) =>
        `${attribute.help ? `    /** ${attribute.help} */\n` : ""}    ${attribute.name}: ${typeOf(attribute)};\n`,
    )
    .join("");
}

const plainTypes: Record<string, string> = {
  string: "string",
  bool: "boolean",
  int: "number",
  float: "number",
  bytes: "Uint8Array",
  object: "Record<string, unknown>",
  Date: "DateState",
  Datetime: "DatetimeState",
  Time: "TimeState",
};

function typeOf(attribute: Attribute): string {
  const { type, items, allow_none } = attribute;
  const plain = (name: string): string => {
    if (name === "reference") return isOwn(attribute) ? `Widget<"${attribute.widget}">` : "AnyWidget";
    if (name === "array") return `${items ? plain(items.type) : elementType(attribute)}[]`;
    const known = plainTypes[name];
    if (!known) throw new TypeError(`Cannot generate ${attribute.name}: its type ${name} is not known`);
    return known;
  };
  const union = attribute.enum?.map((value) => JSON.stringify(value)) ?? [type].flat().map(plain);
  return [...union, ...(allow_none ? ["null"] : [])].join(" | ");
}

/** The schema leaves the elements of some lists open; their defaults tell the numeric ones. */
function elementType({ default: value }: Attribute): string {
  const elements = value as unknown[];
  return elements.length > 0 && elements.every((element) => typeof element === "number")
    ? "number"
    : "unknown";
}

function tables(attributes: Attribute[]): string {
  const open = attributes.filter((attribute) => !isHeader(attribute) && !isOwn(attribute));
  const row = (label: string, entries: [string, string][]) =>
    `    ${label}: {${entries.map(([name, value]) => ` ${name}: ${value}`).join(",")} },\n`;
  return (
    row(
      "header",
      attributes.filter(isHeader).map(({ name, default: value }) => [name, JSON.stringify(value)]),
    ) +
    row(
      "defaults",
      open.map((attribute) => [attribute.name, defaultOf(attribute)]),
    ) +
    row(
      "own",
      attributes.filter(isOwn).map(({ name, widget }) => [name, JSON.stringify(widget)]),
    )
  );
}

function defaultOf({ type, default: value }: Attribute): string {
  return type === "bytes" ? "new Uint8Array()" : JSON.stringify(value);
}

if (argv[1] === fileURLToPath(import.meta.url))
  writeFileSync("kernel/widgets/generated-models.ts", generate(readModels()));
