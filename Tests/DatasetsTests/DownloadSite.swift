import Files
import Glibc
import TestSupport

@testable import Datasets

/// A small dataset, a cache and what it takes to download from a test's server, quickly.
final class DownloadSite: Sendable {
  let small = SmallDataset()
  let compressed: [String: [UInt8]]
  /// The directory of all caches, and that of this dataset.
  let base: FilePath
  let cache: FilePath
  nonisolated(unsafe) let directory = TemporaryDirectory()

  /// A proxy that the environment names is not asked for servers on this machine.
  private static let bypassesProxies = setenv("no_proxy", "127.0.0.1,localhost", 1) == 0

  init() {
    precondition(Self.bypassesProxies, "a test can change its environment")
    compressed = Dictionary(
      uniqueKeysWithValues: small.contents.map { ($0.name + ".gz", Gzip.compress($0.bytes)) }
    )
    base = FilePath(directory.file("cache"))
    cache = base.appending("small")
  }

  /// The bytes of all compressed files.
  var totalSize: Int { compressed.values.reduce(0) { $0 + $1.count } }

  /// The names in the cache.
  var cached: [String] { directory.names(below: "cache/small") }

  /// Returns a server that has all files.
  func goodServer(delay: Double = 0) -> HTTPServer {
    HTTPServer { [compressed] path, connection in
      guard delay == 0 || connection.wait(delay) else { return }
      connection.answer(compressed[String(path.dropFirst())] ?? [])
    }
  }

  func download(
    _ server: HTTPServer,
    adjust: (inout Download.Limits) -> Void = { _ in },
    shouldStop: () -> Bool = { false },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(DatasetError) {
    try download(
      mirrors: [server.address + "/"],
      adjust: adjust,
      shouldStop: shouldStop,
      progress: progress
    )
  }

  func download(
    mirrors: [String],
    adjust: (inout Download.Limits) -> Void = { _ in },
    shouldStop: () -> Bool = { false },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(DatasetError) {
    var limits = Download.Limits()
    limits.total = 20
    limits.connection = 2
    limits.stall = 5
    limits.pause = 0.02
    adjust(&limits)
    let download = Download(small.dataset, into: cache, mirrors: mirrors, limits: limits)
    try download.run(progress: progress, shouldStop: shouldStop)
  }
}
