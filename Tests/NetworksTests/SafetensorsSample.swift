import Networks

/// A safetensors file put together by hand.
struct SafetensorsSample {
  var header: String
  var body: [UInt8] = []
  var length: UInt64?

  var bytes: [UInt8] {
    let header = Array(header.utf8)
    let length = length ?? UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + header + body
  }

  /// Why the file is refused, or nil.
  var fault: SafetensorsFault? {
    do {
      _ = try SafetensorsFile(contents: bytes)
      return nil
    } catch {
      return error
    }
  }

  static func tensor(_ name: String, _ type: String, _ shape: String, _ begin: Int, _ end: Int)
    -> String
  {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
  }
}
