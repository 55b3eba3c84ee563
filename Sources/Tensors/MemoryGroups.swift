internal import Glibc

/// The groups of processes (cgroups) that this process is in, and the limits to their memory: what a
/// container has to do with.
///
/// A group that exceeds its limit is not refused the memory: the system kills a process of it. So the
/// limit has to be known before.
struct MemoryGroups {
  /// What stands before all paths; not empty in tests only.
  private let root: String

  /// Where the groups are to be seen.
  private let mounts: [Mount]

  /// A file system of groups.
  private struct Mount {
    let version: Version
    /// The group that is seen at the mount point: a container may see its own part only.
    let group: String
    let point: String
  }

  /// The two kinds of groups, which a system may have at once.
  private enum Version {
    case first, second

    /// The file with the limit in bytes; `max`, or a number near 2^63, where there is none.
    var limit: String { self == .first ? "memory.limit_in_bytes" : "memory.max" }

    /// The file with the bytes in use, pages of files among them.
    var usage: String { self == .first ? "memory.usage_in_bytes" : "memory.current" }

    /// What the lines of `memory.stat` begin with that count the groups below as well.
    var prefix: String { self == .first ? "total_" : "" }
  }

  /// Reads where the system shows its groups.
  ///
  /// - Parameter root: What stands before all paths.
  init(root: String = "") {
    self.root = root
    let table = Memory.contents(of: root + "/proc/self/mountinfo") ?? ""
    mounts = table.split(separator: "\n").compactMap(Self.mount)
  }

  /// The bytes that the groups leave: the least of what the process's group and each group around it
  /// may still take; `Int.max` where no group has a limit.
  var available: Int {
    guard !mounts.isEmpty, let groups = Memory.contents(of: root + "/proc/self/cgroup") else {
      return .max
    }
    var least = Int.max
    for line in groups.split(separator: "\n") {
      // Number, controllers, path; the second version has no controllers in its line.
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let version: Version
      switch fields[1].split(separator: ",") {
      case []: version = .second
      case let controllers where controllers.contains("memory"): version = .first
      default: continue
      }
      for mount in mounts where mount.version == version {
        least = min(least, left(in: String(fields[2]), of: mount))
      }
    }
    return least
  }

  /// What a group and those around it leave, as far up as the mount shows them.
  private func left(in group: String, of mount: Mount) -> Int {
    var names = group.split(separator: "/")
    let above = mount.group.split(separator: "/")
    // A process may be told its group's path from outside, where all it sees is the group itself.
    names = names.starts(with: above) ? Array(names.dropFirst(above.count)) : []
    var least = left(in: mount.point, mount.version)
    var folder = mount.point
    for name in names {
      folder += "/" + name
      least = min(least, left(in: folder, mount.version))
    }
    return least
  }

  /// What one group leaves: its limit less what is in use and cannot be given up.
  private func left(in folder: String, _ version: Version) -> Int {
    func number(_ name: String) -> Int? {
      guard let text = Memory.contents(of: "\(root)\(folder)/\(name)") else { return nil }
      return text.split(separator: "\n").first.flatMap { Int($0) }
    }
    // `max` is no number.
    guard let limit = number(version.limit), limit < Self.unlimited,
      let usage = number(version.usage)
    else { return .max }
    return max(0, limit - max(0, usage - cached(in: folder, version)))
  }

  /// The pages of files, which the system takes back before it would kill.
  private func cached(in folder: String, _ version: Version) -> Int {
    guard let text = Memory.contents(of: "\(root)\(folder)/memory.stat") else { return 0 }
    var sum = 0
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, words[0].hasPrefix(version.prefix),
        Self.reclaimable.contains(words[0].dropFirst(version.prefix.count)),
        let bytes = Int(words[1])
      else { continue }
      sum += bytes
    }
    return sum
  }

  private static let reclaimable: [Substring] = ["active_file", "inactive_file"]

  /// The first version shows no limit as 2^63 less a page; no machine has the half of it.
  private static let unlimited = 1 << 62

  /// Returns the mount of a line of `mountinfo`, nil where it shows no groups with memory.
  ///
  /// proc(5): number, parent, device, root, mount point, options, any number of other fields, `-`,
  /// type, source, options of the file system.
  private static func mount(_ line: Substring) -> Mount? {
    let fields = line.split(separator: " ")
    guard fields.count > 6, let dash = fields.dropFirst(6).firstIndex(of: "-"),
      fields.count > dash + 3
    else { return nil }
    let version: Version
    switch fields[dash + 1] {
    case "cgroup2": version = .second
    case "cgroup" where fields[dash + 3].split(separator: ",").contains("memory"): version = .first
    default: return nil
    }
    return Mount(version: version, group: unescaped(fields[3]), point: unescaped(fields[4]))
  }

  /// Blanks, tabs, line feeds and backslashes of a path stand as three octal digits.
  private static func unescaped(_ path: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = path.utf8[...]
    while let byte = rest.popFirst() {
      let digits = String(Substring(rest.prefix(3)))
      guard byte == UInt8(ascii: "\\"), let code = UInt8(digits, radix: 8) else {
        bytes.append(byte)
        continue
      }
      bytes.append(code)
      rest = rest.dropFirst(3)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
