import Files
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Datasets

/// Downloads from a server that keeps to the rules.
@Suite struct DownloadTests {
  private let site = DownloadSite()

  @Test func `puts the verified files into the cache and nothing else`() throws {
    let server = site.goodServer()
    var reports: [Int] = []
    try site.download(
      server,
      progress: { received, total in
        #expect(total == site.totalSize)
        reports.append(received)
      }
    )
    #expect(reports == reports.sorted())
    #expect(reports.last == site.totalSize)
    #expect(site.cached == [".lock"] + site.small.dataset.files.map(\.compressedName).sorted())
    let dataset = try site.small.dataset.load(from: site.cache, origin: .cache("c"), budget: 9999)
    #expect(dataset.train.count == 6)
    var status = stat()
    #expect(stat(site.cache.description, &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  @Test func `asks for nothing that the cache has`() throws {
    let server = site.goodServer()
    try site.download(server)
    try site.download(server)
    #expect(server.paths.count == 4)
  }

  @Test func `is downloaded by a search that finds it nowhere, and found by the next`() throws {
    let server = site.goodServer()
    var search = DatasetSearch(
      dataDirectories: [FilePath(site.directory.path)],
      cacheDirectory: site.base,
      mirrors: [server.address + "/"]
    )
    func load() throws(DatasetError) -> Dataset {
      try site.small.dataset.load(
        search,
        limit: 2,
        budget: 9999,
        progress: { _, _ in },
        shouldStop: { false }
      )
    }
    let searched = site.small.dataset.folders.map { folder in
      folder == "." ? site.directory.path : site.directory.path + "/" + folder.description
    }
    let missing = DatasetError.notFound(
      name: "small",
      searched: searched + [site.cache.description]
    )
    #expect(throws: missing) { try load() }
    search.allowsDownload = true
    #expect(try load().origin == .download(site.cache))
    #expect(try load().origin == .cache(site.cache))
    // A download that was cut off goes on with what is missing.
    unlink(site.cache.appending("t10k-labels-idx1-ubyte.gz").description)
    #expect(try load().train.count == 2)
    #expect(server.paths.count == 5)
    search.directory = "/nowhere"
    #expect(throws: DatasetError.self) { try load() }
    search = DatasetSearch(allowsDownload: true)
    #expect(throws: DatasetError.noCache(name: "small")) { try load() }
  }

  @Test(arguments: ["change", "link", "fifo", "plain"])
  func `F126 replaces what is not the published file`(kind: String) throws {
    let server = site.goodServer()
    try site.download(server)
    let file = site.small.dataset.files[1]
    let path = site.cache.appending(FilePath(file.compressedName)).description
    switch kind {
    case "change": try AtomicFile.write(Gzip.compress(IDX.file([6])), to: FilePath(path))
    case "plain":
      // A damaged file of another name would be found before the new one.
      let plain = site.cache.appending(FilePath(file.name))
      try AtomicFile.write(IDX.file([6]), to: plain)
    case "link":
      unlink(path)
      symlink("/dev/zero", path)
    default:
      unlink(path)
      mkfifo(path, 0o600)
    }
    try site.download(server)
    #expect(server.paths.count == 5)
    #expect(throws: Never.self) {
      try site.small.dataset.load(from: site.cache, origin: .cache("c"), budget: 9999)
    }
  }

  @Test func `F122 takes the next mirror where contents are wrong`() throws {
    let files = site.compressed
    let server = HTTPServer { path, connection in
      var body = files[path.split(separator: "/").last.map(String.init) ?? ""] ?? []
      // The right size and another digest: a changed time stamp alone would do no harm.
      if path.hasPrefix("/bad/") { body[body.count - 1] ^= 1 }
      connection.answer(body)
    }
    try site.download(mirrors: [server.address + "/bad/", server.address + "/good/"])
    #expect(server.paths.count == 8)
  }

  @Test func `tries again where a server fails for the moment`() throws {
    let files = site.compressed
    let count = Mutex(0)
    let server = HTTPServer { path, connection in
      let turn = count.withLock { count in
        count += 1
        return count
      }
      if turn < 3 { return connection.head("503 Busy", ["Content-Length: 0"]) }
      connection.answer(files[String(path.dropFirst())] ?? [])
    }
    try site.download(server)
    #expect(server.paths.count == 6)
  }

  @Test func `F119 waits as long as the server asks`() throws {
    let files = site.compressed
    let count = Mutex(0)
    let server = HTTPServer { path, connection in
      let isFirst = count.withLock { count in
        count += 1
        return count == 1
      }
      if isFirst {
        return connection.head("429 Slow", ["Retry-After: 1", "Content-Length: 0"])
      }
      connection.answer(files[String(path.dropFirst())] ?? [])
    }
    let start = MonotonicClock.now
    try site.download(server)
    #expect(MonotonicClock.now - start >= 1)
  }

  @Test func `F127 two at once share the work`() throws {
    let server = site.goodServer(delay: 0.05)
    let results = Mutex<[Bool]>([])
    Parallel.forEach(2, threads: 2) { _ in
      let isDone = (try? site.download(server)) != nil
      results.withLock { $0.append(isDone) }
    }
    #expect(results.withLock(\.self) == [true, true])
    #expect(server.paths.count == 4)
  }

  @Test func `F127 does not wait for ever for the lock of a stopped process`() throws {
    let server = site.goodServer()
    try PrivateDirectory.prepare(site.cache)
    let lock = try #require(try FileLock(trying: site.cache.appending(".lock")))
    try site.download(server) { limits in limits.lock = 0.1 }
    withExtendedLifetime(lock) {}
    #expect(server.paths.count == 4)
  }

  @Test func `takes a body without a length where it is whole`() throws {
    let files = site.compressed
    let server = HTTPServer { path, connection in
      connection.head("200 OK")
      connection.send(files[String(path.dropFirst())] ?? [])
    }
    try site.download(server)
  }

  @Test func `follows redirections on the same host`() throws {
    let files = site.compressed
    let server = HTTPServer { path, connection in
      let parts = path.split(separator: "/")
      let hop = Int(parts.first ?? "") ?? 0
      if hop < 5, parts.count == 2 {
        return connection.head("302 On", ["Location: /\(hop + 1)/\(parts[1])"])
      }
      connection.answer(files[String(parts.last ?? "")] ?? [])
    }
    try site.download(mirrors: [server.address + "/0/"])
    #expect(server.paths.count == 4 * 6)
  }

  @Test(.enabled(if: geteuid() == 0, "only the superuser can give a directory away"))
  func `F128 refuses a cache in the world-writable directory of another user`() throws {
    let server = site.goodServer()
    mkdir(site.base.description, 0o700)
    chmod(site.base.description, 0o777)
    #expect(chown(site.base.description, 12345, 12345) == 0)
    let error = #expect(throws: DatasetError.self) { try site.download(server) }
    guard case .file(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.path == site.base.description)
    #expect(server.paths.isEmpty)
  }

  @Test(arguments: ["file", "link", "missing/file/below"])
  func `F128 refuses a cache that is no directory of its own`(name: String) throws {
    let server = site.goodServer()
    site.directory.write([], to: "file")
    symlink(site.directory.path, site.directory.file("link"))
    mkdir(site.directory.file("missing"), 0o700)
    site.directory.write([], to: "missing/file")
    let download = Download(
      site.small.dataset,
      into: FilePath(site.directory.file(name)),
      mirrors: [server.address + "/"]
    )
    let error = #expect(throws: DatasetError.self) {
      try download.run(progress: { _, _ in }, shouldStop: { false })
    }
    guard case .file = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.paths.isEmpty)
  }
}
