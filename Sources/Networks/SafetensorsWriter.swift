internal import Files
internal import Tensors

/// Puts a safetensors file together.
///
/// As the reference library does, it orders tensors by descending size of their elements, then by
/// name, and pads the header with blanks to a multiple of eight bytes.
struct SafetensorsWriter {
  /// The numbers of a tensor.
  enum Content {
    case float32(Tensor)
    case float64([Double], shape: [Int])

    var element: SafetensorsElement {
      switch self {
      case .float32: .float32
      case .float64: .float64
      }
    }

    var shape: [Int] {
      switch self {
      case .float32(let tensor): tensor.shape.dimensions
      case .float64(_, let shape): shape
      }
    }

    var byteCount: Int { shape.reduce(element.bits / 8, *) }
  }

  private var tensors: [(name: String, content: Content)] = []

  /// The texts of `__metadata__`, in order.
  var metadata: [JSONObject.Member] = []

  /// Adds a tensor.
  mutating func add(_ name: String, _ content: Content) { tensors.append((name, content)) }

  /// About how many bytes the file takes.
  var byteCount: Int { tensors.reduce(1 << 16) { $0 + $1.content.byteCount } }

  /// The bytes of all tensors, in the file's order.
  func body() -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(byteCount)
    for (_, content) in ordered {
      switch content {
      case .float32(let tensor):
        tensor.withUnsafeElements { elements in
          for element in elements { Self.append(element.bitPattern, to: &body) }
        }
      case .float64(let numbers, _):
        for number in numbers { Self.append(number.bitPattern, to: &body) }
      }
    }
    return body
  }

  /// The length of the header and the header.
  func header() -> [UInt8] {
    var members: [JSONObject.Member] = []
    if !metadata.isEmpty {
      members.append(JSONObject.Member("__metadata__", .object(JSONObject(metadata))))
    }
    var offset = 0
    for (name, content) in ordered {
      let end = offset + content.byteCount
      let description = JSONObject([
        JSONObject.Member("dtype", .string(content.element.rawValue)),
        JSONObject.Member("shape", .array(content.shape.map { .integer($0) })),
        JSONObject.Member("data_offsets", .array([.integer(offset), .integer(end)])),
      ])
      members.append(JSONObject.Member(name, .object(description)))
      offset = end
    }
    var text = Array(JSON.object(JSONObject(members)).text.utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    var length: [UInt8] = []
    Self.append(UInt64(text.count), to: &length)
    return length + text
  }

  private var ordered: [(name: String, content: Content)] {
    tensors.sorted { left, right in
      let (a, b) = (left.content.element.bits, right.content.element.bits)
      return a == b ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : a > b
    }
  }

  private static func append(_ bits: some FixedWidthInteger, to bytes: inout [UInt8]) {
    // SAFETY: the bytes are copied before the call returns.
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
