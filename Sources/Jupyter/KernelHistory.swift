internal import Files
internal import Glibc
internal import Synchronization

/// A cell of the history.
struct HistoryRow: Equatable, Sendable {
  /// The number of the kernel's start, from 1.
  var session: Int

  /// The cell's number in its session, from 1.
  var line: Int

  /// What was run.
  var input: String

  /// The text of its last value.
  var output: String?
}

/// The cells of this kernel and those before it.
///
/// The file has a line of JSON for each start, input and output; lines are only appended, whole
/// and under a lock, so that several kernels may share it. It is read when it is first needed.
/// Without a usable file the history lasts as long as the kernel. A class, because the session's
/// thread writes and others read.
final class KernelHistory: Sendable {
  private struct Content {
    var isLoaded = false
    var session = 1
    var rows: [HistoryRow] = []
  }

  /// How much of the end of the file is read, in bytes.
  private static let readLimit = 8 << 20

  /// The most rows that are kept.
  private static let rowLimit = 20_000

  private let path: FilePath?
  private let content = Mutex(Content())

  /// Creates the history in a file; nil for one that is not kept.
  init(path: FilePath?) { self.path = path }

  /// Keeps a cell.
  func store(input: String, line: Int) {
    content.withLock { content in
      load(&content)
      let row = HistoryRow(session: content.session, line: line, input: input)
      content.rows.append(row)
      if content.rows.count > Self.rowLimit { content.rows.removeFirst(Self.rowLimit / 10) }
      append([
        "session": .integer(row.session), "line": .integer(line), "input": .string(input),
      ])
    }
  }

  /// Keeps the result of the cell stored last.
  func store(output: String, line: Int) {
    content.withLock { content in
      guard let last = content.rows.indices.last, content.rows[last].line == line else { return }
      content.rows[last].output = output
      append([
        "session": .integer(content.session), "line": .integer(line), "output": .string(output),
      ])
    }
  }

  /// Returns the rows that a query asks for, oldest first.
  func rows(for query: HistoryQuery) -> [HistoryRow] {
    content.withLock { content in
      load(&content)
      return query.rows(of: content.rows, current: content.session)
    }
  }

  private func load(_ content: inout Content) {
    guard !content.isLoaded else { return }
    content.isLoaded = true
    guard let path else { return }
    do throws(FileError) {
      try PrivateDirectory.prepare(path.parent)
      let file = try JournalFile(path)
      var numbers = 0
      (content.rows, numbers) = Self.rows(of: try file.end(limit: Self.readLimit))
      content.session = numbers + 1
      try file.append(["session": .integer(content.session)])
    } catch {
      Log.write("the history is not kept: cannot \(error.action) '\(error.path)': \(error.reason)")
    }
  }

  private func append(_ record: JSON) {
    guard let path else { return }
    // What goes wrong was told when the file was first used.
    guard let file = try? JournalFile(path) else { return }
    try? file.append(record)
  }

  /// Returns the rows that lines of the file tell of, and the highest number of a session.
  private static func rows(of lines: [[UInt8]]) -> (rows: [HistoryRow], sessions: Int) {
    var rows: [HistoryRow] = []
    var places: [[Int]: Int] = [:]
    var sessions = 0
    for line in lines {
      guard let record = try? JSONReader.read(line, .lenient),
        let session = record["session"]?.integer,
        session > 0, session < Int.max
      else { continue }
      sessions = max(sessions, session)
      guard let number = record["line"]?.integer else { continue }
      if let input = record["input"]?.string {
        places[[session, number]] = rows.count
        rows.append(HistoryRow(session: session, line: number, input: input))
      } else if let output = record["output"]?.string, let place = places[[session, number]] {
        rows[place].output = output
      }
    }
    return (rows.suffix(rowLimit), sessions)
  }
}

/// A file of JSON lines of our own, open and locked.
private final class JournalFile {
  private let path: FilePath
  private let descriptor: Int32

  init(_ path: FilePath) throws(FileError) {
    self.path = path
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    descriptor = open(name, flags, 0o600)
    guard descriptor >= 0 else { throw FileError("write", path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid()
    else {
      throw FileError(action: "use", path: path.description, reason: "not a file of our own")
    }
    // An owner that has stopped must not hold the kernel up; one write is whole even so.
    let start = Clock.now
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0, Clock.milliseconds(since: start) < 300 {
      usleep(1_000)
    }
  }

  // Closing gives the lock back.
  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Returns the whole lines among the last bytes.
  func end(limit: Int) throws(FileError) -> [[UInt8]] {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let start = max(0, size - limit)
    var bytes = [UInt8](repeating: 0, count: max(0, size - start))
    let count = pread(descriptor, &bytes, bytes.count, off_t(start))
    guard count >= 0 else { throw FileError("read", path, code: errno) }
    let lines = bytes[..<count].split(separator: UInt8(ascii: "\n"))
    return lines.dropFirst(start > 0 ? 1 : 0).map(Array.init)
  }

  /// Appends a line.
  func append(_ record: JSON) throws(FileError) {
    var line = JSONWriter.compact(record) + [UInt8(ascii: "\n")]
    let size = lseek(descriptor, 0, SEEK_END)
    var last = UInt8(ascii: "\n")
    if size > 0 { pread(descriptor, &last, 1, size - 1) }
    // A writer that was killed may have left half a line, which must not take ours with it.
    if last != UInt8(ascii: "\n") { line.insert(UInt8(ascii: "\n"), at: 0) }
    let count = write(descriptor, line, line.count)
    guard count == line.count else {
      let code = count < 0 ? errno : ENOSPC
      if count > 0 { ftruncate(descriptor, size) }
      throw FileError("write", path, code: code)
    }
  }
}
