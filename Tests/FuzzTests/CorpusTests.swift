import FuzzTargets
import Glibc
import TestSupport
import Testing

/// Replays what the fuzzer has kept, and damages it at random; the seed says which damage.
@Suite struct CorpusTests {
  private static let folder = String(#filePath.dropLast("CorpusTests.swift".count)) + "Corpus/"

  private func samples(of target: FuzzTarget) -> [[UInt8]] {
    let folder = Self.folder + target.rawValue
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var samples: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { $0.prefix { $0 != 0 } + [] }
      let path = folder + "/" + String(decoding: name, as: UTF8.self)
      guard let file = fopen(path, "r") else { continue }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let count = fread(&bytes, 1, bytes.count, file)
      if count > 0 { samples.append(Array(bytes[..<count])) }
    }
    return samples
  }

  @Test(arguments: FuzzTarget.allCases)
  func `the corpus and 2,000 damaged copies of it trap nowhere`(target: FuzzTarget) {
    let samples = samples(of: target)
    #expect(!samples.isEmpty)
    for sample in samples { target.run(sample) }
    var mutator = Mutator(seed: 1)
    for _ in 0..<2_000 { target.run(mutator.damaged(samples)) }
  }
}

/// Makes damaged copies of samples: flips, cuts, splices, repetitions and huge numbers.
private struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private mutating func index(below bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func damaged(_ samples: [[UInt8]]) -> [UInt8] {
    var bytes = samples[index(below: samples.count)]
    for _ in 0...index(below: 3) {
      let place = index(below: bytes.count)
      switch index(below: 6) {
      case 0 where !bytes.isEmpty: bytes[place] ^= UInt8(1 << index(below: 8))
      case 1: bytes = Array(bytes[..<place])
      case 2: bytes = Array(bytes[..<place]) + samples[index(below: samples.count)].dropFirst(place)
      case 3: bytes.insert(contentsOf: bytes[place...].prefix(index(below: 64)), at: place)
      case 4: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: place)
      default:
        for offset in place..<min(place + 8, bytes.count) { bytes[offset] = 0xFF }
      }
    }
    return bytes
  }
}
