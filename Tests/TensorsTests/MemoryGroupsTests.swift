import Glibc
import TestSupport
import Testing

@testable import Tensors

@Suite struct MemoryGroupsTests {
  private let directory = TemporaryDirectory()

  private static let mebibyte = 1 << 20

  /// Where systems of the second version show their groups.
  private static let second = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 none rw"

  /// Writes a file below the directory, with the folders that it needs.
  private func write(_ text: String, to path: String) {
    var folder = ""
    for name in path.split(separator: "/").dropLast() {
      folder += "/" + name
      mkdir(directory.path + folder, 0o755)
    }
    directory.write(Array(text.utf8), to: path)
  }

  /// Writes what the system says of the process.
  private func system(_ mounts: [String], _ groups: [String]) {
    let other = "23 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw"
    write(([other] + mounts).joined(separator: "\n") + "\n", to: "proc/self/mountinfo")
    write(groups.joined(separator: "\n") + "\n", to: "proc/self/cgroup")
  }

  /// Writes a group of the second version.
  private func group(_ folder: String, limit: String, usage: Int, files: Int = 0) {
    write(limit + "\n", to: folder + "/memory.max")
    write("\(usage)\n", to: folder + "/memory.current")
    let stat = "anon 7\nfile 999999999\nactive_file \(files / 4)\ninactive_file \(files / 4 * 3)\n"
    write(stat, to: folder + "/memory.stat")
  }

  /// Writes a group of the first version.
  private func firstGroup(_ folder: String, limit: Int, usage: Int, files: Int = 0) {
    write("\(limit)\n", to: folder + "/memory.limit_in_bytes")
    write("\(usage)\n", to: folder + "/memory.usage_in_bytes")
    let own = "active_file 1\ninactive_file 1\n"
    let all = "total_active_file \(files / 4)\ntotal_inactive_file \(files / 4 * 3)\n"
    write(own + all, to: folder + "/memory.stat")
  }

  private var available: Int { MemoryGroups(root: directory.path).available }

  @Test func `F150 a group leaves its limit less its use, files' pages not counted`() {
    system([Self.second], ["0::/user/run"])
    group(
      "sys/fs/cgroup/user/run",
      limit: "\(512 * Self.mebibyte)",
      usage: 100 * Self.mebibyte,
      files: 40 * Self.mebibyte
    )
    #expect(available == 452 * Self.mebibyte)
  }

  @Test func `F150 the narrowest of the groups around counts`() {
    system([Self.second], ["0::/pod/box/run"])
    group("sys/fs/cgroup/pod", limit: "\(64 * Self.mebibyte)", usage: 60 * Self.mebibyte)
    group("sys/fs/cgroup/pod/box", limit: "max", usage: 60 * Self.mebibyte)
    group("sys/fs/cgroup/pod/box/run", limit: "\(32 * Self.mebibyte)", usage: Self.mebibyte)
    #expect(available == 4 * Self.mebibyte)
  }

  @Test func `F150 a container that sees only its own group finds the limit at the mount`() {
    system([Self.second], ["0::/"])
    group("sys/fs/cgroup", limit: "\(512 * Self.mebibyte)", usage: 12 * Self.mebibyte)
    #expect(available == 500 * Self.mebibyte)
  }

  @Test func `F150 a group that takes more than its limit leaves nothing`() {
    system([Self.second], ["0::/run"])
    group("sys/fs/cgroup/run", limit: "\(Self.mebibyte)", usage: 3 * Self.mebibyte)
    #expect(available == 0)
  }

  @Test(arguments: [
    // The whole tree is seen; a container's part is, with the path as seen from outside; a path that
    // leads elsewhere.
    ("/", "/docker/4f", "memory/docker/4f"), ("/docker/4f", "/docker/4f", "memory"),
    ("/docker/4f", "/docker/4f/run", "memory/run"), ("/docker/4f", "/other", "memory"),
  ])
  func `F150 groups of the first version count, wherever they are mounted`(
    seen: String,
    path: String,
    folder: String
  ) {
    system(
      [
        "35 31 0:32 \(seen) /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
        "38 31 0:35 \(seen) /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio",
        "41 31 0:38 / /sys/fs/cgroup/unified rw shared:9 - cgroup2 cgroup2 rw",
      ],
      ["7:blkio:\(path)", "4:cpu,memory:\(path)", "1:name=systemd:/a:b", "0::/"]
    )
    firstGroup("sys/fs/cgroup/blkio", limit: 1, usage: 1)
    firstGroup(
      "sys/fs/cgroup/" + folder,
      limit: 512 * Self.mebibyte,
      usage: 100 * Self.mebibyte,
      files: 8 * Self.mebibyte
    )
    #expect(available == 420 * Self.mebibyte)
  }

  @Test func `F150 odd characters of a mount point are read as they are written`() {
    system([#"30 23 0:26 / /my\040groups\134x rw - cgroup2 none rw"#], ["0::/a:b"])
    group(#"my groups\x/a:b"#, limit: "\(9 * Self.mebibyte)", usage: Self.mebibyte)
    #expect(available == 8 * Self.mebibyte)
  }

  @Test func `without a limit there is none`() {
    #expect(available == .max)
    system([Self.second], ["0::/run"])
    #expect(available == .max)
    group("sys/fs/cgroup/run", limit: "max", usage: 100)
    #expect(available == .max)
    system(["35 31 0:32 / /v1 rw - cgroup cgroup rw,memory"], ["4:memory:/"])
    firstGroup("v1", limit: 9_223_372_036_854_771_712, usage: 100)
    #expect(available == .max)
  }

  @Test(arguments: ["", "x", "-", "30 23 0:26 / / rw -", "30 23 0:26 / /g\\9 rw - cgroup2 none rw"])
  func `what cannot be understood sets no limit`(line: String) {
    system([line], ["0::/run", "::", "", "4:memory"])
    group("sys/fs/cgroup/run", limit: "many", usage: 100)
    #expect(available == .max)
  }
}
