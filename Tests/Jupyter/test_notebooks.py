"""The notebooks of the project, run by nbclient, and exports there and back."""

import os
import subprocess
import unittest

import kernel_environment
import nbclient
import nbformat

FOLDER = os.path.join(kernel_environment.ROOT, "notebooks")


def export(source, target):
    subprocess.run(
        [kernel_environment.AEREPL, "export", source, "-o", target],
        check=True,
        stdout=subprocess.DEVNULL,
    )


class NotebookTests(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.join(kernel_environment.HOME, self._testMethodName)
        os.makedirs(self.folder, exist_ok=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def test_demo_runs(self):
        notebook = nbformat.read(os.path.join(FOLDER, "demo.ipynb"), as_version=4)
        resources = {"metadata": {"path": self.folder}}
        nbclient.NotebookClient(
            notebook, kernel_name="aerepl", timeout=300, resources=resources
        ).execute()
        nbformat.validate(notebook)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self.assertEqual([c.execution_count for c in cells], list(range(1, len(cells) + 1)))
        kinds = {
            mime
            for cell in cells
            for output in cell.outputs
            for mime in output.get("data", {})
        }
        self.assertLessEqual({"image/png", "text/html", "text/plain"}, kinds)
        self.assertTrue(os.path.exists(self.path("recon.png")))

    def test_the_notebooks_are_stored_with_outputs(self):
        for name in ("demo.ipynb", "tour.ipynb"):
            notebook = nbformat.read(os.path.join(FOLDER, name), as_version=4)
            nbformat.validate(notebook)
            cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
            self.assertTrue(all(cell.execution_count for cell in cells), name)
            outputs = [output for cell in cells for output in cell.outputs]
            self.assertIn("display_data", [output.output_type for output in outputs], name)
            self.assertNotIn("error", [output.output_type for output in outputs], name)

    def test_export_of_notebooks_loses_nothing(self):
        for name in ("demo.ipynb", "tour.ipynb"):
            source = os.path.join(FOLDER, name)
            export(source, self.path("a.ae"))
            export(self.path("a.ae"), self.path("b.ipynb"))
            with open(source, "rb") as first, open(self.path("b.ipynb"), "rb") as second:
                self.assertEqual(first.read(), second.read(), name)

    def test_an_exported_notebook_runs_as_a_script(self):
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [
            nbformat.v4.new_markdown_cell("# Title\n\n#%% not a cell"),
            nbformat.v4.new_code_cell("let x = 1\n#%% not a cell either\nprint x"),
            nbformat.v4.new_raw_cell("raw\n"),
            nbformat.v4.new_code_cell(""),
            nbformat.v4.new_code_cell("print x + 1\n\n"),
        ]
        notebook.cells[1].outputs = [
            nbformat.v4.new_output("stream", name="stdout", text="1  \n"),
            nbformat.v4.new_output("display_data", {"image/png": "iVBOR" * 1000}),
        ]
        notebook.cells[1].metadata["tags"] = ["a", "é😀"]
        nbformat.write(notebook, self.path("a.ipynb"))
        export(self.path("a.ipynb"), self.path("b.ae"))
        export(self.path("b.ae"), self.path("c.ipynb"))
        with open(self.path("a.ipynb"), "rb") as first, open(self.path("c.ipynb"), "rb") as second:
            self.assertEqual(first.read(), second.read())
        result = subprocess.run(
            [kernel_environment.AEREPL, self.path("b.ae")], capture_output=True, text=True
        )
        self.assertEqual((result.stdout, result.stderr), ("1\n2\n", ""))


if __name__ == "__main__":
    unittest.main()
