/** Goes once through what notebooks do, so that a snapshot holds TypeScript's functions compiled and not only read. */
import type { Language } from "./language.ts";

const cells = [
  "const first: number = 41;\nfirst + 1",
  `interface Item { readonly name: string; sizes: number[]; note?: string }
type Row = Pick<Item, "name"> & { total: number; kind: "few" | "many" };
class Shelf<Of extends { name: string }> {
  private items = new Map<string, Of>();
  constructor(readonly limit = 3) {}
  put(item: Of): this {
    if (this.items.size >= this.limit) throw new RangeError(\`full at \${this.limit}\`);
    this.items.set(item.name, item);
    return this;
  }
  list<To>(change: (item: Of, at: number) => To): To[] {
    return [...this.items.values()].map(change);
  }
}
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
function toRow({ name, sizes, note = "" }: Item): Row {
  const total = sum(sizes) ** 2;
  return { name: note === "" ? name : name.toUpperCase(), total, kind: sizes.length < 2 ? "few" : "many" };
}
const shelf = new Shelf<Item>(9).put({ name: "a", sizes: [1, 2] });
shelf.list(toRow)`,
  `let count = 0;
for (let at = 0; at < 3; at++) {
  if (at % 2 === 0) continue;
  else count += at;
  console.log(\`line \${at}\`, count);
}
for (const [at, row] of shelf.list(toRow).entries()) console.log(at, row.kind, row?.total ?? 0);
while (count < 9) count *= 2;
const { total, ...rest } = toRow({ name: "b", sizes: [] });
Object.entries(rest).filter(([key]) => key !== "kind").sort()`,
  `async function later(milliseconds: number): Promise<string> {
  await new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  return "later";
}
try {
  display(await later(1));
} catch (error) {
  console.error((error as Error).message);
}
Array.from({ length: 3 }, (_, at) => Math.sqrt(at)).join()`,
  "const lever = slider(0, 10);\nlever.onChange((value) => console.log(value));\nlever",
  "const wrong: string = 1;",
  // The last: of the files that TypeScript has read it keeps those of its last program.
  'import * as noisebook from "noisebook";\nnoisebook',
];

/**
 * Compiles these cells, and asks what they show. Nothing is completed: TypeScript sorts completions by an object of `Intl`,
 * which V8 cannot write into a snapshot.
 */
export function rehearse(language: Language): void {
  language.isComplete("for (;;) {");
  for (const [at, cell] of cells.entries()) {
    if (at === cells.length - 1) language.forget();
    const compiled = language.compile(cell, { id: at, count: at });
    if ("error" in compiled) continue;
    language.commit(at, []);
    language.inspect(cell, cell.lastIndexOf("\n") + 1);
  }
}
