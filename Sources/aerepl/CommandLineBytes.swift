internal import Glibc

/// The words of the command line as the system gave them, which need not be text.
enum CommandLineBytes {
  /// Returns the bytes of the path that a word stands for.
  ///
  /// In a word what is no UTF-8 has been replaced; its bytes are those of the last argument that
  /// reads so.
  static func path(_ word: String) -> [UInt8] {
    for index in (1..<max(1, StartArguments.count)).reversed() {
      // SAFETY: argv has argc entries, each of which ends with a zero.
      guard let argument = StartArguments.pointer(at: index) else { continue }
      guard String(cString: argument).utf8.elementsEqual(word.utf8) else { continue }
      let bytes = UnsafeBufferPointer(start: argument, count: strlen(argument))
      return bytes.map { UInt8(bitPattern: $0) }
    }
    return Array(word.utf8)
  }
}
