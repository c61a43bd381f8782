"""The samples that Jupyter's own conformance test is given for TypeScript; all of its optional parts are on but the pager,
which is a feature of IPython and not of the protocol."""

import unittest

import jupyter_kernel_test as jkt


class Kernel(jkt.KernelTests):
    kernel_name = "noisebook"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "Math.hyp", "matches": ["hypot"]},
        {"text": "'😀'.toUpperC", "matches": ["toUpperCase"]},
        {"text": "[1].findLastI"},
    ]
    complete_code_samples = [
        "1",
        "const a = 3;",
        "function f(x: number): number {\n  return x * 2;\n}",
        "interface Point { x: number }",
        "// a comment",
        "await Promise.resolve(1)",
        "`text with ${1 + 1}`",
    ]
    incomplete_code_samples = [
        "function f(x: number) {",
        "if (true) {\n  1",
        "const a = [1,",
        "`text",
        "/* a comment",
        "f(1,",
        "const a =",
    ]
    invalid_code_samples = ["const = 3;", "f(]", "let 1a = 2", "function 3() {}", "1 +* 2"]
    code_generate_error = "throw new Error('wrong')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2, 3].map((n) => n * n)", "result": "[ 1, 4, 9 ]"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "'b' + 'a'", "result": "'ba'"},
        {"code": "'c' + 'a'", "result": "'ca'"},
    ]
    code_display_data = [
        {"code": "display(3)", "mime": "text/plain"},
        {"code": "display(html('<b>bold</b>'))", "mime": "text/html"},
        {"code": "display(markdown('**bold**'))", "mime": "text/markdown"},
    ]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.sqrt"
    code_clear_output = "clearOutput()"


class Welcome(jkt.IopubWelcomeTests):
    kernel_name = "noisebook"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
