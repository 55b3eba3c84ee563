/// The contents of a .npz file: named arrays in a zip archive, as `numpy.savez` and
/// `savez_compressed` write it.
public struct NPZFile: Sendable {
  private let archive: ZipArchive
  private let budget: Int

  /// The names of the arrays, in the order of the archive.
  public let names: [String]

  /// Reads the directory of an archive; at most `budget` bytes are allocated for an array.
  public init(contents: [UInt8], budget: Int) throws(ArrayFault) {
    archive = try ZipArchive(contents: contents)
    self.budget = budget
    names = archive.members.map { member in
      member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name
    }
  }

  /// Reads an array; `stop` is asked as the work goes on.
  public func array(
    named name: String,
    stop: () -> Bool = { false }
  ) throws(ArrayFault) -> NPYFile {
    guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      throw .noArray(name, known: names)
    }
    let bytes = try archive.contents(of: archive.members[index], budget: budget, stop: stop)
    return try NPYFile(contents: bytes, budget: budget - bytes.count, stop: stop)
  }
}
