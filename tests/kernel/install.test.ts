import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { installKernel, userDataFolder } from "../../kernel/install.ts";
import { decodePng } from "../../lib/core/png.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe("installKernel()", () => {
  let prefix: string;

  beforeEach(() => {
    prefix = temporaryFolder();
  });

  it("writes a kernelspec that starts this Node and this kernel by absolute paths", () => {
    const folder = installKernel({ prefix });
    assert.equal(folder, join(prefix, "share", "jupyter", "kernels", "noisebook"));
    assert.deepEqual(JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")), {
      argv: [process.execPath, join(root, "dist", "kernel", "main.js"), "{connection_file}"],
      display_name: "TypeScript (Noisebook)",
      language: "typescript",
      interrupt_mode: "message",
      metadata: { debugger: true },
    });
    assert(isAbsolute(process.execPath));
  });

  it("writes another one for tslab's engine", () => {
    const folder = installKernel({ prefix }, "tslab");
    assert.equal(folder, join(prefix, "share", "jupyter", "kernels", "noisebook-tslab"));
    const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
    assert.deepEqual(spec.argv.slice(-3), ["{connection_file}", "--engine", "tslab"]);
    assert.equal(spec.display_name, "TypeScript (tslab engine)");
  });

  it("brings the logos in Jupyter's sizes", () => {
    const folder = installKernel({ prefix });
    for (const size of [32, 64]) {
      const { width, height } = decodePng(readFileSync(join(folder, `logo-${size}x${size}.png`)));
      assert.deepEqual([width, height], [size, size]);
    }
    assert.match(readFileSync(join(folder, "logo-svg.svg"), "utf8"), /^<svg /);
  });

  it("brings JupyterLab's extension for plotly.js, with the library in it", () => {
    installKernel({ prefix });
    const folder = join(prefix, "share", "jupyter", "labextensions", "noisebook-plotly");
    const { jupyterlab } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    assert.match(
      readFileSync(join(folder, jupyterlab._build.load), "utf8"),
      /_JUPYTERLAB\["noisebook-plotly"\]/,
    );
    assert.match(readFileSync(join(folder, "static", "plotly.min.js"), "utf8").slice(0, 200), /plotly\.js/);
  });

  it("replaces a kernelspec that is there", () => {
    const folder = installKernel({ prefix });
    writeFileSync(join(folder, "kernel.json"), "old");
    assert.equal(installKernel({ prefix }), folder);
    assert.match(readFileSync(join(folder, "kernel.json"), "utf8"), /TypeScript/);
  });

  it("puts a user's kernel where Jupyter looks for it", () => {
    const before = process.env.JUPYTER_DATA_DIR;
    process.env.JUPYTER_DATA_DIR = join(prefix, "data");
    try {
      assert.equal(installKernel({ user: true }), join(prefix, "data", "kernels", "noisebook"));
    } finally {
      if (before === undefined) delete process.env.JUPYTER_DATA_DIR;
      else process.env.JUPYTER_DATA_DIR = before;
    }
  });
});

describe("userDataFolder()", () => {
  const cases: [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ["linux", {}, "/home/ada/.local/share/jupyter"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/data/jupyter"],
    ["darwin", { XDG_DATA_HOME: "/data" }, "/home/ada/Library/Jupyter"],
    ["win32", { APPDATA: "/roaming" }, "/roaming/jupyter"],
    ["win32", {}, "/home/ada/.jupyter/data"],
    ["darwin", { JUPYTER_DATA_DIR: "/own" }, "/own"],
  ];
  for (const [platform, env, folder] of cases)
    it(`is ${folder} on ${platform} with ${JSON.stringify(env)}`, () => {
      assert.equal(userDataFolder({ platform, env, home: "/home/ada" }).replaceAll("\\", "/"), folder);
    });
});
