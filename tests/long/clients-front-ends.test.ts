/** The same cells in three front ends: @jupyterlab/services (the client of VS Code), Notebook 7, and the console. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Kernel, KernelManager, type KernelMessage, ServerConnection } from "@jupyterlab/services";
import type { Browser } from "playwright-core";
import { stripAnsi } from "../../kernel/notebook/html/ansi.ts";
import {
  joinText,
  jupyterLayout,
  type Notebook,
  type NotebookOutput,
  writeNotebook,
} from "../../kernel/notebook/nbformat.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type ClientCell, cells, endless } from "./clients-cells.ts";
import {
  type ClientServer,
  clientPackages,
  jupyterEnvironment,
  startClientServer,
} from "./clients-server.ts";
import { openBrowser } from "./lab-browser.ts";
import { runAllCells, whenSaved } from "./lab-notebook.ts";
import { shot } from "./shot.ts";
import { venvPython } from "./venv.ts";

describe("front ends", () => {
  let python: string;
  let server: ClientServer;

  before(async function () {
    python = venvPython(this, clientPackages);
    server = await startClientServer(python);
  });

  after(() => server?.stop());

  describe("@jupyterlab/services", () => {
    let manager: KernelManager;
    let kernel: Kernel.IKernelConnection;

    before(async () => {
      const { url: baseUrl, token } = server;
      const serverSettings = ServerConnection.makeSettings({
        baseUrl,
        wsUrl: baseUrl.replace("http", "ws"),
        token,
      });
      manager = new KernelManager({ serverSettings });
      kernel = await manager.startNew({ name: "noisebook" });
    });

    after(async () => {
      await kernel?.shutdown();
      manager?.dispose();
    });

    for (const cell of cells)
      it(`runs ${cell.code}`, async () => {
        assert.match(await runWithServices(kernel, cell), cell.shows);
      });

    it("completes and inspects", async () => {
      const { content: completed } = await kernel.requestComplete({ code: "n.toFi", cursor_pos: 6 });
      assert.ok(completed.status === "ok" && completed.matches.includes("toFixed"));
      const { content } = await kernel.requestInspect({ code: "n", cursor_pos: 1, detail_level: 0 });
      assert.ok(content.status === "ok" && content.found);
      assert.match(String(content.data["text/plain"]), /const n: number/);
    });

    it("interrupts a loop and keeps the state", async () => {
      const endlessRun = kernel.requestExecute({ code: endless });
      await new Promise<void>((resolve) => {
        endlessRun.onIOPub = ({ content }) => {
          if ("text" in content && content.text === "go\n") resolve();
        };
      });
      await kernel.interrupt();
      const { content } = await endlessRun.done;
      assert.deepEqual([content.status, (content as { ename?: string }).ename], ["error", "KernelInterrupt"]);
      assert.match(await runWithServices(kernel, { code: "n", shows: /20/ }), /20/);
    });

    it("restarts", async () => {
      await kernel.restart();
      assert.match(
        await runWithServices(kernel, { code: "typeof n", shows: /./ }),
        /Cannot find name 'n'|undefined/,
      );
    });
  });

  it("Notebook 7 runs all cells and keeps what they show in the file", async function () {
    const browser: Browser = await openBrowser(this);
    try {
      const path = join(server.folder, "all.ipynb");
      await writeNotebook(path, clientNotebook(), jupyterLayout);
      const page = await browser.newPage();
      await page.goto(`${server.url}/notebooks/all.ipynb?token=${server.token}`);
      await page.getByText("TypeScript (Noisebook)").first().waitFor();
      await runAllCells(page);
      await page.locator(".jp-Stdin-input").fill("Ada");
      await page.locator(".jp-Stdin-input").press("Enter");
      await page.locator(".jp-InputPrompt", { hasText: `[${cells.length}]:` }).waitFor();
      await page.keyboard.press("Control+s");
      const notebook = await whenSaved(
        path,
        ({ cells: saved }) => saved.at(-1)?.execution_count === cells.length,
      );
      await shot(page, "notebook-7");
      for (const [at, { code, shows }] of cells.entries())
        assert.match(notebook.cells[at].outputs?.map(textOf).join("\n") ?? "", shows, code);
    } finally {
      await browser.close();
    }
  });

  describe("the console", () => {
    const folder = temporaryFolder();
    let console: ChildProcess;
    let said = "";

    before(() => {
      console = spawn(python, ["-m", "jupyter_console", "--kernel", "noisebook", "--simple-prompt"], {
        env: jupyterEnvironment(folder),
        cwd: folder,
      });
      for (const stream of [console.stdout, console.stderr])
        stream?.setEncoding("utf8").on("data", (text: string) => {
          said += text;
        });
    });

    after(() => void console?.kill("SIGKILL"));

    /** Waits for what comes after what has been read, without the console's own prompts. */
    const reads = async (shows: RegExp): Promise<void> => {
      for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(20)) {
        const match = shows.exec(stripAnsi(said).replaceAll(/(In|Out) ?\[\d+\]: /g, ""));
        if (!match) continue;
        said = "";
        return;
      }
      assert.fail(`the console shows: ${said}`);
    };

    for (const { code, shows, answer } of cells)
      it(`runs ${code}`, async () => {
        console.stdin?.write(`${code}\n`);
        if (answer) {
          await reads(/name\? /);
          console.stdin?.write(`${answer}\n`);
        }
        await reads(shows);
      });

    it("interrupts a loop and keeps the state", async () => {
      console.stdin?.write(`${endless}\n`);
      await reads(/^go$/m);
      console.kill("SIGINT");
      await reads(/KernelInterrupt/);
      console.stdin?.write("n * 3\n");
      await reads(/^60$/m);
    });
  });
});

async function runWithServices(
  kernel: Kernel.IKernelConnection,
  { code, answer }: ClientCell,
): Promise<string> {
  const future = kernel.requestExecute({ code, allow_stdin: true, stop_on_error: false });
  const shown: string[] = [];
  future.onIOPub = ({ header, content }: KernelMessage.IIOPubMessage) => {
    const output_type = header.msg_type;
    if (["stream", "display_data", "execute_result", "error"].includes(output_type))
      shown.push(textOf({ ...content, output_type } as NotebookOutput));
  };
  future.onStdin = ({ header }) =>
    kernel.sendInputReply(
      { status: "ok", value: answer ?? "" },
      header as KernelMessage.IHeader<"input_request">,
    );
  await future.done;
  return shown.join("\n");
}

function textOf(output: NotebookOutput): string {
  if (output.output_type === "stream") return joinText(output.text);
  if (output.output_type === "error") return stripAnsi(output.traceback.join("\n"));
  return joinText(output.data["text/plain"] as string);
}

/** Cells that fail have the tag by which a front end goes on after them. */
function clientNotebook(): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "noisebook", display_name: "TypeScript (Noisebook)", language: "typescript" },
    },
    cells: cells.map(({ code }, at) => ({
      id: `cell-${at}`,
      cell_type: "code",
      metadata: { tags: ["raises-exception"] },
      source: code,
      execution_count: null,
      outputs: [],
    })),
  };
}
