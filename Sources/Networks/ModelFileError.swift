public import Tensors

/// Why a file is not the model file or the checkpoint that it should be.
public enum ModelFileError: Error, Equatable, Sendable {
  /// The part of a file that was changed.
  public enum Part: String, Sendable {
    case header, data
  }

  /// It is no safetensors file.
  case format(SafetensorsFault)
  /// A later version of the format wrote it.
  case newer(version: String)
  /// The digest of that name is missing or misplaced.
  case unsealed(String)
  /// A part is not what was written.
  case damaged(Part)
  /// It holds something else: `model`, `checkpoint` or, where it is somebody else's, `tensors`.
  case wrongContent(found: String, expected: String)
  /// An entry of the metadata is missing, or is not what it should be.
  case setting(String)
  /// The tensors are not those of the network.
  case tensors(missing: [String], surplus: [String])
  /// A tensor has another shape.
  case shape(String, expected: Shape, found: Shape)
  /// A tensor has elements of another type than `F32`.
  case elementType(String, found: String)
  /// A tensor has elements that are not finite; that many.
  case notFinite(String, count: Int)
}
