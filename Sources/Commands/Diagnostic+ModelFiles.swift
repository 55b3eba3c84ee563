internal import Files
internal import Language
internal import Networks

extension Diagnostic {
  /// Runs `body` and tells what is wrong with a model file or a checkpoint in words.
  static func translating<R>(
    file name: String,
    _ body: () throws(ModelFileError) -> R
  ) throws(Diagnostic) -> R {
    do throws(ModelFileError) { return try body() } catch { throw Diagnostic(file: name, error) }
  }

  /// Creates the words for what is wrong with a model file or a checkpoint.
  init(file name: String, _ error: ModelFileError) {
    switch error {
    case .format(let fault): self.init(.data, "'\(name)': \(Self.text(fault))")
    case .newer(let version):
      self.init(.data, "'\(name)' was made by a newer aerepl, in version \(version) of the format")
    case .unsealed(let digest): self.init(.data, "'\(name)' has no sound digest '\(digest)'")
    case .damaged(let part):
      self.init(.data, "'\(name)' is damaged: its \(part.rawValue) is not what was written")
    case .wrongContent(let found, let expected): self.init(file: name, found, expected)
    case .setting(let entry): self.init(.data, "'\(name)': the entry '\(entry)' makes no sense")
    case .tensors(let missing, let surplus):
      let parts = [Self.list("it lacks", missing), Self.list("it has besides", surplus)]
      self.init(
        .data,
        "'\(name)' is of another model: " + parts.compactMap(\.self).joined(separator: "; ")
      )
    case .shape(let tensor, let expected, let found):
      self.init(
        .shape,
        "'\(name)' is of another model: '\(tensor)' has the shape \(found) instead of \(expected)"
      )
    case .elementType(let tensor, let found):
      self.init(.data, "'\(name)': '\(tensor)' has elements of type '\(found)' instead of 'F32'")
    case .notFinite(let tensor, let count):
      self.init(
        .numeric,
        "'\(name)': \(count) of the numbers of '\(tensor)' are not finite",
        hint: "'load \(name) nonfinite=true' takes them all the same"
      )
    }
  }

  /// Creates the words for a snapshot that does not belong where it should go.
  init(file name: String, _ error: SnapshotError) {
    switch error {
    case .progress: self.init(.data, "'\(name)' tells of a place that training cannot be at")
    case .architecture, .missing, .surplus, .shape:
      self.init(.data, "'\(name)' is of another model")
    }
  }

  private init(file name: String, _ found: String, _ expected: String) {
    switch found {
    case "checkpoint":
      self.init(.data, "'\(name)' is a checkpoint", hint: "'resume \(name)' goes on from it")
    case "model":
      self.init(.data, "'\(name)' holds weights only", hint: "'load \(name)' takes them")
    default: self.init(.data, "'\(name)' holds \(found), and is no \(expected) of aerepl")
    }
  }

  /// Returns some of the names behind a few words, or nil where there are none.
  private static func list(_ words: String, _ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(4).map { "'\($0.prefix(64))'" }.joined(separator: ", ")
    return "\(words) \(shown)" + (names.count > 4 ? " and \(names.count - 4) more" : "")
  }

  private static func text(_ fault: SafetensorsFault) -> String {
    switch fault {
    case .tooShort(let bytes): "\(bytes) bytes are too few for a safetensors file"
    case .headerTooLong(let bytes, let limit):
      "a safetensors header of \(bytes) bytes is more than the \(limit) that are read"
    case .headerPastEnd(let bytes, let available):
      "the safetensors header should have \(bytes) bytes, there are \(available)"
    case .otherFormat(let format): "not a safetensors file but \(format)"
    case .notJSON(let fault):
      "the safetensors header is wrong at byte \(fault.offset + 8): \(text(fault.reason))"
    case .notObject: "the safetensors header is no JSON object"
    case .metadata: "the safetensors metadata are not texts by name"
    case .tooManyTensors(let count, let limit): "\(count) tensors are more than \(limit)"
    case .tensor(let name, let fault): "tensor '\(name.prefix(64))' \(text(fault))"
    case .wrongLength(let expected, let found):
      "the tensors end at byte \(expected), the file at byte \(found)"
    }
  }

  private static func text(_ fault: SafetensorsFault.TensorFault) -> String {
    switch fault {
    case .name: "has no name of 1 to 256 bytes"
    case .description: "lacks a sound dtype, shape or data_offsets"
    case .elementType(let type): "has elements of the unknown type '\(type.prefix(32))'"
    case .shape(let shape): "has a shape that cannot be counted: \(shape.prefix(8))"
    case .size(let expected, let found): "should have \(expected) bytes, and has \(found)"
    case .backwards: "has offsets that run backwards"
    case .place(let expected, let found): "begins at offset \(found) instead of \(expected)"
    }
  }

  private static func text(_ reason: JSONFault.Reason) -> String {
    switch reason {
    case .endsEarly: "it ends early"
    case .unexpected: "that is no JSON"
    case .followed: "something follows the value"
    case .notUTF8: "a string is not UTF-8"
    case .control: "a string has a control character"
    case .escape: "there is no such escape"
    case .number: "that is no number"
    case .depth: "it is nested too deeply"
    case .duplicate: "the name was there before"
    }
  }
}
