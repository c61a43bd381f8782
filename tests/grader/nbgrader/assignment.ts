/** An assignment with a solution, tests and hidden tests. */
import { answer, manual, notebook, readOnly, task, tests, text } from "./cells.ts";

export const assignment = () =>
  notebook(
    text("# Lesson"),
    readOnly("given", "const side = 8;"),
    answer("area", "function area(n: number) {\n  // BEGIN SOLUTION\n  return n * n;\n  // END SOLUTION\n}"),
    tests(
      "area-tests",
      "assert(area(2) === 4);\n// BEGIN HIDDEN TESTS\nassert(area(3) === 9);\n// END HIDDEN TESTS",
    ),
    manual("why", "Because it is flat."),
    task("draw", "Draw it.\n<!-- BEGIN MARK SCHEME -->\nTwo points for corners.\n<!-- END MARK SCHEME -->"),
  );
