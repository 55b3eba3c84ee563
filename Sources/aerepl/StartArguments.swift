internal import Glibc

/// The words that the program was started with.
///
/// Swift's own list is read from `/proc`, and is empty where that is not mounted, as in a container
/// with nothing but the program: a script would then not be run, and the status be that of success.
/// The loader hands the same words to what it calls before `main`.
enum StartArguments {
  /// The words, the program's own name first; what is no UTF-8 is replaced.
  static var words: [String] {
    (0..<count).map { pointer(at: $0).map { String(cString: $0) } ?? "" }
  }

  /// The number of words.
  static var count: Int { Int(keptCount) }

  /// The bytes of a word, up to a zero.
  ///
  /// - Precondition: the index is one of `0..<count`.
  static func pointer(at index: Int) -> UnsafeMutablePointer<CChar>? {
    precondition((0..<count).contains(index), "a word has an index")
    // SAFETY: the loader's array has that many entries, and lives as long as the process.
    return keptWords?[index]
  }
}

private typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

// SAFETY: both are written once, before there are threads.
nonisolated(unsafe) private var keptCount: CInt = 0
nonisolated(unsafe) private var keptWords: Words?

private func keep(_ count: CInt, _ words: Words?, _ environment: Words?) {
  keptCount = count
  keptWords = words
}

/// An entry of the list of functions that the loader calls with the arguments of `main`.
@section(".init_array") @used
private let entry: @convention(c) (CInt, Words?, Words?) -> Void = keep
