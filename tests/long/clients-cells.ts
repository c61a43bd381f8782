/** The cells that every front end runs, and what each must show. */
export interface ClientCell {
  code: string;
  /** What is shown, as text; a pattern where the front end adds to it. */
  shows: RegExp;
  /** What the reader types when the cell asks. */
  answer?: string;
}

const lines = Array.from({ length: 300 }, (_, i) => `line ${i}`);

export const cells: ClientCell[] = [
  { code: "const n: number = 20; n + 1", shows: /^21$/m },
  { code: 'for (let i = 0; i < 300; i++) console.log("line " + i)', shows: new RegExp(lines.join("\\n+")) },
  { code: 'throw new RangeError("wrong")', shows: /RangeError: wrong\n\s+cell 3, line 1/ },
  { code: "const s: string = n", shows: /TS2322: Type 'number' is not assignable to type 'string'/ },
  { code: '"😀".repeat(2) + n', shows: /😀😀20/ },
  { code: "import { basename } from 'node:path'; basename('/a/lesson.ipynb')", shows: /lesson\.ipynb/ },
  { code: "for (let i = 0; i < 3; i++) display(100 + i)", shows: /100\s+101\s+102/ },
  { code: 'const name = prompt("name? "); "I am " + name', shows: /I am Ada/, answer: "Ada" },
  { code: "await new Promise((resolve) => setTimeout(resolve, 100)); n * 2", shows: /^40$/m },
];

/** Prints "go" and never ends by itself. */
export const endless = 'console.log("go"); while (true) {}';
