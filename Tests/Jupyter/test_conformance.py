"""The tests that every kernel of the Jupyter project is held to, with nothing left out."""

import unittest

import kernel_environment  # noqa: F401
import jupyter_kernel_test


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "aerepl"
    language_name = "ae"
    file_extension = ".ae"

    code_hello_world = 'print "hello, world"'
    code_stderr = 'eprint "test"'

    completion_samples = [
        {"text": "trai", "matches": {"train", "train_x", "train_y"}},
        {"text": "train epo", "matches": {"epochs="}},
        {"text": "dataset digits cou", "matches": {"count="}},
        {"text": "let x = sigm", "matches": {"sigmoid"}},
    ]
    complete_code_samples = ["1", "print 1", "", "for i in 0..3 { print i }", "let x = 1"]
    incomplete_code_samples = ["for i in 0..3 {", '"""a', "print (1 +", "if true {\n  print 1"]
    invalid_code_samples = [")", "let = 7", "for", "\0"]

    code_page_something = "help train"
    code_generate_error = 'error "no"'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + "b"', "result": '"ab"'},
        {"code": "[1, 4.5]", "result": "[1, 4.5]"},
    ]
    code_display_data = [
        {
            "code": "dataset digits count=50 test=10\nmodel 784 3\nplot recon count=2",
            "mime": "image/png",
        },
        {"code": "dataset digits count=50 test=10\nmodel 784 3\nsummary", "mime": "text/html"},
        {"code": "let x = 1\nvars", "mime": "text/plain"},
    ]
    code_history_pattern = "1?+?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "train"
    code_clear_output = "clear"
    support_iopub_welcome = True


class IopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "aerepl"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
