public import Files

/// Why bytes are no safetensors file.
public enum SafetensorsFault: Error, Equatable, Sendable {
  /// There are fewer bytes than the header's length takes.
  case tooShort(bytes: Int)
  /// The header is said to have more bytes than are allowed.
  case headerTooLong(bytes: UInt64, limit: Int)
  /// The header is said to have more bytes than the file.
  case headerPastEnd(bytes: Int, available: Int)
  /// The file is of another format, which is named.
  case otherFormat(String)
  /// The header is no JSON.
  case notJSON(JSONFault)
  /// The header is no JSON object.
  case notObject
  /// The metadata are not texts by name.
  case metadata
  /// There are more tensors than are allowed.
  case tooManyTensors(Int, limit: Int)
  /// The description of a tensor is wrong.
  case tensor(String, TensorFault)
  /// The tensors leave bytes at the end, or the file ends before they do.
  case wrongLength(expected: Int, found: Int)

  /// What is wrong with the description of a tensor.
  public enum TensorFault: Error, Hashable, Sendable {
    /// The name is empty, or longer than 256 bytes.
    case name
    /// An element type, a shape or offsets are missing, or no such things.
    case description
    /// The element type is unknown.
    case elementType(String)
    /// The shape has more elements than can be counted.
    case shape([Int])
    /// The offsets are not as many bytes apart as the shape takes.
    case size(expected: Int, found: Int)
    /// The offsets run backwards.
    case backwards
    /// The tensor does not begin where the one before it ends.
    case place(expected: Int, found: Int)
  }
}
