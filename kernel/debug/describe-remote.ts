/** Values of another process as short text, from what its inspector tells of them. */
import type { Runtime } from "node:inspector";

const longest = 200;
const mostItems = 10;

/** A value on one line: `"text"`, `3.5`, `Point {x: 1, y: 2}`, `Float32Array(1000) [0, 1, 2, …]`. */
export function describeRemote(remote: Runtime.RemoteObject): string {
  return shorten(text(remote));
}

/** The value's type in a word: that of `typeof`, or an object's class. */
export function remoteType({ type, subtype, className }: Runtime.RemoteObject): string {
  if (subtype === "null") return "null";
  return type === "object" ? (className ?? type) : type;
}

function text(remote: Runtime.RemoteObject): string {
  const { type, subtype, value, description = "", preview } = remote;
  if (type === "string") return JSON.stringify(value);
  if (type === "undefined" || subtype === "null") return String(value);
  if (type === "function") return functionHead(description);
  if (type !== "object") return description;
  if (subtype === "error") return description.split("\n")[0] ?? "";
  if (!preview || subtype === "date" || subtype === "regexp") return description;
  return objectText(preview, description);
}

function objectText({ subtype, properties, entries, overflow }: Runtime.ObjectPreview, name: string): string {
  const more = overflow ? ["…"] : [];
  if (entries) {
    const inside = entries.map(({ key, value }) => (key ? `${member(key)} => ` : "") + member(value));
    return `${name} {${[...inside, ...more].join(", ")}}`;
  }
  if (subtype === "array" || subtype === "typedarray") {
    const items = properties.filter((each) => /^\d+$/.test(each.name)).map(propertyText);
    const rest = items.length > mostItems ? ["…"] : more;
    return `${name} [${[...items.slice(0, mostItems), ...rest].join(", ")}]`;
  }
  const inside = properties.map((each) => `${each.name}: ${propertyText(each)}`);
  return `${name === "Object" ? "" : `${name} `}{${[...inside, ...more].join(", ")}}`;
}

function propertyText({ type, value = "", valuePreview, subtype }: Runtime.PropertyPreview): string {
  if (valuePreview) return member(valuePreview);
  if (type === "string") return JSON.stringify(value);
  if (type === "function") return "ƒ";
  if (type === "accessor") return "(computed)";
  return type === "object" && subtype !== "null" ? value.replace(/^Object$/, "{…}") : value;
}

/** A key or value of a map, or a property that is itself an object: its text alone. */
function member({ type, subtype, description = "" }: Runtime.ObjectPreview): string {
  if (type === "string") return JSON.stringify(description);
  return type === "object" && subtype === undefined ? description.replace(/^Object$/, "{…}") : description;
}

/** A function without its body: `ƒ add(a, b)`, `class Point`. */
function functionHead(source: string): string {
  if (source.startsWith("class")) return /^class[^{]*/.exec(source)![0].trim();
  const [head = ""] = /^[^{]*?\)(?=\s*(\{|=>))|^[^=]*(?==>)/.exec(source) ?? ["function"];
  return `ƒ ${head
    .replace(/^(async\s+)?function\s*/, "$1")
    .replace(/\s+/g, " ")
    .trim()}`;
}

function shorten(line: string): string {
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
