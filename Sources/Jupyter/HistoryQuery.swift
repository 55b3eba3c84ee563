package import Files

/// What a client wants of the history.
package enum HistoryQuery: Equatable, Sendable {
  /// The last cells.
  case tail(count: Int)
  /// The cells of one session, from a number up to, not including, another.
  case range(session: Int, start: Int, stop: Int?)
  /// The last cells whose whole text matches a pattern of `*` and `?`.
  case search(pattern: String, count: Int?, unique: Bool)

  /// Creates the query of a request, or returns nil where it asks for nothing that exists.
  package init?(_ content: JSON) {
    let count = content["n"]?.integer.map { max($0, 0) }
    switch content["hist_access_type"]?.string {
    case "tail": self = .tail(count: count ?? 10)
    case "range":
      self = .range(
        session: content["session"]?.integer ?? 0,
        start: content["start"]?.integer ?? 1,
        stop: content["stop"]?.integer
      )
    case "search":
      self = .search(
        pattern: content["pattern"]?.string ?? "*",
        count: count,
        unique: content["unique"]?.bool ?? false
      )
    default: return nil
    }
  }

  /// Returns the rows that are asked for, oldest first; `current` is the session that runs.
  func rows(of rows: [HistoryRow], current: Int) -> [HistoryRow] {
    switch self {
    case .tail(let count): return rows.suffix(count)
    case .range(let session, let start, let stop):
      // 0 is the session that runs, and negative numbers count back from it.
      let (wanted, overflow) = current.addingReportingOverflow(session)
      let number = session > 0 ? session : overflow ? 0 : wanted
      return rows.filter { $0.session == number && $0.line >= start && $0.line < stop ?? Int.max }
    case .search(let pattern, let count, let unique):
      let pattern = GlobPattern(pattern)
      var found = rows.filter { pattern.matches($0.input) }
      if unique {
        var seen: Set<[UInt8]> = []
        found = found.reversed().filter { seen.insert(Array($0.input.utf8)).inserted }.reversed()
      }
      return count.map { found.suffix($0) } ?? found
    }
  }
}

/// A pattern in which `*` stands for any text and `?` for one code point.
struct GlobPattern {
  private let parts: [Unicode.Scalar]

  init(_ pattern: String) {
    var parts: [Unicode.Scalar] = []
    // Several stars in a row mean what one means.
    for scalar in pattern.unicodeScalars where scalar != "*" || parts.last != "*" {
      parts.append(scalar)
    }
    self.parts = parts
  }

  /// Returns whether the pattern is the whole of a text.
  ///
  /// Of several stars only the last one met is ever moved: what the ones before it matched can
  /// stay, so that the time is bounded by the product of the lengths.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (place, part) = (0, 0)
    var retry: (part: Int, place: Int)?
    while place < scalars.count {
      if part < parts.count, parts[part] == "*" {
        retry = (part + 1, place)
        part += 1
      } else if part < parts.count, parts[part] == "?" || parts[part] == scalars[place] {
        (place, part) = (place + 1, part + 1)
      } else if let last = retry {
        (part, place) = (last.part, last.place + 1)
        retry = (part, place)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == "*" }
  }
}
