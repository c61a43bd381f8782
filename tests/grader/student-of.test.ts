import assert from "node:assert/strict";
import { ownerOf } from "../../grader/collect/student-of.ts";

describe("ownerOf()", () => {
  it("reads the student out of each platform's names", () => {
    const student = (path: string) => ownerOf(path, "ps1").student;
    assert.deepEqual(ownerOf("submitted/ada/ps1/two.ipynb", "ps1"), {
      ...{ student: "ada", file: "two", notebook: "two", isNbgraders: true },
    });
    assert.equal(student("Ada Lovelace_48121_assignsubmission_file/x.ipynb"), "Ada Lovelace_48121");
    assert.equal(student("lovelaceada_LATE_1042_88310_ps1.ipynb"), "lovelaceada_1042");
    assert.equal(student("lovelaceada_1042_88310_my work.ipynb"), "lovelaceada_1042");
    assert.equal(student("Ada Lovelace_48121_assignsubmission_file/bob/ps1/ps1.ipynb"), "Ada Lovelace_48121");
    assert.equal(student("ada/ps1/lovelacebob_1042_88310_x.ipynb"), "ada");
    assert.equal(student("ada/work.ipynb"), "ada");
    for (const name of ["Conan O'Brien", "Miles O’Brien", "Zoe\u0308 Kr\u00e4mer"])
      assert.equal(student(`${name}_48121_assignsubmission_file/x.ipynb`), `${name}_48121`);
    for (const name of ["x".repeat(150), "Ada *"])
      assert.match(student(`${name}_48121_assignsubmission_file/x.ipynb`), /-[0-9a-f]{8}_48121$/);
    assert.equal(student("ada.ipynb"), "ada");
  });
});
