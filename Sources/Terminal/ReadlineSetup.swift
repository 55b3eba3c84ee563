// Readline's variables are plain C globals; only the main thread uses them.
@preconcurrency internal import CReadline
internal import Glibc

/// Readline's settings.
enum ReadlineSetup {
  /// Starts readline; the terminal is not touched yet.
  static func start(hasEscapeSequences: Bool) {
    setlocale(LC_CTYPE, "")
    rl_readline_name = text(readlineName)
    rl_catch_signals = 0
    rl_catch_sigwinch = 0
    // Our children are not to see LINES and COLUMNS of a window that may have changed.
    rl_change_environment = 0
    rl_attempted_completion_over = 1
    // The session gives candidates in the order to show them.
    rl_sort_completion_matches = 0
    rl_basic_word_break_characters = text(wordBreaks)
    rl_completer_word_break_characters = text(wordBreaks)
    rl_completer_quote_characters = text("")
    withLocale(initialize)
    // A question or a pager would wait for a key without attending to signals.
    rl_completion_query_items = 0
    rl_variable_bind("page-completions", "off")
    if !hasEscapeSequences { rl_variable_bind("enable-bracketed-paste", "off") }
  }

  /// Has readline edit UTF-8 whatever the environment says, because the language is UTF-8.
  ///
  /// Readline looks the locale up in the environment each time it begins with a line.
  static func withLocale(_ body: () -> Void) {
    let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
    guard codeset != "UTF-8" || isChosen else { return body() }
    setlocale(LC_CTYPE, unicodeLocale)
    with("LC_ALL", as: unicodeLocale, body)
  }

  /// The name by which an inputrc tells programs apart.
  private static let readlineName: StaticString = "aerepl"

  /// What ends a word for readline: only blanks, since the session knows where words begin.
  private static let wordBreaks: StaticString = " \t\n"
}

extension ReadlineSetup {
  /// Returns a C string that is never freed.
  private static func text(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// Whether the locale in force is one that the environment does not ask for.
  private static var isChosen: Bool {
    setlocale(LC_CTYPE, nil).map { String(cString: $0) } == unicodeLocale
  }

  /// A locale that the C library has built in.
  private static let unicodeLocale = "C.UTF-8"

  /// Calls `body` while an environment variable has another value, which no child sees.
  private static func with(_ name: String, as value: String, _ body: () -> Void) {
    let old = getenv(name).map { String(cString: $0) }
    setenv(name, value, 1)
    body()
    if let old { setenv(name, old, 1) } else { unsetenv(name) }
  }

  /// Reads the user's inputrc.
  ///
  /// Readline would wait for a pipe in its place, and print lines that it does not understand,
  /// which may be anything: a file that is none is passed over, and complaints are not shown.
  private static func initialize() {
    let variable = getenv("INPUTRC").map { String(cString: $0) }
    let home = getenv("HOME").map { String(cString: $0) + "/.inputrc" }
    if let path = variable ?? home, exists(path), !isRegularFile(path) {
      with("INPUTRC", as: "/dev/null") { silently { rl_initialize() } }
    } else {
      silently { rl_initialize() }
    }
  }

  private static func silently(_ body: () -> Int32) {
    let saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    if saved >= 0, null >= 0 { dup2(null, STDERR_FILENO) }
    _ = body()
    fflush(nil)
    if saved >= 0, null >= 0 { dup2(saved, STDERR_FILENO) }
    close(saved)
    close(null)
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
