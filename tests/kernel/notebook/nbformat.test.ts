import assert from "node:assert/strict";
import { chmod, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import {
  formatNotebook,
  joinText,
  jupyterLayout,
  parseNotebook,
  readNotebook,
  splitText,
  writeNotebook,
} from "../../../kernel/notebook/nbformat.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const minimal = { metadata: {}, nbformat: 4, nbformat_minor: 5, cells: [] as object[] };

describe("nbformat", () => {
  it("parseNotebook() and formatNotebook() keep a file as it was, to the byte", () => {
    const cell = { cell_type: "code", source: ["a\n", "b"], metadata: { zebra: 1, apple: [] }, outputs: [] };
    const value = {
      ...minimal,
      cells: [cell, { source: "é\u2028\ud83d\ude00", cell_type: "raw", metadata: {} }],
    };
    for (const indent of ["", " ", "  ", "\t", "    "])
      for (const end of ["", "\n", "\n\n"])
        for (const newline of indent === "" ? ["\n"] : ["\n", "\r\n"]) {
          const text =
            JSON.stringify(value, null, indent).replaceAll("\n", newline) + end.replaceAll("\n", newline);
          const { notebook, layout } = parseNotebook(text, "a.ipynb");
          assert.equal(formatNotebook(notebook, layout), text);
        }
  });

  it("parseNotebook() and formatNotebook() keep every minor version of nbformat 4, whatever it holds", () => {
    const json = fc.json({ depthSize: "small" }).map((text) => JSON.parse(text) as unknown);
    const cell = fc.record({
      cell_type: fc.constantFrom("code", "markdown", "raw"),
      metadata: fc.dictionary(fc.stringMatching(/^[a-z]+$/), json),
      source: fc.oneof(fc.string(), fc.array(fc.string())),
    });
    const notebooks = fc.record({
      cells: fc.array(cell),
      metadata: fc.dictionary(fc.stringMatching(/^[a-z]+$/), json),
      nbformat: fc.constant(4),
      nbformat_minor: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(notebooks, fc.constantFrom(" ", "  ", "\t"), (value, indent) => {
        const text = `${JSON.stringify(value, null, indent)}\n`;
        const { notebook, layout } = parseNotebook(text, "random.ipynb");
        assert.equal(formatNotebook(notebook, layout), text);
      }),
    );
  });

  it("parseNotebook() and formatNotebook() keep 1.0 beside 1", () => {
    const text =
      '{\n "cells": [],\n "metadata": {\n  "points": [1.0, 1, 1e0, 0.50]\n },\n "nbformat": 4,\n "nbformat_minor": 0\n}\n';
    const spread = text.replace("[1.0, 1, 1e0, 0.50]", "[\n   1.0,\n   1,\n   1e0,\n   0.50\n  ]");
    const { notebook, layout } = parseNotebook(spread, "numbers.ipynb");
    assert.equal(formatNotebook(notebook, layout), spread);
  });

  it("formatNotebook() keeps escapes where a file had them", () => {
    const text = JSON.stringify({ ...minimal, metadata: { title: "é 😀" } }).replace(
      /[\u007f-\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    const { notebook, layout } = parseNotebook(text, "a.ipynb");
    assert.equal(formatNotebook(notebook, layout), text);
  });

  it("parseNotebook() reads a string of many megabytes, and the numbers around it as they were written", () => {
    const picture = "A".repeat(2e7);
    const text = `{"cells":[],"metadata":{"a":1.0,"picture":"\\\\\\"1.0${picture}\\\\","b":1.0,"c":1},"nbformat":4,"nbformat_minor":5}`;
    const { notebook, layout } = parseNotebook(text, "a.ipynb");
    assert.ok(formatNotebook(notebook, layout) === text);
  });

  it("parseNotebook() gives a cell without metadata empty ones", () => {
    const text = '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}';
    assert.deepEqual(parseNotebook(text, "a.ipynb").notebook.cells[0]!.metadata, {});
  });

  it("splitText() and joinText() are inverses", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r", " ") }), (text) => {
        assert.equal(joinText(splitText(text)), text);
        assert.ok(
          splitText(text)
            .slice(0, -1)
            .every((line) => line.endsWith("\n")),
        );
      }),
    );
  });

  for (const [text, message] of [
    ["", "Cannot read a.ipynb: the file is empty"],
    ["# Not a notebook", /^Cannot read a.ipynb: it is not JSON \(/],
    ["[1, 2]", "Cannot read a.ipynb: it is JSON but not a notebook"],
    ['{"name": "noisebook"}', "Cannot read a.ipynb: it is JSON but not a notebook"],
    ['{"nbformat": 3, "worksheets": []}', /it is of nbformat 3, not 4; open it in Jupyter/],
    ['{"nbformat": 4}', "Cannot read a.ipynb: it is a notebook without a list of cells"],
    [
      '{"nbformat": 4, "cells": [{"cell_type": "code", "source": 5}]}',
      /cell 1 has no valid cell_type and source/,
    ],
    [
      '{"nbformat": 4, "cells": [{"cell_type": "raw", "source": "", "metadata": "a"}]}',
      "Cannot read a.ipynb: the metadata of cell 1 are no record",
    ],
    ['{"nbformat": 4, "metadata": [], "cells": []}', "Cannot read a.ipynb: its metadata are no record"],
  ] as const)
    it(`parseNotebook() says in a sentence what is wrong with ${JSON.stringify(text).slice(0, 40)}`, () => {
      assert.throws(() => parseNotebook(text, "a.ipynb"), { name: "SyntaxError", message });
    });

  describe("files", () => {
    let folder: string;
    beforeEach(() => {
      folder = temporaryFolder();
    });

    it("readNotebook() names a file that is not there", async () => {
      const path = join(folder, "none.ipynb");
      await assert.rejects(readNotebook(path), { message: `Cannot read ${path}: there is no such file` });
      await assert.rejects(readNotebook(folder), { message: `Cannot read ${folder}: it is a folder` });
    });

    it("writeNotebook() keeps permissions, follows links and leaves nothing beside the file", async () => {
      const [path, link] = [join(folder, "a.ipynb"), join(folder, "b.ipynb")];
      await writeFile(path, formatNotebook({ ...minimal, nbformat: 4, cells: [] }, jupyterLayout));
      // Of a group that writes together: no usual umask would let a new file have it.
      await chmod(path, 0o666);
      await symlink(path, link);
      const { notebook, layout } = await readNotebook(link);
      await writeNotebook(link, { ...notebook, metadata: { changed: true } }, layout);
      assert.deepEqual((await readNotebook(path)).notebook.metadata, { changed: true });
      assert.equal((await stat(path)).mode & 0o777, 0o666);
      assert.deepEqual((await readdir(folder)).sort(), ["a.ipynb", "b.ipynb"]);
    });

    it("writeNotebook() into a folder that is not there says so", async () => {
      const path = join(folder, "no", "a.ipynb");
      const written = writeNotebook(path, { ...minimal, nbformat: 4, cells: [] });
      await assert.rejects(written, { message: `Cannot write ${path}: its folder does not exist` });
      await assert.rejects(readFile(path));
    });
  });
});
