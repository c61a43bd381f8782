import assert from "node:assert/strict";
import { readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { writeSafetensors } from "../../../lib/core/safetensors.ts";
import { openPipeline } from "../../../lib/index.ts";
import { readConfigs } from "../../../lib/pretrained/pipeline-configs.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { tinyFolder } from "./tiny.ts";

describe("openPipeline()", () => {
  it("closes a single file and its adapters where one of these does not fit", async function () {
    // Only Linux lists the open files of a process.
    if (process.platform !== "linux") this.skip();
    const folder = temporaryFolder();
    const [path, adapters] = ["all", "strange"].map((name) => join(folder, `${name}.safetensors`));
    const tensor = { shape: [1, 1], data: new Float32Array(1) };
    await writeSafetensors(path, { tensor });
    await writeSafetensors(adapters, { "nowhere.lora_A.weight": tensor, "nowhere.lora_B.weight": tensor });
    const configs = await readConfigs(tinyFolder("sd15"));
    await assert.rejects(openPipeline(path, { configs, loras: [{ path: adapters }] }), /has a layer for/);
    const links = await Promise.all(
      (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
    );
    assert.deepEqual(
      links.filter((link) => link === path || link === adapters),
      [],
    );
  });
});
