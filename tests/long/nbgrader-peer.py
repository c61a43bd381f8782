"""What nbgrader itself makes of notebooks, as JSON: checksums, student versions and scores.

nbgrader-peer.py fixtures              every notebook in the installed package: path, text, checksum of each named cell
nbgrader-peer.py student < notebooks   a JSON list; of each the student's version by nbgrader's own preprocessors, or null
nbgrader-peer.py score < notebooks     a JSON list; of each the list of [grade_id, score or null, points], or null
"""

import json
import logging
import os
import sys

import nbformat
import nbgrader
from nbgrader import preprocessors, utils
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

logging.disable(logging.CRITICAL)


def upgraded(text):
    notebook = nbformat.reads(text, as_version=4)
    return MetadataValidator().upgrade_notebook_metadata(notebook)


def fixtures():
    root = os.path.dirname(nbgrader.__file__)
    found = []
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            if not name.endswith(".ipynb"):
                continue
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                text = file.read()
            cells = []
            for cell in json.loads(text)["cells"]:
                if "nbgrader" not in cell["metadata"]:
                    continue
                # As nbformat reads them: lines joined.
                if isinstance(cell["source"], list):
                    cell["source"] = "".join(cell["source"])
                cell = MetadataValidator().upgrade_cell_metadata(nbformat.from_dict(cell))
                meta = cell.metadata.get("nbgrader", {})
                if meta.get("grade_id"):
                    stored = meta.get("checksum")
                    # A graded cell without points has none.
                    bad = meta["grade"] and "points" not in meta
                    cells.append([meta["grade_id"], stored, None if bad else utils.compute_checksum(cell)])
            found.append({"path": os.path.relpath(os.path.join(folder, name), root), "text": text, "cells": cells})
    return found


def student(text):
    config = Config()
    stub = '// YOUR CODE HERE\nthrow new Error("not written yet");'
    config.ClearSolutions.code_stub = {
        "python": "# YOUR CODE HERE\nraise NotImplementedError()",
        "typescript": stub,
    }
    notebook = upgraded(text)
    for name in [
        "LockCells",
        "ClearSolutions",
        "ClearOutput",
        "CheckCellMetadata",
        "ComputeChecksums",
        "ClearHiddenTests",
        "ClearMarkScheme",
        "ComputeChecksums",
        "CheckCellMetadata",
    ]:
        notebook, _ = getattr(preprocessors, name)(config=config).preprocess(notebook, {})
    return json.loads(nbformat.writes(notebook))


def attempt(make, text):
    try:
        return make(text)
    except Exception:
        return None


def score(text):
    cells = [cell for cell in upgraded(text).cells if utils.is_grade(cell)]
    return [[cell.metadata.nbgrader.get("grade_id"), *utils.determine_grade(cell)] for cell in cells]


job = {
    "fixtures": fixtures,
    "student": lambda: [attempt(student, text) for text in json.load(sys.stdin)],
    "score": lambda: [attempt(score, text) for text in json.load(sys.stdin)],
}[sys.argv[1]]
json.dump(job(), sys.stdout)
