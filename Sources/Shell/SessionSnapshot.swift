public import Language

/// What completion, help and the check for completeness need to know of a session at a moment.
///
/// It does not change and may go to any thread, so that a front end can answer questions while the
/// session works on its own thread.
public struct SessionSnapshot: Sendable {
  /// A variable, without its value: holding a tensor would force the session to copy it before the
  /// next change.
  public struct Variable: Sendable {
    /// The name.
    public let name: Name

    /// The kind with its article, such as `a tensor`.
    public let kind: String

    /// One short line about the value.
    public let summary: String

    /// The names of its fields, where it is a record.
    public let fields: [String]
  }

  /// What the session offers.
  public let catalog: Catalog

  /// The variables, in alphabetical order.
  public let variables: [Variable]

  /// The names of the fields of the last value, where it is a record.
  public let lastFields: [String]

  /// The full names of the parameters that exist.
  public let parameters: [String]

  /// The directory that `~` stands for, where there is one.
  public let home: String?

  /// Creates the snapshot of a session in which nothing has been done.
  public init(of catalog: Catalog) {
    self.init(catalog: catalog, variables: [], lastFields: [], parameters: [], home: nil)
  }

  init(
    catalog: Catalog,
    variables: [Variable],
    lastFields: [String],
    parameters: [String],
    home: String?
  ) {
    self.catalog = catalog
    self.variables = variables
    self.lastFields = lastFields
    self.parameters = parameters
    self.home = home
  }

  /// Returns what could stand at an offset, in code points, of a text.
  public func completion(of text: String, at offset: Int) -> Completion {
    Completer(snapshot: self).completion(of: text, at: offset)
  }

  /// Returns how the function or the command at an offset, in code points, of a text is used.
  public func usage(of text: String, at offset: Int) -> String? {
    Completer(snapshot: self).usage(of: text, at: offset)
  }
}

extension Session {
  /// The session at this moment; asked for on the session's own thread.
  public var snapshot: SessionSnapshot {
    SessionSnapshot(
      catalog: catalog,
      variables: variables.map { name, value in
        SessionSnapshot.Variable(
          name: name,
          kind: value.kindPhrase,
          summary: value.shortSummary,
          fields: value.fieldNames
        )
      },
      lastFields: lastValue.fieldNames,
      parameters: catalog.parameterNames(self),
      home: options.environment["HOME"]
    )
  }
}

extension Catalog {
  /// Returns whether a text can run as it is; any thread may ask.
  public func completeness(of text: String) -> Completeness {
    let source = SourceText(name: "<entry>", text)
    return switch Parser.parse(source, vocabulary: self, mode: .entry) {
    case .complete: .complete
    case .incomplete(let indent, _): .incomplete(indent: indent)
    case .invalid: .invalid
    }
  }
}

extension Value {
  /// The names of a record's fields; nothing for any other value.
  fileprivate var fieldNames: [String] {
    guard case .record(let record) = self else { return [] }
    return record.fields.map(\.name.text)
  }

  /// The summary, made without writing out a long string first.
  fileprivate var shortSummary: String {
    guard case .string(let text) = self, text.utf8.count > 200 else { return summary }
    return Value.string(String(text.prefix(60))).summary
  }
}
