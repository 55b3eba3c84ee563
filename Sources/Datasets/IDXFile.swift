public import Files

/// The contents of an IDX file of unsigned bytes, plain or compressed.
public struct IDXFile: Sendable {
  /// The extents, outermost first.
  public let dimensions: [Int]

  /// The elements in row-major order.
  public let values: [UInt8]

  /// The SHA-256 of header and elements.
  public var sha256: String {
    knownDigest ?? ContentDigest.sha256(dimensions: dimensions, values: values)
  }

  private let knownDigest: String?

  /// The file that the contents were read from, where it holds them as they are.
  let identity: FileIdentity?

  /// Reads a file, whose contents decide whether it is compressed, not its name.
  ///
  /// `rank` says which numbers of dimensions will do, and `budget` how many bytes of memory may be
  /// used for the file and its elements together; `stop` is asked as the work goes on.
  public init(
    reading path: FilePath,
    rank: ClosedRange<Int>,
    budget: Int,
    stop: @escaping () -> Bool = { false }
  ) throws(DatasetError) {
    let bytes: [UInt8]
    let identity: FileIdentity
    do throws(FileError) {
      (bytes, identity) = try FileReader.readIdentified(path, limit: max(budget, 0), stop: stop)
    } catch {
      throw .file(error)
    }
    let isGzip = GzipReader.isGzip(bytes)
    let rest = budget - bytes.count
    // The bytes are handed over, so that a plain file's elements need no memory of their own.
    let decoded = try IDXFile(
      contents: consume bytes,
      path: path,
      rank: rank,
      budget: rest,
      stop: stop
    )
    self.init(
      dimensions: decoded.dimensions,
      values: decoded.values,
      knownDigest: nil,
      identity: isGzip ? nil : identity
    )
  }

  /// Decodes the contents of a file; `path` is for errors only.
  public init(
    contents: consuming [UInt8],
    path: FilePath,
    rank: ClosedRange<Int>,
    budget: Int,
    stop: @escaping () -> Bool = { false }
  ) throws(DatasetError) {
    let decoder = IDXDecoder(path: path, rank: rank, budget: budget, stop: stop)
    let (header, values) =
      GzipReader.isGzip(contents)
      ? try decoder.inflate(contents) : try decoder.split(consume contents)
    dimensions = header.dimensions
    self.values = values
    knownDigest = nil
    identity = nil
  }

  /// Returns the file with the first entries of the outermost dimension only; all if `limit` is nil.
  func prefix(_ limit: Int?) -> IDXFile {
    guard let limit, let first = dimensions.first, limit < first, limit >= 0 else { return self }
    let entry = dimensions.dropFirst().reduce(1, *)
    return IDXFile(
      dimensions: [limit] + dimensions.dropFirst(),
      values: Array(values.prefix(limit * entry)),
      knownDigest: nil,
      identity: nil
    )
  }

  /// Returns the file with its digest computed, so that it is not computed twice; the digest is of no
  /// use once `stop` says so.
  func hashed(stop: () -> Bool = { false }) -> IDXFile {
    withDigest(
      knownDigest ?? ContentDigest.sha256(dimensions: dimensions, values: values, stop: stop)
    )
  }

  /// Returns the file with a digest that was computed before.
  func withDigest(_ sha256: String) -> IDXFile {
    IDXFile(dimensions: dimensions, values: values, knownDigest: sha256, identity: identity)
  }

  private init(
    dimensions: [Int],
    values: [UInt8],
    knownDigest: String?,
    identity: FileIdentity?
  ) {
    self.dimensions = dimensions
    self.values = values
    self.knownDigest = knownDigest
    self.identity = identity
  }
}
