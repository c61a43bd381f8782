import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Module } from "../../../lib/core/backend/module.ts";
import { testModule } from "../../../lib/core/backend/self-test.ts";
import { startWasm } from "../../../lib/core/backend/wasm.ts";
import { registerComposedKernels } from "../../../lib/core/backend/wasm-kernels.ts";
import { selectBackend } from "../../../lib/core/backend.ts";
import { tf } from "../../../lib/core/tf.ts";
import {
  adamStep,
  attention,
  conv2dBias,
  groupNormSilu,
  ShapeError,
  type Tensor,
  upsample2x,
} from "../../../lib/index.ts";
import { root } from "../../root.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { withoutLeaks } from "../without-leaks.ts";

/** Operations large enough that their work is shared among threads. */
const large: Record<string, () => tf.Tensor[]> = {
  "a convolution and its gradients": () => {
    const [x, filter, bias] = [ramp([3, 33, 31, 24]), ramp([3, 3, 24, 20]), ramp([20])];
    const grads = tf.grads((x, filter, bias) => conv2dBias(x, { filter, bias }))([x, filter, bias]);
    return [conv2dBias(x, { filter, bias }), ...grads];
  },
  "a convolution of stride 2 and its gradients": () => {
    const [x, filter] = [ramp([3, 34, 30, 20]), ramp([4, 4, 20, 13])];
    return tf.grads((x, filter) => conv2dBias(x, { filter, stride: 2, pad: 1 }))([x, filter]);
  },
  "products, one large and many small": () => [
    tf.matMul(ramp([150, 130]), ramp([130, 70])),
    tf.matMul(ramp([130, 150]), ramp([130, 70]), true, false),
    tf.matMul(ramp([24, 40, 30]), ramp([24, 50, 30]), false, true),
    tf.matMul(ramp([24, 30, 40]), ramp([24, 30, 50]), true, false),
  ],
  "group norm with SiLU and its gradients": () =>
    tf.grads((x, gamma, beta) => groupNormSilu(x, { gamma, beta, groups: 3 }))([
      ramp([6, 20, 20, 18]),
      ramp([18]),
      ramp([18]),
    ]),
  "attention and its gradients": () =>
    tf.grads((q, k, v) => attention(q, { k, v }))([ramp([8, 64, 33]), ramp([8, 61, 33]), ramp([8, 61, 40])]),
  "a step of Adam": () => {
    const { param, mean, square } = adamStep(
      { param: ramp([101, 501]), mean: ramp([101, 501]), square: tf.abs(ramp([101, 501])) },
      ramp([101, 501]),
      { step: 3, rate: 0.01 },
    );
    return [param, mean, square];
  },
  "doubled pictures and the gradient": () => [
    upsample2x(ramp([4, 40, 40, 18])),
    tf.grad((x) => upsample2x(x))(ramp([4, 40, 40, 18])),
  ],
  "sums of rows": () => [
    tf.sum(ramp([5000, 67]), 0),
    tf.sum(ramp([10, 30, 20, 64]), [0, 1, 2]),
    tf.sum(ramp([10, 30, 40, 33]), [1, 2], true),
  ],
  "joined and cut tensors": () => {
    const x = ramp([12, 20, 30, 33]);
    const parts = tf.split(x, [5, 20, 8], 3);
    return [...parts, ...tf.split(x, 4, 1), tf.concat([parts[2], x, parts[0]], 3), tf.concat([x, x], 0)];
  },
  "a convolution of 3 by 3 over an odd picture without a bias, unpadded": () => {
    const [x, filter] = [ramp([4, 23, 18, 32]), ramp([3, 3, 32, 28])];
    return tf.grads((x, filter) => conv2dBias(x, { filter, pad: "valid" }))([x, filter]);
  },
};

function ramp(shape: number[]): tf.Tensor {
  return tf.tidy(() => tf.sin(tf.mul(tf.range(0, tf.util.sizeFromShape(shape)), 1.7)).reshape(shape));
}

async function read(compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => compute());
  const values = await Promise.all(tensors.map(async (x) => Float32Array.from(await x.data())));
  tf.dispose(tensors);
  return values;
}

