extension SourceText {
  /// Returns what is wrong with the bytes of the text, at the first bad byte.
  func byteFault() -> Diagnostic? {
    var offset = 0
    var lineStart = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == 10 || byte == 13 {
        lineStart = offset + 1
      } else if offset - lineStart >= Limits.lineLength {
        return Diagnostic(
          .limit,
          "a line has more than \(Limits.lineLength) bytes",
          at: SourceRange(lineStart, lineStart),
          in: self
        )
      }
      if byte == 0 {
        return fault("a script cannot contain a NUL byte", at: offset, length: 1)
      }
      guard byte >= 0x80 else {
        offset += 1
        continue
      }
      guard let decoded = UTF8Scalar(at: offset, in: bytes) else {
        let hex = String(byte, radix: 16)
        return fault("the text is not valid UTF-8: byte 0x\(hex)", at: offset, length: 1)
      }
      if decoded.scalar.overridesDirection {
        let hex = String(decoded.scalar.value, radix: 16)
        let message = "the text contains U+\(hex.uppercased()), which changes its direction"
        return fault(message, at: offset, length: decoded.length)
      }
      offset += decoded.length
    }
    return nil
  }

  private func fault(_ message: String, at offset: Int, length: Int) -> Diagnostic {
    Diagnostic(.syntax, message, at: SourceRange(offset, offset + length), in: self)
  }
}
