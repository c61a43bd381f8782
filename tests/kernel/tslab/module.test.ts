import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSession, type Session } from "../notebook-session.ts";

describe("notebooks written for tslab", () => {
  let session: Session;
  before(() => {
    session = openSession();
  });
  after(() => session.close());
  /** Runs a cell, and gives what it has shown: the message's type, the content's data and its place's id. */
  const shown = async (code: string) => {
    const before = session.outputs.length;
    await session.value(code);
    return session.outputs.slice(before).map(({ type, content }) => {
      const { display_id: id } = (content.transient ?? {}) as { display_id?: string };
      return { type, data: content.data, id };
    });
  };

  const forms: [string, string][] = [
    ["javascript", "text/javascript"],
    ["html", "text/html"],
    ["markdown", "text/markdown"],
    ["latex", "text/latex"],
    ["svg", "image/svg+xml"],
    ["text", "text/plain"],
  ];
  for (const [method, type] of forms)
    it(`show text: display.${method}`, async () =>
      assert.deepEqual(await shown(`import { display } from "tslab"; display.${method}("a < b");`), [
        { type: "display_data", data: { [type]: "a < b" }, id: undefined },
      ]));
  for (const [method, type] of [
    ["png", "image/png"],
    ["jpeg", "image/jpeg"],
    ["gif", "image/gif"],
    ["pdf", "application/pdf"],
  ])
    it(`show bytes as base64: display.${method}`, async () =>
      assert.deepEqual(
        await shown(`import * as tslab from "tslab"; tslab.display.${method}(Uint8Array.of(1, 2, 255));`),
        [{ type: "display_data", data: { [type]: "AQL/" }, id: undefined }],
      ));
  it("show content of any type: display.raw", async () => {
    const [text, bytes] = await shown(
      'display.raw("application/x-a", "as it is"); display.raw("application/x-b", Buffer.from([0]));',
    );
    assert.deepEqual(text.data, { "application/x-a": "as it is" });
    assert.deepEqual(bytes.data, { "application/x-b": "AA==" });
  });
  it("replace what a display of newDisplay() has shown, also from a later cell", async () => {
    const [first, second] = await shown(
      'import { newDisplay } from "tslab"; const spot = newDisplay(); spot.text("1"); spot.html("2");',
    );
    const [third] = await shown('spot.text("3");');
    const [other] = await shown('newDisplay().text("4");');
    assert.deepEqual(
      [first, second, third, other].map(({ type }) => type),
      ["display_data", "update_display_data", "update_display_data", "display_data"],
    );
    assert.ok(first.id && second.id === first.id && third.id === first.id && other.id !== first.id);
  });
  it("read versions", async () =>
    assert.equal(
      await session.value(
        'import { versions } from "tslab"; [versions.node === process.version, /^6/.test(versions.typescript), versions.tslab]',
      ),
      "[ true, true, '1.0.22' ]",
    ));
  it("require it, and import it in a module beside the notebook", async () => {
    writeFileSync(
      join(session.cwd, "show.ts"),
      'import { display } from "tslab"; export const show = () => display.text("from a module");',
    );
    const [required] = await shown('require("tslab").display.text("required");');
    const [imported] = await shown('import { show } from "./show"; show();');
    assert.deepEqual(required.data, { "text/plain": "required" });
    assert.deepEqual(imported.data, { "text/plain": "from a module" });
  });
  it("get this kernel's displays also where the package tslab is installed", async () => {
    const folder = join(session.cwd, "node_modules/tslab");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"name":"tslab","main":"main.js"}');
    writeFileSync(join(folder, "main.js"), 'throw new Error("Not ready");');
    const [output] = await shown('import { display as again } from "tslab"; again.text("ours");');
    assert.deepEqual(output.data, { "text/plain": "ours" });
  });
  it("are checked against its types", async () => {
    assert.match((await session.error("display.png('text')")).evalue, /^TS2345/);
    assert.match((await session.error('import { noSuchName } from "tslab";')).evalue, /^TS2305/);
  });
  it("train, wait and draw as they did", async () => {
    const cells = [
      'import * as tslab from "tslab";\nimport * as fs from "fs";\nimport { performance } from "perf_hooks";\ninterface Point { x: number; y: number }',
      "const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\nlet points: Point[] = [];",
      "const d = tslab.newDisplay();\nfor (let i = 0; i < 3; i++) { points.push({ x: i, y: i ** 2 }); d.html(`<b>${i}</b>`); await sleep(1); }",
      'class Model { constructor(private w = 2) {} f(x: number) { return this.w * x; } }\nconsole.log(new Model().f(3), fs.existsSync("."), typeof performance.now());',
    ];
    const before = session.outputs.length;
    for (const cell of cells) await session.value(cell);
    assert.deepEqual(
      session.outputs.slice(before, -1).map(({ content }) => content.data),
      [0, 1, 2].map((i) => ({ "text/html": `<b>${i}</b>` })),
    );
    assert.equal(session.text(), "6 true number\n");
  });
});