describe("our module", () => {
  let module: Module;
  before(async () => {
    await selectBackend({ prefer: "wasm" });
    const started = await startWasm(2);
    if (started instanceof Error) throw started;
    module = started;
    while (!module.isReady()) await setTimeout(10);
  });
  after(() => selectBackend({ prefer: "wasm" }));

  for (const [name, compute] of Object.entries(large))
    it(`computes ${name} as the engine's own kernels do`, async () => {
      const ours = await read(compute);
      registerComposedKernels();
      const theirs = await read(compute);
      await startWasm(2);
      ours.forEach((values, result) => {
        const scale = theirs[result].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const worst = values.reduce((most, v, i) => Math.max(most, Math.abs(v - theirs[result][i])), 0);
        assert.ok(worst <= 3e-5 * scale, `result ${result} is off by ${worst} of ${scale}`);
      });
    });

  it("gives the same bits every time", async () => {
    for (const compute of Object.values(large)) assert.deepEqual(await read(compute), await read(compute));
  });

  it("passes its self-test, and fails it when a kernel computes something else", () => {
    registerComposedKernels();
    testModule(module);
    const broken: Module = {
      ...module,
      // Everything is read from one number further on.
      call: (kernel, call) =>
        module.call(kernel, { ...call, words: [call.words[0] + 4, ...call.words.slice(1)] }),
    };
    assert.throws(() => testModule(broken), /its convolution differs from the engine's own/);
  });

  it("keeps the memory of the engine when a call needs more scratch than before", async () => {
    await withoutLeaks(() => tf.tidy(() => void tf.matMul(ramp([64, 900]), ramp([900, 800]))));
  });

  it("is what its sources compile to", async function () {
    this.timeout(60_000);
    const { main } = await import("assemblyscript/asc");
    const folder = temporaryFolder();
    for (const [target, file] of [
      ["plain", "kernels.wasm"],
      ["relaxed", "kernels-relaxed.wasm"],
    ]) {
      // biome-ignore format: pairs
      const sources = join(root, "lib/core/wasm");
      const out = join(folder, file);
      const { error } = await main(["--baseDir", sources, "--target", target, "--outFile", out]);
      assert.equal(error, null);
      assert.ok(
        readFileSync(out).equals(readFileSync(join(sources, file))),
        `${file}: run npm run build:wasm`,
      );
    }
  });

  it("lets the process end while its threads wait", () => {
    const program =
      'import { selectBackend } from "noisebook"; const { device } = await selectBackend({ prefer: "wasm", threads: 3 }); await new Promise((done) => setTimeout(done, 500)); console.log(device);';
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: root,
      encoding: "utf8",
      timeout: 15_000,
    });
    assert.match(output, /^3 threads with (relaxed )?SIMD( and ONNX Runtime)?\n$/);
  });
});

describe("fused operations", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("name the argument whose shape does not fit, and leave nothing behind", () =>
    withoutLeaks(() => {
      const x = tf.zeros([2, 4, 4, 6]) as Tensor<"batch height width channel">;
      const six = tf.zeros([6]);
      const filter = tf.zeros([3, 3, 5, 6]);
      const state = { param: six, mean: six, square: six };
      const thrown: [() => unknown, RegExp][] = [
        [
          () => groupNormSilu(x, { gamma: six, beta: six, groups: 4 }),
          /groups must divide its 6 channels, got 4/,
        ],
        [
          () => groupNormSilu(x, { gamma: filter, beta: six, groups: 3 }),
          /Cannot use gamma: expected shape \[6\]/,
        ],
        [() => groupNormSilu(six, { gamma: six, beta: six, groups: 3 }), /Cannot use x: .* got shape \[6\]/],
        [() => conv2dBias(x, { filter }), /Cannot use filter: .*channel is 5 instead of 6/],
        [() => conv2dBias(six, { filter }), /Cannot use x: expected axes \[batch, height, width, channel\]/],
        [() => attention(x as tf.Tensor, { k: six, v: six }), /Cannot use k: /],
        [() => upsample2x(six), /Cannot use x: expected axes/],
        [
          () => adamStep(state, x, { step: 1, rate: 1 }),
          /Cannot use gradient: expected shape \[6\] as param/,
        ],
      ];
      for (const [call, message] of thrown)
        assert.throws(call, (error) => error instanceof ShapeError && message.test(error.message));
      const step = () => adamStep(state, six, { step: 0, rate: 1 });
      assert.throws(step, /^RangeError: Cannot make a step of Adam: step must be an integer from 1, got 0/);
      tf.dispose([x, six, filter]);
    }));
});
