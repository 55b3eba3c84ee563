import Glibc
import Language
import TestSupport
import Testing

/// Saves where the disk, the target or another process is in the way.
@Suite struct SaveFaultTests {
  private let directory = TemporaryDirectory()
  private let probe = SmallSetup.probe()

  private static let endings = [
    "a.png images", "a.svg images", "a.pdf images", "a.npy zeros(2)", "a.csv zeros(2)",
    "a.safetensors",
  ]

  private func file(_ name: String) -> String { directory.file(name) }

  /// A script that fills a disk with each kind of file, and goes on when there is room again.
  private static let filling = """
    dataset digits count=64 test=8
    batch 8
    model 784 1 bias=false
    let full = 0
    for i in 0..200 {
      try { train 1; checkpoint disk/run.ck } catch e { assert e.kind == "file"; full += 1 }
      try { save "disk/\\(i).npy" zeros(2000) } catch e { assert e.kind == "file"; full += 1 }
      for ending in ["png", "svg", "pdf"] {
        try {
          save "disk/\\(i).\\(ending)" images count=200
        } catch e { assert e.kind == "file"; full += 1 }
      }
      if full > 5 { break }
    }
    assert full > 5, "the disk did not fill"
    resume disk/run.ck
    !rm -f disk/*.npy disk/*.png disk/*.svg disk/*.pdf
    checkpoint disk/run.ck
    save disk/last.npy zeros(2000)
    print "went on"
    """

  @Test(arguments: endings)
  func `F077 F116 a device, a directory and a missing folder are refused`(save: String) {
    let words = save.split(separator: " ", maxSplits: 1)
    let rest = words.dropFirst().joined()
    mkdir(file("a.png"), 0o755)
    symlink("/dev/full", file("full" + words[0].drop { $0 != "." }))
    let ending = String(words[0].drop { $0 != "." })
    for path in ["missing/a" + ending, "full" + ending] {
      probe.enter("save \(file(path)) \(rest)")
      let kind = probe.recorder.diagnostics.first?.kind.rawValue
      #expect(kind == "file", "\(path)")
    }
    probe.enter("save \(file("a.png")) images")
    #expect(probe.recorder.diagnostics.first?.kind.rawValue == "file")
    #expect(directory.names == ["a.png", "full" + ending])
  }

  @Test func `F080 of two processes that save to one path either wins, whole`() {
    let command = """
      cd "$1" && for v in 0 1; do
        "$AEREPL" -e "for i in 0..50 { save a.npy full(20_000, $v); save b.csv full(500, $v) }" &
      done; wait; "$AEREPL" -e "$2"
      """
    let check =
      "read a a.npy; read b b.csv; print len(a), min(a) == max(a), len(b), min(b) == max(b)"
    let result = Program.shell(command, [directory.path, check], within: 60)
    #expect(result.output.hasSuffix("20000 true 500 true\n"), "\(result.output) \(result.errors)")
    #expect(directory.names == ["a.npy", "b.csv"])
  }

  @Test(
    .enabled(if: Program.shell("unshare -rm true").exit == .status(0), "there are no name spaces"),
    arguments: ["64k", "1m"]
  )
  func `F082 F083 a disk that fills is a file error, and all goes on when there is room`(
    size: String
  ) {
    let command = """
      cd "$1" && mkdir disk && unshare -rm sh -c '
        mount -t tmpfs -o size=\(size) tmpfs disk && "$AEREPL" -e "$1" && ls -A disk' sh "$2"
      """
    let result = Program.shell(command, [directory.path, Self.filling], within: 60)
    #expect(result.output.contains("went on\n"), "\(result.output.suffix(200)) \(result.errors)")
    #expect(result.output.hasSuffix("last.npy\nrun.ck\n"), "no temporary file is left")
  }

  @Test(arguments: ["/missing", "/dev/null", "/proc"])
  func `F085 the folder for temporary files plays no part`(folder: String) {
    let command = "cd \"$1\" && TMPDIR=\(folder) \"$AEREPL\" -e 'save a.npy zeros(3)'"
    #expect(Program.shell(command, [directory.path]).exit == .status(0))
    #expect(directory.names == ["a.npy"])
  }

  @Test func `F085 a folder that is gone is a file error`() {
    let command = """
      mkdir "$1/x" && cd "$1/x" && "$AEREPL" -e '!rmdir ../x' -e 'save a.npy zeros(3)'
      """
    let result = Program.shell(command, [directory.path])
    #expect(result.exit == .status(1))
    #expect(result.errors.contains("cannot write 'a.npy': no such file or directory"))
  }

  @Test(arguments: [
    "-rf.npy", "a\nb.npy", "100%s%n.npy", "\u{E9}.npy", "e\u{301}.npy", " .npy", "*.npy",
  ])
  func `F117 names are taken as they are`(name: String) {
    probe.enter("let p = \"\(file(name).replacing("\n", with: "\\n"))\"; save (p) zeros(2)")
    #expect(probe.error == nil)
    #expect(directory.names.map { Array($0.utf8) } == [Array(name.utf8)])
  }

  @Test func `F117 a name that is too long is refused`() {
    probe.enter("save \(file(String(repeating: "x", count: 300))).npy zeros(2)")
    #expect(probe.recorder.diagnostics.first?.kind.rawValue == "file")
    #expect(directory.names == [])
  }
}
