"""The faults of scripts/mutants, which says what it does."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TREE = Path(os.environ.get("MUTANTS_TREE", ROOT / ".build-mutants" / "tree"))

SWITCH = """internal import Glibc

/// Whether a fault that was put in on purpose is alive.
func mutant(_ name: String) -> Bool {
  getenv("AEREPL_MUTANT").map { String(cString: $0) } == name
}
"""

# The name, the tests that must notice, and edits: a file, what stands there, what replaces it.
MUTANTS = [
    ("no-fsync", "AtomicFileTests", [(
        "Sources/Files/AtomicFile.swift",
        "    if SystemCalls.repeating({ calls.fsync(descriptor) }) != 0 { throw failure() }",
        '    if !mutant("no-fsync"), SystemCalls.repeating({ calls.fsync(descriptor) }) != 0 {\n'
        "      throw failure()\n    }")]),
    ("no-fsync-of-the-folder", "AtomicFileTests", [(
        "Sources/Files/AtomicFile.swift",
        "    if SystemCalls.repeating({ calls.fsync(target.directory) }) != 0, errno != EINVAL {",
        '    if !mutant("no-fsync-of-the-folder"),\n'
        "      SystemCalls.repeating({ calls.fsync(target.directory) }) != 0, errno != EINVAL\n    {")]),
    ("in-place", "AtomicFileTests|SaveFaultTests", [(
        "Sources/Files/AtomicFile.swift",
        "    let flags = O_WRONLY | O_CREAT | O_EXCL",
        '    if mutant("in-place") {\n'
        "      let how = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC\n"
        "      return (openat(target.directory, target.name, how, target.mode ?? 0o666), target.name)\n"
        "    }\n    let flags = O_WRONLY | O_CREAT | O_EXCL")]),
    ("rename-before-fsync", "AtomicFileTests", [(
        "Sources/Files/AtomicFile.swift",
        '    precondition(isPending, "a file is committed once")',
        '    precondition(isPending, "a file is committed once")\n'
        '    if mutant("rename-before-fsync") {\n'
        "      if calls.rename(target.directory, temporary, target.name) != 0 { throw failure() }\n"
        "      isPending = false\n"
        "      if calls.fsync(descriptor) != 0 || calls.fsync(target.directory) != 0 {\n"
        "        throw failure()\n      }\n"
        "      return\n    }")]),
    ("fsync-tried-again", "AtomicFileTests", [(
        "Sources/Files/AtomicFile.swift",
        "SystemCalls.repeating({ calls.fsync(descriptor) }) != 0 {",
        "SystemCalls.repeating({ calls.fsync(descriptor) }) != 0,\n"
        '      !mutant("fsync-tried-again") || calls.fsync(descriptor) != 0\n    {')]),
    ("unchecked-write", "AtomicFileTests|SaveFaultTests", [(
        "Sources/Files/AtomicFile.swift",
        "      if count < 0 { throw failure() }",
        '      if count < 0, mutant("unchecked-write") { return }\n'
        "      if count < 0 { throw failure() }")]),
    ("permissions-not-kept", "AtomicFileTests", [(
        "Sources/Files/AtomicFile.swift",
        "    if let mode = target.mode, fchmod",
        '    if !mutant("permissions-not-kept"), let mode = target.mode, fchmod'), (
        "Sources/Files/AtomicFile.swift",
        "      let mode = target.mode ?? 0o666",
        '      let mode = mutant("permissions-not-kept") ? 0o666 : target.mode ?? 0o666')]),
    ("leftovers-stay", "AtomicFileTests", [(
        "Sources/Files/AtomicFile.swift",
        "    TemporaryName.sweep(",
        '    if !mutant("leftovers-stay") { TemporaryName.sweep('), (
        "Sources/Files/AtomicFile.swift",
        "directory: target.directory, target: target.name)\n    self.path",
        "directory: target.directory, target: target.name) }\n    self.path")]),
    ("no-crc-of-gzip", "GzipReaderTests", [(
        "Sources/Datasets/GzipReader.swift",
        "ZLIB_VERSION, size) == Z_OK else { return nil }",
        "ZLIB_VERSION, size) == Z_OK else { return nil }\n"
        '    if mutant("no-crc-of-gzip") { inflateValidate(stream, 0) }')]),
    ("no-crc-of-zip", "NPZFileTests", [(
        "Sources/Datasets/ZipArchive.swift",
        "    guard UInt32(truncatingIfNeeded: crc) == member.crc else {",
        '    guard mutant("no-crc-of-zip") || UInt32(truncatingIfNeeded: crc) == member.crc else {')]),
    ("no-digests", "CheckpointTests|ModelFileTests", [(
        "Sources/Networks/FileSeal.swift",
        "    let header = file.contents[..<file.bodyStart]\n",
        '    if mutant("no-digests") { return }\n    let header = file.contents[..<file.bodyStart]\n')]),
    ("no-digest-of-the-header", "CheckpointTests|ModelFileTests", [(
        "Sources/Networks/FileSeal.swift",
        "    guard own == digest(blanked), header[place].elementsEqual(own.utf8) else {",
        '    guard mutant("no-digest-of-the-header")\n'
        "      || own == digest(blanked) && header[place].elementsEqual(own.utf8)\n    else {")]),
    ("no-digest-of-the-data", "CheckpointTests|ModelFileTests", [(
        "Sources/Networks/FileSeal.swift",
        "    guard data == digest([file.contents[file.bodyStart...]]) else",
        '    guard mutant("no-digest-of-the-data")\n'
        "      || data == digest([file.contents[file.bodyStart...]])\n    else")]),
    ("names-may-repeat", "SafetensorsFileTests", [(
        "Sources/Files/JSONReader.swift",
        "      Rules(depthLimit: depthLimit, allowsDuplicates: false, replacesHalves: false)",
        "      Rules(\n        depthLimit: depthLimit,\n"
        '        allowsDuplicates: mutant("names-may-repeat"),\n'
        "        replacesHalves: false\n      )")]),
    ("no-hmac", "WireTests|JupyterTests.KernelTests", [(
        "Sources/Jupyter/MessageSigner.swift",
        "    guard let key else { return true }",
        '    guard let key, !mutant("no-hmac") else { return true }')]),
    ("no-record-of-messages", "WireTests", [(
        "Sources/Jupyter/ReplayGuard.swift",
        "    let date = date ?? Int.min\n",
        '    if mutant("no-record-of-messages") { return true }\n    let date = date ?? Int.min\n')]),
    ("stop-after-the-update", "NumericFaultTests|TrainCommandTests", [(
        "Sources/Tensors/CPUNetwork+Update.swift",
        "    if !isSafe, let fault = findFault",
        '    if !isSafe, !mutant("stop-after-the-update"), let fault = findFault'), (
        "Sources/Tensors/CPUNetwork+Update.swift",
        "    weightGradientsAreKept = !isSafe\n  }",
        "    weightGradientsAreKept = !isSafe\n"
        '    if !isSafe, mutant("stop-after-the-update"),\n'
        "      let fault = findFault(batch.count, loss: loss, workspace)\n    {\n"
        "      throw fault\n    }\n  }")]),
    ("position-forgotten", "CheckpointTests|TrainingSnapshotTests|CheckpointCommandTests", [(
        "Sources/Networks/TrainingSnapshot.swift",
        "    progress = snapshot.progress\n    forgetBatch()",
        "    progress = snapshot.progress\n"
        '    if mutant("position-forgotten") { progress.restartEpoch() }\n    forgetBatch()')]),
    ("one-byte-short", "IDXFileTests", [(
        "Sources/Datasets/IDXDecoder.swift",
        "      guard rest.count == header.elementCount else {",
        '      let short = mutant("one-byte-short") && rest.count == header.elementCount - 1\n'
        "      guard rest.count == header.elementCount || short else {")]),
    ("interruption-swallowed", "SessionTests|InterruptionTests", [(
        "Sources/Shell/Compiler+Control.swift",
        "        if diagnostic.kind == .interrupted { throw error }",
        '        if diagnostic.kind == .interrupted, !mutant("interruption-swallowed") { throw error }')]),
    ("control-bytes-shown", "TerminalRendererTests|TerminalTextTests", [(
        "Sources/Language/TerminalText.swift",
        "    guard text.unicodeScalars.contains(where: { !isShown($0, keepingNewlines) }) else {",
        '    guard !mutant("control-bytes-shown"),\n'
        "      text.unicodeScalars.contains(where: { !isShown($0, keepingNewlines) })\n    else {")]),
]


def run(command, **options):
    return subprocess.run(command, check=False, **options)


def prepare():
    """Copies what git knows and does not ignore, and puts the faults in."""
    names = subprocess.check_output(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    wanted = {name for name in names.decode().split("\0") if name and (ROOT / name).is_file()}
    if TREE != ROOT:
        for old in [p for p in TREE.rglob("*") if p.is_file() and ".build" not in p.parts]:
            if str(old.relative_to(TREE)) not in wanted:
                old.unlink()
    texts = {name: (ROOT / name).read_bytes() for name in wanted}
    modules = set()
    for name, _, edits in MUTANTS:
        for file, old, new in edits:
            text = texts[file].decode()
            if text.count(old) != 1:
                sys.exit(f"mutants: {name}: {file} has changed: {text.count(old)} places fit")
            texts[file] = text.replace(old, new).encode()
            modules.add(file.split("/")[1])
    for module in modules:
        texts[f"Sources/{module}/Mutant.swift"] = SWITCH.encode()
    support = "Tests/TestSupport/Program.swift"
    line = b'"SWIFT_BACKTRACE": "enable=no",'
    passed = b'"AEREPL_MUTANT": getenv("AEREPL_MUTANT").map { String(cString: $0) } ?? "",'
    if line not in texts[support]:
        sys.exit("mutants: the tests pass the environment on in another way")
    texts[support] = texts[support].replace(line, line + passed)
    for name, data in texts.items():
        path = TREE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # What stays as it was need not be built again.
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
        shutil.copymode(ROOT / name, path) if (ROOT / name).exists() else None


def tests(filters, name=""):
    """Runs tests with a fault alive; returns whether they passed, and what is to be said of it."""
    environment = {**os.environ, "AEREPL_MUTANT": name, "SWIFT_BACKTRACE": "enable=no"}
    # Tests that a fault keeps from ending are ended by the limit of processor time, which, unlike a
    # signal to `swift test`, reaches them.
    command = ["timeout", "-k", "10", "300", "bash", "-c", 'ulimit -t 90; exec "$@"', "bash",
               "swift", "test", "--package-path", TREE, "--skip-build", "--filter", filters]
    result = run(command, env=environment, capture_output=True, text=True)
    output = result.stdout + result.stderr
    failed = set(re.findall(r'Test "([^"]*)"[^\n]* failed', output))
    failed |= set(re.findall(r"Test (\w+\(\)) failed", output))
    ran = re.search(r"with (\d+) tests?", output)
    if result.returncode != 0 and not ran:
        failed.add("tests that do not end")
    if not ran and not failed:
        sys.exit(f"mutants: nothing ran for {filters}:\n{output[-2000:]}")
    return result.returncode == 0, sorted(failed)


def main():
    chosen = [m for m in MUTANTS if not sys.argv[1:] or m[0] in sys.argv[1:]]
    unknown = set(sys.argv[1:]) - {m[0] for m in MUTANTS}
    if unknown or not chosen:
        sys.exit(f"mutants: there is no {', '.join(sorted(unknown))}")
    TREE.mkdir(parents=True, exist_ok=True)
    prepare()
    build = ["swift", "build", "--package-path", TREE, "--build-tests"]
    if run(build, stdout=sys.stderr).returncode != 0:
        sys.exit("mutants: the tree with the faults does not build")
    passed, failed = tests("|".join(sorted({m[1] for m in chosen})))
    if not passed:
        sys.exit(f"mutants: without a fault these fail: {failed}")
    alive = []
    for name, filters, _ in chosen:
        passed, failed = tests(filters, name)
        if passed:
            alive.append(name)
        told = "NOT NOTICED" if passed else "noticed by " + "; ".join(failed[:3]) + (
            f" and {len(failed) - 3} more" if len(failed) > 3 else "")
        print(f"mutants: {name}: {told}", flush=True)
    print(f"mutants: {len(chosen) - len(alive)} of {len(chosen)} faults are noticed")
    sys.exit(1 if alive else 0)


if __name__ == "__main__":
    main()
