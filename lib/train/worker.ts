/** A thread that computes the gradient of its share of each batch, until it is stopped. */
import { parentPort, workerData } from "node:worker_threads";
import { type BackendName, selectBackend } from "../core/backend.ts";
import { tf } from "../core/tf.ts";
import { architectures } from "../model/checkpoint.ts";
import type { Model } from "../model/model.ts";
import { disposeParameters, mapTensors } from "../model/parameters.ts";
import { conditionOf, lossGradients } from "./loss-gradients.ts";
import type { WorkerReply, WorkerStart, WorkerTask } from "./parallel.ts";

const { kind, config, backend, parameters, gradient } = workerData as WorkerStart;
const [theirs, own] = [new Float32Array(parameters), new Float32Array(gradient)];

void start();

async function start(): Promise<void> {
  await selectBackend({ prefer: backend as BackendName, threads: 1 });
  const architecture = architectures[kind];
  if (!architecture)
    throw new RangeError(
      `a model of the kind "${kind}" cannot be made again in another thread; leave workers out`,
    );
  const model = architecture.make(config);
  parentPort!.on("message", async (task: WorkerTask) => {
    reply(await compute(model, task).catch((error: Error) => ({ error })));
  });
  reply({ errors: new Float32Array() });
}

function reply(message: WorkerReply): void {
  parentPort!.postMessage(message);
}

async function compute(model: Model, { batch, rows }: WorkerTask): Promise<WorkerReply> {
  readParameters(model);
  const condition = await conditionOf(model, batch);
  const { errors, gradients } = lossGradients(model, batch, { condition, rows });
  let at = 0;
  for (const tensor of gradients) {
    own.set(await tensor.data(), at);
    at += tensor.size;
  }
  const values = Float32Array.from(await errors.data());
  tf.dispose([errors, ...gradients]);
  return { errors: values };
}

function readParameters(model: Model): void {
  let at = 0;
  const old = model.parameters;
  model.parameters = mapTensors(old, ({ shape, size }) => {
    at += size;
    return tf.tensor(theirs.slice(at - size, at), shape);
  });
  disposeParameters(old);
}
