import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { asTensor } from "../../../lib/core/backend/module-kernels.ts";
import { markShared } from "../../../lib/core/backend/shared-heap.ts";
import { emptyOnHeap, wasmBackend } from "../../../lib/core/backend/wasm-heap.ts";
import { selectBackend } from "../../../lib/core/backend.ts";
import { tf } from "../../../lib/core/tf.ts";
import { root } from "../../root.ts";
import { withoutLeaks } from "../without-leaks.ts";

/** What a program of our library prints and warns of. */
function run(program: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: root,
    encoding: "utf8",
    timeout: 18_000,
  });
  return stdout + stderr;
}

describe("a thread that dies", () => {
  const start = `
    import { Worker } from "node:worker_threads";
    import { selectBackend } from "noisebook";
    import { tf } from "./dist/lib/core/tf.js";
    const threads = [];
    const { unref } = Worker.prototype;
    Worker.prototype.unref = function () { threads.push(this); return unref.call(this); };
    await selectBackend({ prefer: "wasm", threads: 3 });
    await new Promise((done) => setTimeout(done, 700));
    const product = () => tf.tidy(() => tf.sum(tf.matMul(tf.ones([300, 500]), tf.ones([500, 300]))).dataSync()[0]);
  `;
  const right = 300 * 300 * 500;

  it("in the middle of a job leaves the job to this one, with one warning", () => {
    const text = run(`${start}
      const before = product();
      void threads[1].terminate();
      console.log(before, product(), product());`);
    assert.match(text, new RegExp(`^${right} ${right} ${right}$`, "m"));
    assert.equal(
      text.match(/Warning: A thread of the WebAssembly engine has ended; it goes on with one/g)?.length,
      1,
    );
  });

  it("while nothing is computed is noticed before the next job", () => {
    const text = run(`${start}
      await threads[0].terminate();
      await new Promise((done) => setTimeout(done, 50));
      console.log(product());`);
    assert.match(text, new RegExp(`^${right}$`, "m"));
    assert.match(text, /Warning: A thread of the WebAssembly engine has ended/);
  });

  it("of a fault in a kernel does not keep the others waiting", () => {
    const text = run(`${start}
      import { startWasm } from "./dist/lib/core/backend/wasm.js";
      const module = await startWasm(3);
      const far = 2 ** 32 - 64;
      try { module.call("sumRows", { words: [far, far, 1000, 64], work: 1e9 }); } catch (error) { console.log(error.message); }
      console.log(product());`);
    assert.match(text, /^memory access out of bounds$/m);
    assert.match(text, new RegExp(`^${right}$`, "m"));
  });
});

describe("the WebAssembly heap", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("says that memory is full before it ends", () => {
    const { wasm } = wasmBackend();
    const taken: number[] = [];
    const take = () => taken.push(wasm._malloc(2 ** 30));
    assert.throws(
      () => Array.from({ length: 5 }, take),
      /^RangeError: Cannot allocate 1024 MiB: WebAssembly's memory of \d\.\d\d GiB is full; use smaller batches/,
    );
    assert.ok(taken.length >= 2);
    for (const address of taken) wasm._free(address);
    tf.tidy(() => assert.equal(tf.sum(tf.ones([4])).dataSync()[0], 4));
  });

  it("names a batch and a size to try when a tensor does not fit", () =>
    withoutLeaks(() => {
      assert.throws(
        () => tf.tidy(() => Array.from({ length: 8 }, () => asTensor(emptyOnHeap([64, 64, 64, 640])))),
        (error) =>
          error instanceof RangeError &&
          /^Cannot allocate 640 MiB: WebAssembly's memory of \d\.\d\d GiB is full; it was a tensor of shape \[64, 64, 64, 640\], so try a batch of 32 or pictures of 32 × 32, or dispose tensors sooner$/.test(
            error.message,
          ),
      );
      tf.tidy(() => assert.equal(tf.sum(tf.ones([4])).dataSync()[0], 4));
    }));

  it("cannot be shared when a program has no memory", () => {
    assert.throws(
      () => markShared(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
      /^Error: Cannot share memory/,
    );
  });
});
