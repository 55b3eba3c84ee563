internal import Glibc

/// The groups of processes (cgroups) that this process is in, and the limits to their memory: what a
/// container has to do with.
///
/// A group that exceeds its limit is not refused the memory: the system kills a process of it. So the
/// limit has to be known before.
///
/// Which groups have a limit is looked up once, since most processes are in none that has, and a
/// question at each allocation should then cost nothing. A limit that is changed later counts, one that
/// is set later, or that of a group into which the process is moved later, does not.
struct MemoryGroups {
  /// The groups that have a limit.
  private let limited: [Group]

  /// Finds the groups of this process.
  ///
  /// - Parameter root: What stands before all paths; not empty in tests only.
  init(root: String = "") {
    let table = Memory.contents(of: root + "/proc/self/mountinfo") ?? ""
    let mounts = table.split(separator: "\n").compactMap { Mount(line: $0) }
    let groups = Memory.contents(of: root + "/proc/self/cgroup") ?? ""
    limited = groups.split(separator: "\n").flatMap { line -> [Group] in
      // Number, controllers, path; the second version has no controllers in its line.
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let version: Version
      switch fields[1].split(separator: ",") {
      case []: version = .second
      case let controllers where controllers.contains("memory"): version = .first
      default: return []
      }
      return mounts.filter { $0.version == version }.flatMap { mount in
        mount.folders(of: String(fields[2])).map { Group(folder: root + $0, version: version) }
      }
    }.filter { $0.limit != nil }
  }

  /// The bytes that the groups leave: the least of what the process's group and each group around it
  /// may still take; `Int.max` where no group has a limit.
  var available: Int { limited.map(\.left).min() ?? .max }
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

/// One group of processes, as its folder shows it.
private struct Group {
  let folder: String
  let version: Version

  /// The limit in bytes; nil where there is none.
  var limit: Int? {
    // `max` is no number. The first version shows no limit as 2^63 less a page; no machine has half
    // of that.
    number(version.limit).flatMap { $0 < 1 << 62 ? $0 : nil }
  }

  /// The limit less what is in use and cannot be given up.
  var left: Int {
    guard let limit, let usage = number(version.usage) else { return .max }
    return max(0, limit - max(0, usage - cached))
  }

  /// The pages of files, which the system takes back before it would kill.
  private var cached: Int {
    guard let text = Memory.contents(of: folder + "/memory.stat") else { return 0 }
    let names = ["active_file ", "inactive_file "].map { version.prefix + $0 }
    return text.split(separator: "\n").reduce(0) { sum, line in
      guard let name = names.first(where: line.hasPrefix) else { return sum }
      return sum + (Int(line.dropFirst(name.count)) ?? 0)
    }
  }

  private func number(_ name: String) -> Int? {
    guard let text = Memory.contents(of: folder + "/" + name) else { return nil }
    return text.split(separator: "\n").first.flatMap { Int($0) }
  }
}

/// A place where a system shows groups of processes.
private struct Mount {
  let version: Version

  /// The group that is seen at the mount point: a container may see its own part only.
  private let group: String

  private let point: String

  /// Reads a line of `mountinfo`; nil where it is no mount of groups that memory belongs to.
  ///
  /// proc(5): number, parent, device, root, mount point, options, any number of other fields, `-`,
  /// type, source, options of the file system.
  init?(line: Substring) {
    let fields = line.split(separator: " ")
    guard fields.count > 6, let dash = fields.dropFirst(6).firstIndex(of: "-"),
      fields.count > dash + 3
    else { return nil }
    switch fields[dash + 1] {
    case "cgroup2": version = .second
    case "cgroup" where fields[dash + 3].split(separator: ",").contains("memory"): version = .first
    default: return nil
    }
    group = Self.unescaped(fields[3])
    point = Self.unescaped(fields[4])
  }

  /// Returns the folders of a group and of those around it, as far up as they are seen here.
  func folders(of path: String) -> [String] {
    var names = path.split(separator: "/")
    let above = group.split(separator: "/")
    // A process may be told its group's path from outside, where all it sees is the group itself.
    names = names.starts(with: above) ? Array(names.dropFirst(above.count)) : []
    return names.reduce(into: [point]) { folders, name in
      folders.append((folders.last ?? point) + "/" + name)
    }
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
