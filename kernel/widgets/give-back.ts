/** Gives a reloaded page its widgets back: answers the front end's request for all states. */
import type { Connection } from "./connection.ts";
import { fullState, packState } from "./model.ts";

/** Listens on the target `jupyter.widget.control`, protocol version 1. */
export function giveBack({ outlet, models }: Connection): void {
  outlet.onTarget("jupyter.widget.control", ({ id }) => {
    const stop = outlet.onComm(id, ({ type, data }) => {
      if (type === "comm_close") return stop();
      if (data.method !== "request_states") return;
      const { state: states, buffer_paths, buffers } = packState(allStates(models));
      const answer = { method: "update_states", states, buffer_paths };
      outlet.send({ type: "comm_msg", content: { comm_id: id, data: answer }, buffers });
    });
  });
}

function allStates(models: Connection["models"]): Record<string, unknown> {
  return Object.fromEntries(
    [...models.values()].map((model) => [
      model.id,
      {
        model_name: model.header._model_name,
        model_module: model.header._model_module,
        model_module_version: model.header._model_module_version,
        state: fullState(model),
      },
    ]),
  );
}
