import Files
import Glibc
import Tensors
import TestSupport
import Testing

@testable import Datasets

@Suite struct PublishedDatasetTests {
  private let directory = TemporaryDirectory()
  private let small = SmallDataset()

  private func search(_ names: [String], cache: String? = nil, named: String? = nil)
    -> DatasetSearch
  {
    DatasetSearch(
      directory: named.map { FilePath(directory.file($0)) },
      dataDirectories: names.map { FilePath(directory.file($0)) },
      cacheDirectory: cache.map { FilePath(directory.file($0)) }
    )
  }

  private func put(in folder: String, transform: ([UInt8]) -> [UInt8] = \.self, ending: String = "")
  {
    var path = directory.path
    for part in folder.split(separator: "/") {
      path += "/" + part
      mkdir(path, 0o755)
    }
    for (name, bytes) in small.contents {
      directory.write(transform(bytes), to: folder + "/" + name + ending)
    }
  }

  private func load(limit: Int? = nil, budget: Int = 1 << 20) throws(DatasetError) -> Dataset {
    try small.dataset.load(
      from: FilePath(directory.file("a")),
      origin: .directory("a"),
      limit: limit,
      budget: budget
    )
  }

  @Test(arguments: ["a", "a/small", "a/SMALL/raw"])
  func `finds a dataset in a directory and its usual folders`(folder: String) throws {
    put(in: folder)
    let place = try #require(small.dataset.locate(search(["empty", "a"])))
    #expect(place.path == FilePath(directory.file(folder)))
    #expect(place.origin == .directory(FilePath(directory.file(folder))))
  }

  @Test func `prefers the named directory, then data directories in turn, then the cache`() {
    put(in: "a")
    put(in: "b")
    put(in: "cache/small")
    let all = search(["missing", "b", "a"], cache: "cache")
    #expect(small.dataset.locate(all)?.path == FilePath(directory.file("b")))
    let cached = search(["missing"], cache: "cache")
    let path = FilePath(directory.file("cache/small"))
    #expect(small.dataset.locate(cached)?.origin == .cache(path))
    let named = search(["b"], cache: "cache", named: "a")
    #expect(small.dataset.locate(named)?.path == FilePath(directory.file("a")))
    #expect(small.dataset.locate(search(["b"], cache: "cache", named: "missing")) == nil)
    #expect(small.dataset.locate(search([])) == nil)
  }

  @Test func `passes over a data directory that has another dataset under the same names`() throws {
    put(in: "a", transform: { [UInt8]($0.dropLast()) + [77] })
    put(in: "b")
    let other = SmallDataset(name: "other", contents: { [UInt8]($0.dropLast()) + [77] })
    func load(_ search: DatasetSearch, others: [PublishedDataset]) throws(DatasetError) -> Dataset {
      try small.dataset.load(
        search,
        others: others,
        budget: 1 << 20,
        progress: { _, _ in },
        shouldStop: { false }
      )
    }
    let found = try load(search(["a", "b"]), others: [other.dataset])
    #expect(found.origin == .directory(FilePath(directory.file("b"))))
    // Damage is no other dataset, and a directory named for this one is to have it.
    for (place, others) in [(search(["a", "b"]), []), (search([], named: "a"), [other.dataset])] {
      #expect {
        try load(place, others: others)
      } throws: { error in
        guard case .data(_, .wrongDigest) = error as? DatasetError else { return false }
        return true
      }
    }
    #expect {
      try load(search(["a"]), others: [other.dataset])
    } throws: { error in
      guard case .notFound = error as? DatasetError else { return false }
      return true
    }
  }

  @Test(arguments: ["", ".gz"], [false, true])
  func `loads plain and compressed files and verifies them`(ending: String, packed: Bool) throws {
    put(in: "a", transform: { packed ? Gzip.compress($0) : $0 }, ending: ending)
    let dataset = try load()
    #expect(dataset.train.count == 6)
    #expect(dataset.test?.count == 3)
    #expect(dataset.train.labels == [0, 1, 2, 0, 1, 2])
    #expect(dataset.train.digests.images == ContentDigest.sha256(small.contents[0].bytes))
    #expect(try load(limit: 2).train.pixels.bytes == Array(dataset.train.pixels.bytes.prefix(8)))
    #expect(try load(limit: 4).test?.count == 3)
  }

  @Test func `knows the names with a dot`() {
    #expect(
      PublishedDataset.mnist.files[0].candidates == [
        "train-images-idx3-ubyte", "train-images.idx3-ubyte", "train-images-idx3-ubyte.gz",
        "train-images.idx3-ubyte.gz",
      ]
    )
  }

  @Test(arguments: 0..<4, [false, true])
  func `F126 notices one changed byte in any file`(index: Int, packed: Bool) {
    put(in: "a")
    let (name, bytes) = small.contents[index]
    var changed = bytes
    changed[changed.count - 1] ^= 1
    directory.write(packed ? Gzip.compress(changed) : changed, to: "a/" + name)
    let path = directory.file("a/" + name)
    let error = #expect(throws: DatasetError.self) { try load() }
    guard case .data(path, .wrongDigest(let expected, let found)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(expected == small.dataset.files[index].digest.text)
    #expect(found != expected)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["fifo", "directory", "link", "nothing"])
  func `F126 refuses what is put in the place of a file`(kind: String) {
    put(in: "a")
    let path = directory.file("a/" + small.contents[2].name)
    unlink(path)
    switch kind {
    case "fifo": mkfifo(path, 0o600)
    case "directory": mkdir(path, 0o700)
    case "link": symlink("/dev/zero", path)
    default: break
    }
    let error = #expect(throws: DatasetError.self) { try load() }
    guard case .file(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.path == path)
  }

  @Test func `F051 names the file whose contents are those of another`() {
    put(in: "a")
    // The split's files change places: sizes and digests tell.
    directory.write(small.contents[0].bytes, to: "a/" + small.contents[2].name)
    #expect(throws: DatasetError.self) { try load() }
  }

  @Test func `is refused as a whole where the budget is too small`() {
    put(in: "a")
    let needed = small.dataset.files.reduce(45) { $0 + $1.compressedSize }
    #expect(throws: Never.self) { try load(budget: needed) }
    let error = #expect(throws: DatasetError.self) { try load(budget: needed - 1) }
    let path = directory.file("a")
    #expect(error == .tooLarge(path: path, bytes: needed, budget: needed - 1))
  }

  @Test(arguments: ["../mnist", "mnist/", "/mnist", "MNIST", "", "mnist\0"])
  func `F059 a name is no path`(name: String) {
    #expect(
      throws: DatasetError.unknownName(name, known: ["digits", "fashion", "mnist"])
    ) { try StandardDataset(named: name) }
  }

  @Test(arguments: StandardDataset.names)
  func `knows every listed name`(name: String) throws {
    if case .published(let dataset) = try StandardDataset(named: name) {
      #expect(dataset.name == name)
    } else {
      #expect(name == "digits")
    }
  }

  @Test func `publishes sizes and digests that fit together`() {
    for dataset in [PublishedDataset.mnist, .fashion] {
      #expect(
        dataset.files.map(\.dimensions) == [
          [60_000, 28, 28], [60_000], [10_000, 28, 28], [10_000],
        ]
      )
      #expect(Set(dataset.files.map(\.digest)).count == 4)
      #expect(dataset.mirrors.allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix("/") })
    }
  }
}
