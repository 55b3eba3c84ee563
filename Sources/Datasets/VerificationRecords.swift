public import Files

/// Which plain files were verified already, so that they need not be hashed again as long as inode,
/// size and times stay the same.
///
/// It is a small text file in the cache. What cannot be read or written counts as empty: then files
/// are hashed as if there were no records.
public struct VerificationRecords: Sendable {
  /// A file that was verified.
  struct Record: Hashable, Sendable {
    /// The file, as it was when it was read.
    let identity: FileIdentity
    /// The published digest that its contents have.
    let published: String
    /// The SHA-256 of its contents.
    let sha256: String

    var line: String {
      (identity.numbers.map(String.init) + [published, sha256]).joined(separator: " ")
    }

    init(identity: FileIdentity, published: String, sha256: String) {
      self.identity = identity
      self.published = published
      self.sha256 = sha256
    }

    init?(line: Substring) {
      let words = line.split(separator: " ")
      guard words.count == 7,
        let identity = FileIdentity(numbers: words.prefix(5).compactMap { Int($0) })
      else { return nil }
      self.init(identity: identity, published: String(words[5]), sha256: String(words[6]))
    }
  }

  /// More records than this are surely of files long gone.
  private static let limit = 64
  private static let heading = "aerepl verified files 1"

  private let directory: FilePath
  private let path: FilePath
  let records: [Record]

  /// Reads the records of a cache.
  public init(in cache: FilePath) {
    directory = cache
    path = cache.appending("verified")
    let bytes = (try? FileReader.read(path, limit: 1 << 16)) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    records = lines.first == Self.heading[...] ? lines.dropFirst().compactMap(Record.init) : []
  }

  /// Returns the SHA-256 of a file that was verified against a published digest, or nil.
  func sha256(of identity: FileIdentity, verifiedAs published: String) -> String? {
    records.first { $0.identity == identity && $0.published == published }?.sha256
  }

  /// Adds files to the records.
  func add(_ new: [Record]) {
    guard !new.isEmpty else { return }
    let all = (records.filter { !new.contains($0) } + new).suffix(Self.limit)
    let text = ([Self.heading] + all.map(\.line)).joined(separator: "\n") + "\n"
    // Without the records the next load hashes again, which is all that is lost.
    try? PrivateDirectory.prepare(directory)
    try? AtomicFile.write(Array(text.utf8), to: path)
  }
}
