public import Files

/// The contents of a safetensors file: named tensors, and texts about them.
///
/// All rules of the format are checked (github.com/huggingface/safetensors, its README): the length
/// of the header in eight bytes, the header in JSON, and the tensors' bytes, row-major and
/// little-endian, which follow each other without gap or overlap up to the end of the file. The
/// header's names must be unique, which the format demands and most readers do not check. Blanks
/// before the header's brace are let pass, as the reference library does.
public struct SafetensorsFile: Sendable {
  /// The longest header that is read, in bytes; the format allows 100,000,000.
  public static let headerLimit = 1 << 20

  /// The most tensors that are read.
  public static let tensorLimit = 4_096

  /// A tensor as the header describes it.
  public struct Entry: Equatable, Sendable {
    /// The name.
    public let name: String

    /// The type of the elements.
    public let element: SafetensorsElement

    /// The extents, outermost first.
    public let shape: [Int]

    /// Where its bytes lie in `contents`.
    let range: Range<Int>
  }

  /// The tensors, in the order of their bytes.
  public let entries: [Entry]

  /// The texts of `__metadata__`.
  public let metadata: JSONObject

  /// The whole file.
  let contents: [UInt8]

  /// Where the header ends and the tensors' bytes begin.
  let bodyStart: Int

  /// The header's nesting: the object, a tensor, its shape, and some to spare.
  private static let depthLimit = 8

  /// Takes the contents of a file apart.
  public init(contents: [UInt8]) throws(SafetensorsFault) {
    do throws(SafetensorsFault) {
      bodyStart = try Self.bodyStart(of: contents)
    } catch {
      throw Self.format(of: contents).map { .otherFormat($0) } ?? error
    }
    self.contents = contents
    let header: JSON
    do throws(JSONFault) {
      header = try JSONReader.read(contents[8..<bodyStart], .strict(depthLimit: Self.depthLimit))
    } catch {
      throw .notJSON(error)
    }
    guard case .object(let object) = header else { throw .notObject }
    metadata = try Self.metadata(in: object)
    entries = try Self.entries(in: object, contents.count, bodyStart)
  }

  /// Returns the entry of a name, compared by its bytes, or nil.
  public func entry(named name: String) -> Entry? {
    entries.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// Returns a text of the metadata, or nil.
  public func text(_ name: String) -> String? { metadata[name]?.string }

  private static func bodyStart(of contents: [UInt8]) throws(SafetensorsFault) -> Int {
    guard contents.count >= 8 else { throw .tooShort(bytes: contents.count) }
    let length = contents.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(headerLimit) else {
      throw .headerTooLong(bytes: length, limit: headerLimit)
    }
    let count = Int(length)
    guard count <= contents.count - 8 else {
      throw .headerPastEnd(bytes: count, available: contents.count - 8)
    }
    return 8 + count
  }

  private static func metadata(in header: JSONObject) throws(SafetensorsFault) -> JSONObject {
    guard let value = header[metadataName] else { return JSONObject([]) }
    guard let object = value.object, object.members.allSatisfy({ $0.value.string != nil }) else {
      throw .metadata
    }
    return object
  }

  private static func entries(
    in header: JSONObject,
    _ size: Int,
    _ bodyStart: Int
  ) throws(SafetensorsFault) -> [Entry] {
    let members = header.members.filter { !$0.name.utf8.elementsEqual(metadataName.utf8) }
    guard members.count <= tensorLimit else {
      throw .tooManyTensors(members.count, limit: tensorLimit)
    }
    var entries: [Entry] = []
    for member in members {
      do throws(SafetensorsFault.TensorFault) {
        entries.append(try Entry(member, bodyStart: bodyStart))
      } catch {
        throw .tensor(member.name, error)
      }
    }
    // A tensor without elements stands before the one that begins where it ends.
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = bodyStart
    for entry in entries {
      guard entry.range.lowerBound == end else {
        let place = (expected: end - bodyStart, found: entry.range.lowerBound - bodyStart)
        throw .tensor(entry.name, .place(expected: place.expected, found: place.found))
      }
      end = entry.range.upperBound
    }
    guard end == size else { throw .wrongLength(expected: end, found: size) }
    return entries
  }

  private static let metadataName = "__metadata__"

  /// Returns what a file that is no safetensors file looks like, or nil.
  private static func format(of contents: [UInt8]) -> String? {
    let signatures: [(String, [UInt8])] = [
      ("a zip archive, perhaps PyTorch's .pt or NumPy's .npz", [0x50, 0x4B, 3, 4]),
      ("an HDF5 file", [0x89, 0x48, 0x44, 0x46]), ("a GGUF file", Array("GGUF".utf8)),
      ("a NumPy array", [0x93] + Array("NUMPY".utf8)), ("a PNG picture", [0x89, 0x50, 0x4E, 0x47]),
      ("gzip data", [0x1F, 0x8B]),
    ]
    if let known = signatures.first(where: { contents.starts(with: $0.1) }) { return known.0 }
    if contents.count > 1, contents[0] == 0x80, (2...5).contains(contents[1]) { return "a pickle" }
    let isText = contents.prefix(64).allSatisfy {
      (0x20...0x7E).contains($0) || (9...13).contains($0)
    }
    return isText && !contents.isEmpty ? "text" : nil
  }
}

extension SafetensorsFile.Entry {
  /// The longest name of a tensor, in bytes.
  private static let nameLimit = 256

  fileprivate init(
    _ member: JSONObject.Member,
    bodyStart: Int
  ) throws(SafetensorsFault.TensorFault) {
    guard (1...Self.nameLimit).contains(member.name.utf8.count) else { throw .name }
    guard let object = member.value.object, let type = object["dtype"]?.string,
      let extents = object["shape"]?.array, let offsets = object["data_offsets"]?.array
    else { throw .description }
    let shape = extents.compactMap(\.integer)
    let places = offsets.compactMap(\.integer)
    guard shape.count == extents.count, shape.allSatisfy({ $0 >= 0 }), offsets.count == 2,
      places.count == 2, places.allSatisfy({ (0...Int.max / 2).contains($0) })
    else { throw .description }
    guard let element = SafetensorsElement(rawValue: type) else { throw .elementType(type) }
    guard places[0] <= places[1] else { throw .backwards }
    guard let count = element.byteCount(shape: shape) else { throw .shape(shape) }
    guard count == places[1] - places[0] else {
      throw .size(expected: count, found: places[1] - places[0])
    }
    name = member.name
    self.element = element
    self.shape = shape
    range = (bodyStart + places[0])..<(bodyStart + places[1])
  }
}
