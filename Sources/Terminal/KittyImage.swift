internal import FoundationEssentials
internal import Shell

/// A picture in kitty's graphics protocol, which takes the PNG file itself.
///
/// <https://sw.kovidgoyal.net/kitty/graphics-protocol/>
enum KittyImage {
  /// Returns the sequence that shows a picture at the cursor, which stays where it is.
  ///
  /// With an identifier it takes the place of the picture that had it before.
  static func sequence(
    png: [UInt8],
    area: ImageArea,
    knowsCells: Bool,
    identifier: Int? = nil
  ) -> [UInt8] {
    // A: transmit and show; f=100: a PNG file; q=2: answer nothing; C=1: leave the cursor.
    var keys = "a=T,f=100,q=2,C=1"
    if let identifier { keys += ",i=\(identifier),p=1" }
    // Both sides: some versions stretch a picture of which only one is told.
    if area.isScaled || !knowsCells { keys += ",c=\(area.columns),r=\(area.rows)" }
    return chunks(of: png, keys: keys)
  }

  /// Returns the sequence that takes the picture of an identifier away.
  static func removal(identifier: Int) -> [UInt8] {
    Array("\u{1B}_Ga=d,d=I,i=\(identifier),q=2\u{1B}\\".utf8)
  }

  /// The question whether a terminal takes the protocol: a picture of one pixel that is not shown.
  static let question = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"

  /// The most characters of a chunk, by the protocol.
  private static let chunkLength = 4096

  private static func chunks(of png: [UInt8], keys: String) -> [UInt8] {
    let text = Array(Data(png).base64EncodedData())
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 128 + 64)
    var start = 0
    repeat {
      let end = min(start + chunkLength, text.count)
      let more = end < text.count ? 1 : 0
      let head = start == 0 ? "\(keys)," : "q=2,"
      result += "\u{1B}_G\(head)m=\(more);".utf8
      result += text[start..<end]
      result += "\u{1B}\\".utf8
      start = end
    } while start < text.count
    return result
  }
}
