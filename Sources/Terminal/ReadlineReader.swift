// Readline's variables are plain C globals; only the main thread uses them.
@preconcurrency internal import CReadline
public import Files
internal import Glibc
internal import Language
public import Shell

/// Reads lines by GNU readline, whose callback interface leaves signals and waiting to us.
///
/// Readline exists once in a process and passes its callbacks nothing of ours; therefore at most one
/// reader is in use at a time, on the main thread. It is a class because it is that one.
public final class ReadlineReader: LineReader {
  /// What the reader needs to know of its surroundings.
  public struct Services {
    /// Returns what could stand at an offset, in code points, of a text.
    public var completion: (String, Int) -> Completion

    /// Returns how the command or function at an offset, in code points, of a text is used.
    public var usage: (String, Int) -> String?

    /// Tells the user that the history cannot be used; called at most once.
    public var warn: (FileError) -> Void

    /// Takes what was typed while somebody else read from the terminal.
    var kept: () -> TerminalProbe.Kept

    /// Creates services from closures.
    init(
      completion: @escaping (String, Int) -> Completion,
      usage: @escaping (String, Int) -> String?,
      warn: @escaping (FileError) -> Void,
      kept: @escaping () -> TerminalProbe.Kept
    ) {
      self.completion = completion
      self.usage = usage
      self.warn = warn
      self.kept = kept
    }
  }

  // SAFETY: written and read by the main thread alone, as all of readline.
  nonisolated(unsafe) private static var current: ReadlineReader?

  private let signals: SignalWatch
  private let services: Services
  private var history: HistoryFile?
  private var before: [UInt8] = []
  private var delivered: LineInput?
  private var typedAhead: [UInt8] = []
  private var candidates: [Completion.Candidate] = []

  /// The text and the place at which Tab was pressed last, if there was nothing to complete.
  private var vainRequest: (String, Int)?

  /// Creates the reader and reads the history; nil for no history.
  public init(
    signals: SignalWatch,
    history: HistoryFile?,
    hasEscapeSequences: Bool,
    services: Services
  ) {
    self.signals = signals
    self.history = history
    self.services = services
    ReadlineSetup.start(hasEscapeSequences: hasEscapeSequences)
    rl_getc_function = { _ in ReadlineReader.current?.nextByte() ?? EOF }
    rl_prep_term_function = { meta in ReadlineReader.current?.takeTerminal(meta) }
    rl_attempted_completion_function = { _, start, _ in
      ReadlineReader.current?.matches(from: Int(start))
    }
    rl_completion_display_matches_hook = { _, _, _ in
      ReadlineReader.current?.showCandidates()
    }
    for name in ["emacs", "vi-insert"] {
      let keys = rl_get_keymap_by_name(name)
      rl_bind_keyseq_in_map("\\e[200~", { _, _ in ReadlineReader.current?.paste() ?? 0 }, keys)
    }
    readHistory()
  }

  /// Asks for a line.
  public func read(prompt: String, before: [UInt8]) -> LineInput {
    Self.current = self
    defer { Self.current = nil }
    self.before = before
    delivered = nil
    let kept = services.kept()
    if kept.expectsAnswers { LateAnswers.ignore() }
    typedAhead += kept.typed
    ReadlineSetup.withLocale {
      rl_callback_handler_install(prompt) { line in ReadlineReader.current?.deliver(line) }
    }
    while true {
      while delivered == nil, !typedAhead.isEmpty { rl_callback_read_char() }
      if let delivered { return delivered }
      let ready = Poll.readable([STDIN_FILENO, signals.descriptor], timeout: -1)
      while let signal = signals.next() {
        if let input = take(signal) { return input }
      }
      if ready.contains(STDIN_FILENO) { rl_callback_read_char() }
    }
  }

  /// Keeps an entry in the list that the arrow keys walk through and in the history file.
  public func remember(_ entry: [UInt8]) {
    guard !entry.contains(0) else { return }
    Self.add(entry)
    guard let history else { return }
    do { try history.append(entry) } catch { giveUpHistory(error) }
  }

  /// Asks for a line that is no entry: nothing is completed, and the arrow keys find nothing.
  public func ask(_ prompt: String) -> LineInput {
    let completion = rl_attempted_completion_function
    let entries = history_get_history_state()
    var none = HISTORY_STATE()
    rl_attempted_completion_function = { _, _, _ in nil }
    history_set_history_state(&none)
    defer {
      rl_attempted_completion_function = completion
      history_set_history_state(entries)
      free(entries)
    }
    return read(prompt: prompt, before: [])
  }

  /// Has readline take the terminal, and takes what was typed before: what comes later may be a paste,
  /// which has its own reader.
  private func takeTerminal(_ meta: Int32) {
    typedAhead += TypedAhead.take()
    rl_prep_terminal(meta)
    typedAhead += TypedAhead.takeRest()
  }

  private func readHistory() {
    guard let history else { return }
    do {
      stifle_history(Int32(HistoryFile.entryLimit))
      for entry in try history.entries() { Self.add(entry) }
    } catch {
      giveUpHistory(error)
    }
  }

  private func giveUpHistory(_ error: FileError) {
    history = nil
    services.warn(error)
  }

  private static func add(_ entry: [UInt8]) {
    add_history((entry + [0]).map { CChar(bitPattern: $0) })
  }

