"""Runs one notebook with nbclient and the same cells with jupyter_client; prints what arrived as JSON."""

import json
import logging
from queue import Empty

import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

PRINTS, DISPLAYS, RESULTS = 20_000, 5_000, 200
CELLS = [
    f"for (let i = 0; i < {PRINTS}; i++) console.log(i)",
    f"for (let i = 0; i < {DISPLAYS}; i++) display(i)",
    *[f"{i} + 0.5" for i in range(RESULTS)],
]


def numbers(count):
    return [str(i) for i in range(count)]


def arrived(texts, expected):
    """How many came, and whether they are what was sent, in its order."""
    return {"count": len(texts), "inOrder": texts == expected}


def nbclient_run():
    """What nbclient keeps in the notebook."""
    cells = [*CELLS, "throw new Error('wrong')", "1 + 1"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    # Once a cell is answered nbclient reads what was published for four seconds and drops the rest: on a crowded machine
    # that is too short for its own reading.
    settings = {"allow_errors": True, "timeout": 120, "iopub_timeout": 120}
    NotebookClient(notebook, kernel_name="noisebook", **settings).execute()
    nbformat.validate(notebook)
    outputs = [cell.outputs for cell in notebook.cells]
    results = outputs[2 : 2 + RESULTS]
    return {
        "prints": arrived("".join(output.text for output in outputs[0]).split(), numbers(PRINTS)),
        "displays": arrived([output.data["text/plain"] for output in outputs[1]], numbers(DISPLAYS)),
        "results": arrived(
            [output.data["text/plain"] for row in results for output in row],
            [str(i + 0.5) for i in range(RESULTS)],
        ),
        "error": [output.ename for output in outputs[-2]],
        "afterError": [output.data["text/plain"] for output in outputs[-1]],
    }


def jupyter_client_run():
    """What arrives before and after each cell's idle."""
    manager, client = start_new_kernel(kernel_name="noisebook")
    before, after = 0, 0
    for index, cell in enumerate(CELLS):
        request = client.execute(cell)
        while True:
            message = client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != request:
                after += 1
            elif message["content"].get("execution_state") == "idle":
                break
            elif message["msg_type"] in ("stream", "display_data", "execute_result"):
                text = message["content"].get("text")
                before += 1 if text is None else text.count("\n")
        try:
            while True:
                client.get_iopub_msg(timeout=1 if index < 2 else 0.02)
                after += 1
        except Empty:
            pass
    client.stop_channels()
    manager.shutdown_kernel()
    return {"before": before, "expected": PRINTS + DISPLAYS + RESULTS, "after": after}


def process_run():
    """Whether Jupyter's own manager can interrupt, restart and end the kernel."""
    manager, client = start_new_kernel(kernel_name="noisebook")

    def reply(request):
        # Answers to the questions that wait_for_ready asked more than once may come before.
        while True:
            message = client.get_shell_msg(timeout=30)
            if message["parent_header"]["msg_id"] == request:
                return message["content"]

    def status(code):
        return reply(client.execute(code))["status"]

    endless = client.execute("let kept = 42; display('runs'); while (true) {}")
    while client.get_iopub_msg(timeout=30)["msg_type"] != "display_data":
        pass
    manager.interrupt_kernel()
    interrupted = reply(endless).get("ename")
    kept = status("if (kept !== 42) throw new Error()")
    manager.restart_kernel()
    client.wait_for_ready(timeout=30)
    forgotten = status("kept")
    manager.shutdown_kernel()
    return {"interrupted": interrupted, "kept": kept, "forgotten": forgotten, "alive": manager.is_alive()}


logging.disable(logging.CRITICAL)
print(json.dumps({"nbclient": nbclient_run(), "client": jupyter_client_run(), "process": process_run()}))
