internal import FoundationEssentials

/// A picture in iTerm2's protocol, which takes the PNG file itself.
///
/// <https://iterm2.com/documentation-images.html>
enum ITermImage {
  /// Returns the sequence that shows a picture at the cursor, in at most the cells of its area.
  static func sequence(png: [UInt8], area: ImageArea) -> [UInt8] {
    let keys =
      "inline=1;size=\(png.count);width=\(area.columns);height=\(area.rows);preserveAspectRatio=1"
    return Array("\u{1B}]1337;File=\(keys):".utf8) + Array(Data(png).base64EncodedData()) + [7]
  }
}