  /// Takes over the line that readline has read; nil means the end of the input.
  private func deliver(_ line: UnsafeMutablePointer<CChar>?) {
    // Before anything is printed, else a second prompt appears.
    rl_callback_handler_remove()
    guard let line else {
      // Where it ends bracketed paste readline also ends the line, and would do so ever after.
      let value = rl_variable_value("enable-bracketed-paste").map { String(cString: $0) }
      if value != "on" {
        rl_crlf()
        fflush(nil)
      }
      rl_eof_found = 0
      delivered = .endOfInput
      return
    }
    let bytes = UnsafeBufferPointer(start: line, count: strlen(line))
    delivered = .line(bytes.map { UInt8(bitPattern: $0) })
    free(line)
  }

  private func take(_ signal: Int32) -> LineInput? {
    switch signal {
    case SIGINT:
      rl_callback_sigcleanup()
      rl_free_line_state()
      rl_replace_line("", 0)
      rl_crlf()
      rl_callback_handler_remove()
      return .interrupted
    case SIGTERM, SIGHUP, SIGQUIT:
      rl_free_line_state()
      rl_callback_handler_remove()
      return .signal(signal)
    case SIGTSTP:
      rl_deprep_terminal()
      signals.stopProcess()
      resume()
    case SIGCONT: resume()
    case SIGWINCH: rl_resize_terminal()
    default: break
    }
    return nil
  }

  /// Takes the terminal again, whose modes the shell has changed meanwhile.
  private func resume() {
    rl_deprep_terminal()
    rl_prep_terminal(1)
    rl_resize_terminal()
    rl_forced_update_display()
  }

  /// Returns the next byte that was typed.
  ///
  /// Readline also calls this in the middle of a sequence, where it would wait through any signal;
  /// the end of the input makes it return to the loop that takes signals.
  private func nextByte() -> Int32 {
    if !typedAhead.isEmpty { return Int32(typedAhead.removeFirst()) }
    while true {
      let ready = Poll.readable([STDIN_FILENO, signals.descriptor], timeout: -1)
      guard ready.contains(STDIN_FILENO) else { return EOF }
      var byte: UInt8 = 0
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count == 1 { return Int32(byte) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      awaitHangUp()
      return EOF
    }
  }

  /// Inserts what is being pasted; called by readline for the sequence that announces it.
  private func paste() -> Int32 {
    let reader = PasteReader(limit: InteractiveLoop.limit) { timeout in
      let ready = Poll.readable([STDIN_FILENO, self.signals.descriptor], timeout: timeout)
      guard ready.contains(STDIN_FILENO) else { return nil }
      var block = [UInt8](repeating: 0, count: 1 << 16)
      let count = Glibc.read(STDIN_FILENO, &block, block.count)
      return count > 0 ? Array(block[..<count]) : nil
    }
    guard let paste = reader.read() else { return 1 }
    typedAhead += paste.rest
    // A zero byte would cut the text; as this character it is an error in its place.
    let text = paste.text.flatMap { $0 == 0 ? Array("\u{FFFD}".utf8) : [$0] }
    rl_insert_text((text + [0]).map { CChar(bitPattern: $0) })
    return 0
  }

  /// Gives the signal that tells of a lost terminal the time to arrive, so that it decides.
  private func awaitHangUp() {
    guard isatty(STDIN_FILENO) == 0 else { return }
    _ = Poll.readable([signals.descriptor], timeout: 100)
  }

  private func matches(
    from start: Int
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    let line = UnsafeBufferPointer(start: rl_line_buffer, count: Int(rl_end))
    let request = CompletionRequest(
      before: before,
      line: line.map { UInt8(bitPattern: $0) },
      point: Int(rl_point),
      start: start
    )
    let found = request.matches(in: services.completion(request.text, request.offset))
    candidates = found.candidates
    let isSecondPress = vainRequest.map { $0 == (request.text, request.offset) } ?? false
    vainRequest = found.words.isEmpty ? (request.text, request.offset) : nil
    if isSecondPress, let usage = services.usage(request.text, request.offset) {
      showBelow(TerminalText.escaped(usage, keepingNewlines: true))
    }
    rl_completion_append_character = found.suffix.map(Int32.init) ?? 0
    return Self.list(found.words)
  }

  private func showCandidates() {
    var (rows, columns): (Int32, Int32) = (0, 0)
    rl_get_screen_size(&rows, &columns)
    showBelow(CompletionList(candidates).text(width: max(Int(columns) - 1, 1)))
  }

  /// Writes lines below what is being typed, which then appears again below them.
  private func showBelow(_ lines: String) {
    rl_crlf()
    fputs(lines, rl_outstream)
    rl_on_new_line()
    rl_redisplay()
  }

  /// Returns readline's form of a list of matches, which it frees: the common beginning first.
  private static func list(
    _ words: [[UInt8]]
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard !words.isEmpty else { return nil }
    let size = (words.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
    guard let memory = malloc(size) else { return nil }
    // SAFETY: the memory is fresh and large enough for the words and a last nil.
    let list = memory.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: words.count + 1)
    for (index, word) in words.enumerated() {
      list[index] = strdup((word + [0]).map { CChar(bitPattern: $0) })
    }
    list[words.count] = nil
    return list
  }
}
