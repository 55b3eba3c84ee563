internal import Glibc

/// The names of temporary files: `.NAME.PID.RANDOM.tmp`, so that those of the dead are known.
enum TemporaryName {
  /// The bytes of the target's name that a temporary one repeats; a name has at most 255.
  private static let stemLimit = 200

  /// Returns a new name for a target, terminated by zero.
  static func make(target: [CChar]) -> [CChar] {
    let random = String(UInt64.random(in: .min ... .max), radix: 16)
    return prefix(of: target) + "\(getpid()).\(random).tmp".utf8CString
  }

  /// Removes what processes that no longer run left for a target.
  static func sweep(directory: Int32, target: [CChar]) {
    // `fdopendir` takes its descriptor over, and its position is shared: open the directory anew.
    let listing = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard listing >= 0 else { return }
    guard let stream = fdopendir(listing) else {
      close(listing)
      return
    }
    defer { closedir(stream) }
    let prefix = prefix(of: target)
    while let entry = readdir(stream) {
      // SAFETY: the entry is valid until the next readdir, and the name ends with zero.
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
      }
      if let owner = owner(of: name, prefix: prefix), kill(owner, 0) != 0, errno == ESRCH {
        unlinkat(directory, name + [0], 0)
      }
    }
  }

  private static func prefix(of target: [CChar]) -> [CChar] {
    let dot = CChar(bitPattern: UInt8(ascii: "."))
    return [dot] + target.dropLast().prefix(stemLimit) + [dot]
  }

  private static func owner(of name: [CChar], prefix: [CChar]) -> pid_t? {
    guard name.starts(with: prefix) else { return nil }
    let rest = String(
      decoding: name.dropFirst(prefix.count).map(UInt8.init(bitPattern:)),
      as: UTF8.self
    )
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2] == "tmp", UInt64(parts[1], radix: 16) != nil,
      let owner = pid_t(parts[0]), owner > 0
    else { return nil }
    return owner
  }
}
