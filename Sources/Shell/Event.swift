public import Language

/// Something for the user to see; everything that leaves a session is one of these, in order.
///
/// A front end renders each in its own way. There is no `default` in a switch over `Event`, so that
/// a new case is taught to every front end.
public enum Event: Sendable {
  /// Text as it is; it brings its own line endings.
  case text(String, TextStream)
  /// The value of an expression statement, printed as the language prints values.
  case value(String)
  /// Rows and columns.
  case table(Table)
  /// How far a long command has come; a later one with the same identifier replaces it.
  case progress(Progress)
  /// A picture.
  case image(Image)
  /// A long text to page through, such as help.
  case page(String)
  /// The output so far is to be wiped.
  case clear
  /// What went wrong, or a warning.
  case diagnostic(Diagnostic)
}

/// Where text goes.
public enum TextStream: Sendable, Equatable {
  case output, error
}

/// Rows under column titles.
public struct Table: Sendable, Equatable {
  /// How a column's cells are set.
  public enum Alignment: Sendable, Equatable {
    case left, right
  }

  /// A column's title and setting.
  public struct Column: Sendable, Equatable {
    /// The title.
    public var title: String

    /// How the cells are set.
    public var alignment: Alignment

    /// Creates a column.
    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// The columns, from left to right.
  public var columns: [Column]

  /// The cells, row by row; each row has a cell for every column.
  public var rows: [[String]]

  /// A line below the table; empty for none.
  public var footer: String

  /// Creates a table.
  public init(columns: [Column], rows: [[String]], footer: String = "") {
    self.columns = columns
    self.rows = rows
    self.footer = footer
  }
}

/// How far a long command has come.
///
/// A command reports as often as it likes; a front end shows as much as its reader can use. A
/// front end that shows no running display ignores all of it: what must not be missed is text.
public struct Progress: Sendable, Equatable {
  /// The same for all reports of one activity, and for no other activity of the session.
  public var identifier: Int

  /// What is going on, such as `epoch 3/20` or `downloading train-images`.
  public var title: String

  /// What is done so far, in the activity's own unit.
  public var completed: Int

  /// What there is to do, or nil where nobody knows.
  public var total: Int?

  /// The unit of `completed`, such as `batch` or `byte`.
  public var unit: String

  /// Figures that change, such as `loss 0.1432` and `61000 samples/s`, in the order to show them.
  public var figures: [String]

  /// The seconds that the rest takes, where they can be told.
  public var secondsLeft: Double?

  /// Whether the activity is over, so that its display goes away.
  public var isFinished: Bool

  /// Creates a report.
  public init(
    identifier: Int,
    title: String,
    completed: Int,
    total: Int?,
    unit: String,
    figures: [String] = [],
    secondsLeft: Double? = nil,
    isFinished: Bool = false
  ) {
    self.identifier = identifier
    self.title = title
    self.completed = completed
    self.total = total
    self.unit = unit
    self.figures = figures
    self.secondsLeft = secondsLeft
    self.isFinished = isFinished
  }
}
