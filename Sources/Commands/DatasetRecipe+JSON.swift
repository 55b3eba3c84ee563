internal import Datasets
internal import Files

extension DatasetRecipe {
  /// The recipe as a checkpoint keeps it.
  var json: JSONObject {
    var members: [JSONObject.Member] = []
    func add(_ name: String, _ value: JSON?) {
      if let value { members.append(JSONObject.Member(name, value)) }
    }
    switch self {
    case .published(let dataset, let directory, let limit, _):
      add("kind", .string(dataset.name))
      add("dir", Self.json(directory))
      add("limit", limit.map { .integer($0) })
    case .digits(let count, let test, let seed):
      add("kind", .string("digits"))
      add("count", .integer(count))
      add("test", .integer(test))
      add("seed", .integer(seed))
    case .idx(let files):
      add("kind", .string("idx"))
      add("images", Self.json(files.images))
      add("labels", Self.json(files.labels))
      add("test", Self.json(files.test))
      add("testlabels", Self.json(files.testLabels))
    case .array(let files):
      add("kind", .string(files.format.rawValue))
      add("file", Self.json(files.train))
      add("test", Self.json(files.test))
      add("labels", Self.json(files.labels))
      add("testlabels", Self.json(files.testLabels))
      add("label", files.labelColumn.map { .integer($0) })
    case .pictures(let folders):
      add("kind", .string("images"))
      add("folder", Self.json(folders.train))
      add("test", Self.json(folders.test))
    }
    return JSONObject(members)
  }

  /// Reads a recipe, or returns nil where it makes no sense.
  init?(json: JSONObject) {
    guard let kind = json["kind"]?.string else { return nil }
    switch kind {
    case "digits":
      let range = 0...GeneratedDigits.limit
      guard let count = json["count"]?.integer, let test = json["test"]?.integer,
        let seed = json["seed"]?.integer, seed >= 0, count > 0, range.contains(count),
        range.contains(test)
      else { return nil }
      self = .digits(count: count, test: test, seed: seed)
    case "idx":
      guard let images = Self.path(json["images"]) else { return nil }
      let test = Self.path(json["test"])
      self = .idx(
        IDXDataset(
          images: images,
          labels: Self.path(json["labels"]),
          test: test,
          testLabels: test.flatMap { _ in Self.path(json["testlabels"]) }
        )
      )
    case "npy", "csv":
      guard let train = Self.path(json["file"]), let format = ArrayDataset.Format(rawValue: kind)
      else { return nil }
      var files = ArrayDataset(format, train: train)
      files.test = Self.path(json["test"])
      files.labels = Self.path(json["labels"])
      files.testLabels = files.test.flatMap { _ in Self.path(json["testlabels"]) }
      files.labelColumn = json["label"]?.integer
      self = .array(files)
    case "images":
      guard let folder = Self.path(json["folder"]) else { return nil }
      self = .pictures(PictureDataset(train: folder, test: Self.path(json["test"])))
    default:
      guard case .published(let dataset)? = try? StandardDataset(named: kind) else { return nil }
      let limit = json["limit"]?.integer
      if let limit, limit < 1 { return nil }
      self = .published(
        dataset,
        directory: Self.path(json["dir"]),
        limit: limit,
        // A checkpoint does not decide whether the network is used.
        downloads: false
      )
    }
  }

  private static func json(_ path: FilePath?) -> JSON? {
    path.map { .string(String(decoding: $0.absolute.bytes, as: UTF8.self)) }
  }

  private static func path(_ value: JSON?) -> FilePath? {
    value?.string.map { FilePath($0) }
  }
}
