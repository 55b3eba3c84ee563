import Glibc
import TestSupport
import Testing

/// The machine around a run: little memory, few descriptors, no home, odd clocks.
@Suite struct EnvironmentTests {
  private let directory = TemporaryDirectory()

  /// Trains and saves, in under a second.
  private static let training = """
    dataset digits count=600 test=50
    batch 64
    model 784 16 3
    train 1
    save w.safetensors
    print "done"
    """

  /// Runs shell commands in the directory, with the script there as `train.ae`.
  private func shell(
    _ command: String,
    script: String = training,
    _ arguments: [String] = [],
    within seconds: Double = 20
  ) -> Program.Result {
    directory.write(Array(script.utf8), to: "train.ae")
    let all = [directory.path] + arguments
    return Program.shell("cd \"$1\" || exit; shift; " + command, all, within: seconds)
  }

  /// The weights that a run saved, as a digest.
  private func digest() -> String {
    Program.shell("sha256sum < \"$1\"", [directory.file("w.safetensors")]).output
  }

  private func reference() -> String {
    let result = shell(#""$AEREPL" train.ae"#)
    #expect(result.output.hasSuffix("done\n"), "\(result.errors)")
    return digest()
  }

  @Test(arguments: [80_000, 120_000, 200_000, 400_000])
  func `F150 with little memory a run works or is told its limit`(kilobytes: Int) {
    // One arena: the system's allocator wants 64 MB of addresses for each, and takes a page for each
    // allocation where it cannot have them, which unoptimised code has too many of.
    let result = shell(
      """
      ulimit -v \(kilobytes)
      exec env MALLOC_ARENA_MAX=1 "$AEREPL" train.ae
      """
    )
    // Below a certain size the system cannot even load the program's libraries, which is 127.
    guard result.exit != .status(127) else { return }
    if result.exit == .status(0) {
      #expect(result.output.hasSuffix("done\n"))
    } else {
      #expect(result.exit == .status(1), "\(result.errors)")
      #expect(result.errors.contains("memory"), "\(result.errors)")
    }
    let names = result.exit == .status(0) ? ["train.ae", "w.safetensors"] : ["train.ae"]
    #expect(directory.names == names)
  }

  @Test(arguments: [
    // Each is too small to ask the system for.
    "let a = []\nwhile true { a += [zeros([100, 100])] }",
    "let a = []\nwhile true { a += [[1, 2, 3] + [4]] }",
    "let a = []\nlet s = \"0123456789\"\nfor i in 0..8 { s += s }\nwhile true { a += [s + s] }",
    // Each is large.
    "let a = [1]\nwhile true { a += a }", "let a = [1]\nwhile true { a = a + a }",
  ])
  func `F150 what is taken in many pieces comes to a limit, not to an end`(script: String) {
    let result = shell(
      "ulimit -v 160000; exec env MALLOC_ARENA_MAX=1 \"$AEREPL\" train.ae",
      script: script,
      within: 60
    )
    #expect(result.exit == .status(1))
    #expect(result.errors.contains(": error: "), "\(result.errors)")
    #expect(result.errors.contains("free"), "\(result.errors)")
  }

  @Test(arguments: ["-n 8", "-s 256", "-u 20"])
  func `F151 few descriptors, a small stack and few processes change no result`(limit: String) {
    let expected = reference()
    unlink(directory.file("w.safetensors"))
    // Not every shell of the system has every limit; what the tests have open is not the program's.
    let result = shell(
      """
      exec bash -c 'exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; ulimit \(limit)
        exec "$AEREPL" train.ae'
      """
    )
    #expect(result.exit == .status(0), "\(result.errors)")
    #expect(digest() == expected)
  }

  @Test func `F151 nesting is refused as ever on a small stack`() {
    let open = String(repeating: "(", count: 5_000)
    let script = "func f(n) { return f(n + 1) }\ntry { f(0) } catch e { print e.kind }\n"
    let result = shell(
      "ulimit -s 256; \"$AEREPL\" train.ae; \"$AEREPL\" -e \"$1\"",
      script: script,
      [open]
    )
    #expect(result.exit == .status(1))
    #expect(result.output == "limit\n")
    #expect(result.errors.contains("cannot be nested deeper"))
  }

  @Test func `F151 a limit of file size is an error, no death by a signal`() {
    let result = shell("(ulimit -f 0; \"$AEREPL\" train.ae; echo \"status $?\") 2>&1 | cat")
    #expect(result.output.contains("cannot write 'w.safetensors': file too large"))
    #expect(result.output.hasSuffix("status 1\n"))
    #expect(directory.names == ["train.ae"])
  }

  @Test func `F151 a limit of processor time ends it by the signal that says so`() {
    let result = shell("ulimit -S -t 1; exec \"$AEREPL\" -e 'while true { }'")
    #expect(result.exit == .signal(SIGXCPU))
  }

  @Test(arguments: [
    "env -i SWIFT_BACKTRACE=enable=no LD_LIBRARY_PATH=\"$LD_LIBRARY_PATH\" \"$AEREPL\" train.ae",
    "HOME=/dev/null PATH= LANG=xx_YY.none LC_ALL=xx TMPDIR=/missing \"$AEREPL\" train.ae",
    "unset HOME; XDG_CACHE_HOME=relative XDG_STATE_HOME=relative \"$AEREPL\" train.ae",
  ])
  func `F152 an empty or senseless environment changes nothing`(command: String) {
    let expected = reference()
    unlink(directory.file("w.safetensors"))
    let result = shell(command)
    #expect(result.exit == .status(0))
    #expect(result.errors == "")
    #expect(digest() == expected)
    #expect(directory.names == ["train.ae", "w.safetensors"])
  }

  @Test func `F152 a prompt without a home says once what it cannot keep`() {
    let result = shell(
      """
      printf 'let x = 6\\nprint x * 7\\n' > typed
      HOME=/dev/null XDG_STATE_HOME=/proc/none "$AEREPL" -i -q < typed
      """
    )
    #expect(result.exit == .status(0))
    #expect(result.output == "42\n")
    #expect(result.errors.split(separator: "\n").count <= 1)
  }

  @Test(
    .enabled(if: Program.shell("unshare -rm true").exit == .status(0), "there are no name spaces")
  )
  func `F152 on a disk that is read-only only writing fails`() {
    let result = shell(
      """
      unshare -rm sh -c '
        mount --bind . . && cd "$PWD" && mount -o remount,bind,ro . && "$AEREPL" train.ae'
      """
    )
    #expect(result.exit == .status(1))
    #expect(result.output.contains("[epoch:1]"))
    #expect(result.errors.contains("cannot write 'w.safetensors': read-only file system"))
    #expect(directory.names == ["train.ae"])
  }

  @Test func `F153 a script sees all of its arguments`() {
    let many = shell(#""$AEREPL" -e 'print len(args), args[9_999]' -- $(seq 10000)"#)
    #expect(many.output == "10000 10000\n")
    let long = shell(
      #""$AEREPL" -e 'print len(args[0])' -- $(head -c 126000 /dev/zero | tr '\0' a)"#
    )
    #expect(long.output == "126000\n")
    let odd = shell(#""$AEREPL" -e 'print len(args), len(args[1])' -- "$(printf '\377a')" ''"#)
    #expect(odd.exit == .status(0))
    #expect(odd.output == "2 0\n")
    let shown = shell(#""$AEREPL" -e 'print args' -- "$(printf '\377\033[2J')""#)
    #expect(!shown.output.contains("\u{1B}"))
  }

  @Test func `F153 the time of many arguments does not grow with their square`() throws {
    // The processor time, the least of several runs: what else the machine does is not measured.
    func seconds(_ count: Int) throws -> Double {
      let script = "print len(args), args[-1]\n"
      let times = try (0..<3).map { _ in
        let result = shell(
          #"exec bash -c 'TIMEFORMAT="%U %S"; time "$AEREPL" train.ae $(seq \#(count))'"#,
          script: script
        )
        #expect(result.output == "\(count) \(count)\n")
        let words = result.errors.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        try #require(words.count == 2, "\(result.errors)")
        return words[0] + words[1]
      }
      return times.min() ?? 0
    }
    // A run begins in much more time than it takes to pass on some hundred words. With a square in
    // it the ratio was above forty.
    let (few, many) = try (seconds(500), seconds(10_000))
    #expect(many < 5 * few, "\(few) s, then \(many) s")
  }

  @Test func `F154 a current directory that is gone hinders relative paths only`() {
    let result = shell(
      """
      top=$PWD; mkdir gone && cd gone && rmdir ../gone
      "$AEREPL" -e 'print 6 * 7' -e "save $top/whole.npy zeros(2)" -e 'save part.npy zeros(2)'
      """
    )
    #expect(result.exit == .status(1))
    #expect(result.output.hasPrefix("42\nsaved /"))
    #expect(result.errors.contains("cannot write 'part.npy': no such file or directory"))
    #expect(directory.names == ["train.ae", "whole.npy"])
  }

  @Test func `F154 a current directory that cannot be read hinders nothing that is named`() throws {
    let user = try #require(OtherUser.prefix, "nobody else can be become")
    let result = shell(
      """
      chmod 711 .; mkdir closed && cp train.ae closed && chmod 711 closed && cd closed
      \(user) sh -c '"$AEREPL" train.ae; "$AEREPL" -e "print 6 * 7"'
      """,
      script: "print \"read\""
    )
    #expect(result.output == "read\n42\n", "\(result.errors)")
  }

  @Test func `F155 a run that was stopped goes on, and tells no negative time`() {
    let script = Self.training.replacing("train 1", with: "train 30")
    let result = shell(
      """
      "$AEREPL" train.ae > log & p=$!
      while ! grep -q epoch log 2>/dev/null; do sleep 0.02; done
      kill -STOP $p; sleep 1; kill -CONT $p; wait $p; s=$?; cat log; exit $s
      """,
      script: script,
      within: 60
    )
    #expect(result.exit == .status(0))
    #expect(result.output.hasSuffix("done\n"))
    #expect(!result.output.contains("Time: -"))
  }

  @Test(arguments: [
    "-86400", "+2147483647", "4102444800",
  ])
  func `F155 F045 a clock that is wrong or jumps changes no result`(seconds: String) throws {
    let clock = try #require(FalseClock.library(in: directory), "there is no C compiler")
    let expected = reference()
    unlink(directory.file("w.safetensors"))
    let result = shell("CLOCK=\(seconds) LD_PRELOAD=\(clock) \"$AEREPL\" train.ae")
    #expect(result.exit == .status(0), "\(result.errors)")
    #expect(!result.output.contains("Time: -"))
    #expect(digest() == expected)
  }

  @Test(arguments: ["taskset -c 0", "nice -n 19", "setarch -R", "chrt --idle 0"])
  func `F156 F043 one processor, a low priority and fixed addresses give the same bits`(
    wrapper: String
  ) {
    let expected = reference()
    unlink(directory.file("w.safetensors"))
    let result = shell("\(wrapper) \"$AEREPL\" train.ae", within: 40)
    // What the machine does not allow proves nothing; one processor can be had everywhere.
    guard result.exit == .status(0) || wrapper.hasPrefix("taskset") else { return }
    #expect(result.output.hasSuffix("done\n"))
    #expect(digest() == expected)
  }

  @Test func `F156 without vector instructions the losses agree to 1e-5`() throws {
    let script = SmallSetup.script + "train 2; print _.loss"
    var losses: [Double] = []
    for path in ["baseline", "avx2", "avx512"] {
      let result = Program.run(["-e", script], environment: ["AEREPL_KERNELS": path], within: 30)
      #expect(result.exit == .status(0))
      losses.append(try #require(Double(result.output.split(separator: "\n").last ?? "")))
    }
    for loss in losses { #expect(abs(loss - losses[0]) < 1e-5) }
  }

  @Test func `F157 another user without a home can run it`() throws {
    let user = try #require(OtherUser.prefix, "nobody else can be become")
    chmod(directory.path, 0o777)
    let result = shell("\(user) env HOME=/nonexistent \"$AEREPL\" train.ae")
    #expect(result.exit == .status(0), "\(result.errors)")
    #expect(result.output.hasSuffix("done\n"))
    let refused = shell("chmod 755 .; \(user) \"$AEREPL\" -e 'save new.npy zeros(2)'")
    #expect(refused.exit == .status(1))
    #expect(refused.errors.contains("cannot write 'new.npy': permission denied"))
  }

  @Test(
    .enabled(if: Program.shell("unshare -rm true").exit == .status(0), "there are no name spaces")
  )
  func `F157 a container with nothing but its libraries runs it`() {
    let result = shell(
      """
      mkdir -p root/tmp
      for file in "$AEREPL" $(ldd "$AEREPL" | grep -o '/[^ ]*'); do
        mkdir -p "root$(dirname "$file")" && cp -L "$file" "root$file"
      done
      cp train.ae root/tmp
      unshare -rm env -i LD_LIBRARY_PATH="$LD_LIBRARY_PATH" \
        /usr/sbin/chroot root "$AEREPL" /tmp/train.ae
      """,
      script: Self.training.replacing("w.safet", with: "/tmp/w.safet"),
      within: 60
    )
    #expect(result.exit == .status(0), "\(result.errors)")
    #expect(result.output.hasSuffix("done\n"))
    #expect(result.errors == "")
  }
}
