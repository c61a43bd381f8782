"""Writes gradebook.json: what nbgrader itself keeps of one submission in gradebook.db, its tables and the answers to a few questions.

See README.md; alembic, which comes with nbgrader, must be in the PATH.
"""

import datetime
import json
import os
import sqlite3
import tempfile

from nbgrader.api import Gradebook

QUERIES = {
    "students": "SELECT id, first_name, last_name, email, lms_user_id FROM student",
    "submissions": """SELECT a.name AS assignment, a.duedate, a.course_id, n.name AS notebook, s.student_id, s.timestamp, s.extension,
        t.late_submission_penalty AS penalty, t.flagged
        FROM submitted_notebook t JOIN submitted_assignment s ON t.assignment_id = s.id
        JOIN assignment a ON s.assignment_id = a.id JOIN notebook n ON t.notebook_id = n.id AND n.assignment_id = a.id""",
    "grades": """SELECT c.name, c.type, m.max_score, m.cell_type, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
        FROM grade g JOIN base_cell c ON g.cell_id = c.id
        JOIN (SELECT id, max_score, cell_type FROM grade_cells UNION SELECT id, max_score, cell_type FROM task_cells) m ON m.id = c.id
        ORDER BY c.name""",
    "courses": "SELECT id FROM course",
    "revision": "SELECT version_num FROM alembic_version",
}


def fill(path):
    with Gradebook("sqlite:///" + path) as gradebook:
        gradebook.add_student("ada_17", first_name="Ada", last_name="=1+1", email="ada@example.org")
        gradebook.add_assignment("02", duedate=datetime.datetime(2026, 1, 2))
        gradebook.add_notebook("02", "02")
        gradebook.add_grade_cell("a", "02", "02", max_score=4, cell_type="code")
        gradebook.add_grade_cell("why", "02", "02", max_score=1, cell_type="markdown")
        gradebook.add_task_cell("draw", "02", "02", max_score=1, cell_type="markdown")
        submission = gradebook.add_submission(
            "02", "ada_17", timestamp=datetime.datetime(2026, 1, 2, 3, 4, 5, 678000)
        )
        submission.notebooks[0].late_submission_penalty = 0.5
        for name, score in {"a": 3.5, "why": None, "draw": None}.items():
            grade = gradebook.find_grade(name, "02", "02", "ada_17")
            grade.auto_score = score
            # As nbgrader autograde does it.
            grade.needs_manual_grade = score is None
        gradebook.db.commit()


def tables(database):
    found = {}
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for name in names:
        columns = database.execute(f"PRAGMA table_info({name})").fetchall()
        keys = database.execute(f"PRAGMA foreign_key_list({name})").fetchall()
        unique = [
            sorted(row[2] for row in database.execute(f"PRAGMA index_info({index[1]})"))
            for index in database.execute(f"PRAGMA index_list({name})")
            if index[2]
        ]
        found[name] = {
            "columns": [[column[1], column[2], column[3], column[5]] for column in columns],
            "keys": sorted([key[3], key[2], key[4]] for key in keys),
            "unique": sorted(unique),
        }
    return found


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "gradebook.db")
    fill(path)
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    answers = {
        name: {"sql": " ".join(sql.split()), "rows": [dict(row) for row in database.execute(sql)]}
        for name, sql in QUERIES.items()
    }
    with open(os.path.join(os.path.dirname(__file__), "gradebook.json"), "w") as file:
        json.dump({"tables": tables(database), "queries": answers}, file, indent=1)
        file.write("\n")
