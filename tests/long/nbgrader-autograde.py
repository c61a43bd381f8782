"""What nbgrader's own autograde gives for a course in its layout, and what it reads in a gradebook of ours, as JSON.

nbgrader-autograde.py grade COURSE ASSIGNMENT...   source/ and submitted/ are there; of each assignment and student
                                                   the cells' scores: {assignment: {student: {cell: [score, points]}}}
nbgrader-autograde.py read GRADEBOOK ASSIGNMENT    {student: [score, points, penalty, needs a person]}
"""

import json
import logging
import os
import sys

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config

logging.disable(logging.CRITICAL)


def grade(course, *assignments):
    config = Config()
    config.CourseDirectory.root = course
    config.ClearSolutions.code_stub = {"typescript": 'throw new Error("Not written yet");'}
    config.ExecutePreprocessor.timeout = 120
    api = NbGraderAPI(config=config)
    grades = {}
    for assignment in assignments:
        must(api.generate_assignment(assignment))
        students = sorted(os.listdir(os.path.join(course, "submitted")))
        students = [name for name in students if os.path.exists(os.path.join(course, "submitted", name, assignment))]
        for student in students:
            must(api.autograde(assignment, student))
        with api.gradebook as gradebook:
            grades[assignment] = {
                student: {
                    grade.name: [grade.auto_score, grade.max_score]
                    for notebook in gradebook.find_submission(assignment, student).notebooks
                    for grade in notebook.grades
                }
                for student in students
            }
    return grades


def must(result):
    if not result["success"]:
        raise SystemExit(str(result.get("error")) + str(result.get("log")))


def read(path, assignment):
    with Gradebook("sqlite:///" + path) as gradebook:
        return {
            one.student.id: [one.score, one.max_score, one.late_submission_penalty, one.needs_manual_grade]
            for one in gradebook.assignment_submissions(assignment)
        }


sys.stdout.write(json.dumps({"grade": grade, "read": read}[sys.argv[1]](*sys.argv[2:])))
