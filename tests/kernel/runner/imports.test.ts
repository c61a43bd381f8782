import assert from "node:assert/strict";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openSession, type Session } from "../notebook-session.ts";

describe("imports of cells", () => {
  let session: Session;
  before(() => {
    session = openSession();
    write(
      "node_modules/esm-only/package.json",
      '{"name":"esm-only","type":"module","exports":{".":{"types":"./index.d.ts","import":"./index.js"}}}',
    );
    write("node_modules/esm-only/index.js", "export const answer = 42; export default 'esm';");
    write(
      "node_modules/esm-only/index.d.ts",
      "export declare const answer: number; declare const _default: string; export default _default;",
    );
    write("node_modules/cjs-old/package.json", '{"name":"cjs-old","main":"main.js"}');
    write("node_modules/cjs-old/main.js", "exports.old = 'cjs'; exports.dirname = __dirname;");
    write("node_modules/cjs-hidden/package.json", '{"name":"cjs-hidden","main":"main.js"}');
    write("node_modules/cjs-hidden/main.js", "for (const name of ['one', 'two']) exports[name] = name;");
    write("data.json", '{"rows": [1, 2]}');
    write(
      "local.ts",
      "import { helper } from './helper'; export enum Kind { A = 5 } export const local: number = helper(1);",
    );
    write("helper.ts", "export const helper = (n: number) => n + 1;");
    write("plain.js", "export const plain = 'js';");
    write("wants-kernel.ts", "export { cosineSchedule } from 'noisebook';");
  });
  after(() => session.close());
  let clock = Date.now() / 1000;
  const write = (path: string, text: string) => {
    const file = join(session.cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    clock += 2;
    utimesSync(file, clock, clock);
  };
  const shows = async (code: string, text: unknown) => assert.equal(await session.value(code), text);

  it("take Node's own modules, with and without node:", () =>
    shows(
      "import { sep } from 'node:path'; import * as os from 'os'; import fs from 'node:fs'; [sep, typeof os.EOL, typeof fs.readFileSync]",
      "[ '/', 'string', 'function' ]",
    ));
  it("take packages that are ES modules only, with their types", async () => {
    await shows("import esm, { answer } from 'esm-only'; [esm, answer]", "[ 'esm', 42 ]");
    assert.match((await session.error("answer.toUpperCase()")).evalue, /TS2339/);
  });
  it("take CommonJS packages, also by require", () =>
    shows(
      "import cjs, { old } from 'cjs-old'; [cjs.old, old, require('cjs-old').old]",
      "[ 'cjs', 'cjs', 'cjs' ]",
    ));
  it("take names of CommonJS packages that Node does not find in their text", () =>
    shows("// @ts-nocheck\nimport { one, two as zwei } from 'cjs-hidden'; [one, zwei]", "[ 'one', 'two' ]"));
  it("take JSON with and without attributes", () =>
    shows(
      "import data from './data.json'; import again from './data.json' with { type: 'json' }; [data.rows.length, again.rows[0]]",
      "[ 2, 1 ]",
    ));
  it("take local TypeScript that imports more, with its types", async () => {
    await shows("import { Kind, local } from './local.ts'; [Kind.A, local]", "[ 5, 2 ]");
    assert.match((await session.error("local.length")).evalue, /TS2339/);
  });
  it("take local modules without an ending", () =>
    shows(
      "import { local as l2 } from './local'; import { plain } from './plain.js'; [l2, plain]",
      "[ 2, 'js' ]",
    ));
  it("read local modules anew when one of them has changed", async () => {
    write("helper.ts", "export const helper = (n: number) => n + 100;");
    await shows("import { local } from './local.ts'; local", "101");
  });
  it("see the types of a local module that has changed", async () => {
    write("helper.ts", "export const helper = (n: number) => `text ${n}`; export const added = 1;");
    write("local.ts", "import { helper } from './helper'; export const local = helper(1);");
    await shows(
      "import { local } from './local.ts'; import { added } from './helper.ts'; local.toUpperCase() + added",
      "'TEXT 11'",
    );
  });
  it("read a module anew that has changed, also when an old copy's function has asked for it since", async () => {
    write("params.ts", "export const rate = 1;");
    write("reader.ts", "export const read = async () => (await import('./params.ts')).rate as number;");
    await shows("import { read } from './reader.ts'; await read()", "1");
    write("params.ts", "export const rate = 2;");
    await session.execute("await read()");
    await shows("import { read as readAgain } from './reader.ts'; await readAgain()", "2");
  });
  it("take dynamic import()", () => shows("(await import('./plain.js')).plain", "'js'"));
  it("take the kernel's own package from any folder, values and types", async () => {
    await shows(
      "import { displaySymbol, type Images } from 'noisebook'; const none: Images | undefined = undefined; String(displaySymbol)",
      "'Symbol(Jupyter.display)'",
    );
    assert.match((await session.error("import { noSuchName } from 'noisebook'")).evalue, /TS2305/);
  });
  it("leave out what is only a type", () =>
    shows(
      "import type { Images as I1 } from 'noisebook'; import { Points } from 'noisebook'; const p: Points[] = []; p",
      "[]",
    ));
  it("tell of a package that is missing", async () => {
    assert.match((await session.error("import 'no-such-package'")).evalue, /no-such-package/);
    assert.match(
      (await session.error("// @ts-nocheck\nimport x from 'no-such-package'")).evalue,
      /^Cannot find the package "no-such-package"/,
    );
  });
  it("tell of a name that a module lacks", async () => {
    assert.match(
      (await session.error("// @ts-nocheck\nimport { nothing } from './plain.js'")).evalue,
      /does not provide an export named "nothing"/,
    );
  });
  it("have import.meta of a file in the folder", () =>
    shows("import.meta.dirname === process.cwd() && import.meta.url.startsWith('file:')", "true"));
});
