internal import Files

/// A part of a script that begins with a line `#%%`; the first may begin without.
struct Segment: Equatable {
  /// The first line, without its newline; nil where the script does not begin with one.
  var header: String?

  /// The rest, with the newline of every line.
  var body: String

  /// Whether nothing follows.
  var isLast = false

  /// The whole text.
  var text: String { header.map { $0 + "\n" + body } ?? body }

  /// The body without the newline of its last line, and without the empty line that separates it
  /// from what follows.
  var content: String {
    var lines = Array(body.utf8)
    if !isLast, lines == Self.newline || lines.ends(with: Self.newline + Self.newline) {
      lines.removeLast()
    }
    if lines.ends(with: Self.newline) { lines.removeLast() }
    return String(decoding: lines, as: UTF8.self)
  }

  private static let newline = [UInt8(ascii: "\n")]

  /// Creates a segment with a text as its content; an empty line is to follow it.
  init(header: String, content: String) {
    self.header = header
    body = content.isEmpty ? "" : content + "\n"
  }

  /// Creates a segment that holds JSON as comments.
  ///
  /// Lines are cut at about a hundred code points, since those of a script may not be of any
  /// length, and never behind a blank, which editors remove at the end of a line.
  init(data: JSON, header: String) {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    for scalar in String(decoding: JSONWriter.compact(data), as: UTF8.self).unicodeScalars {
      line.append(scalar)
      if line.count >= Self.lineLength, !scalar.properties.isWhitespace {
        lines.append("# " + String(line))
        line.removeAll()
      }
    }
    if !line.isEmpty { lines.append("# " + String(line)) }
    self.init(header: header, content: lines.joined(separator: "\n"))
  }

  /// Creates a segment whose text is known.
  init(header: String?, body: String, isLast: Bool) {
    self.header = header
    self.body = body
    self.isLast = isLast
  }

  private static let lineLength = 96

  /// The JSON object that the comments of a segment hold, or nil.
  var data: JSON? {
    var bytes: [UInt8] = []
    for line in content.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      guard line.starts(with: "# ".utf8) else { return nil }
      bytes += line.dropFirst(2)
    }
    guard let data = try? JSONReader.read(bytes, .faithful), data.object != nil else {
      return nil
    }
    return data
  }

  /// Returns the text of a script: an empty line stands between two segments.
  static func text(of segments: [Segment]) -> [UInt8] {
    var text = ""
    for (index, segment) in segments.enumerated() {
      text += segment.text
      guard index + 1 < segments.count else { break }
      // A segment that was split off a script brings the empty line, or none, itself.
      if !segment.isExact || text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
    }
    return Array(text.utf8)
  }

  /// Whether the body is as it was found.
  var isExact = false

  /// Returns the segments of a script; their texts together are the script.
  static func split(_ script: [UInt8]) -> [Segment] {
    var segments: [Segment] = []
    var header: String?
    var body: [UInt8] = []
    var rest = script[...]
    func close(isLast: Bool) {
      guard header != nil || !body.isEmpty else { return }
      let text = String(decoding: body, as: UTF8.self)
      segments.append(Segment(header: header, body: text, isLast: isLast))
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      let hasNewline = end < rest.endIndex
      if line.starts(with: "#%%".utf8) {
        close(isLast: false)
        guard hasNewline else { return segments + [Segment(unterminated: line)] }
        header = String(decoding: line, as: UTF8.self)
        body = []
      } else {
        body += rest[..<(hasNewline ? end + 1 : end)]
      }
      rest = rest[(hasNewline ? end + 1 : end)...]
    }
    close(isLast: true)
    return segments
  }

  /// Creates the segment of a header that is the end of a script.
  private init(unterminated line: ArraySlice<UInt8>) {
    header = nil
    body = String(decoding: line, as: UTF8.self)
    isLast = true
  }
}

extension [UInt8] {
  fileprivate func ends(with suffix: [UInt8]) -> Bool { self.suffix(suffix.count) == suffix[...] }
}
