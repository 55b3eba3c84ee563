internal import CCurl

/// libcurl, loaded at run time.
///
/// It is a class because it owns what was loaded.
final class HTTPLibrary {
  fileprivate let library: OpaquePointer

  /// The Debian packages of which any one is enough.
  static let packages = ["libcurl4", "libcurl3-gnutls"]

  /// Loads libcurl, or returns nil where the system has none.
  init?() {
    guard let library = ccurl_load() else { return nil }
    self.library = library
  }

  deinit { ccurl_unload(library) }
}

/// One HTTP request that gets a body of bounded size.
///
/// It is a class because it owns libcurl's handles.
final class HTTPTransfer {
  private let transfer: OpaquePointer

  /// Keeps the library loaded for the time of the transfer.
  private let library: HTTPLibrary

  /// How a request ended.
  enum Outcome {
    case answer(status: Int, retryAfter: Double)
    case redirection(to: String)
    case unreachable(String)
    case tooLong
    case broken(String)
  }

  /// Begins a request, or returns nil where memory is short.
  init?(_ url: String, allowsHTTP: Bool, limit: Int, connectTime: Double, library: HTTPLibrary) {
    let milliseconds = Int(connectTime * 1000)
    guard
      let transfer = ccurl_begin(library.library, url, allowsHTTP ? 1 : 0, limit, milliseconds)
    else { return nil }
    self.transfer = transfer
    self.library = library
  }

  deinit { ccurl_end(transfer) }

  /// Waits for something to happen, at most so long; returns whether the request goes on.
  func step(milliseconds: Int) -> Bool { ccurl_step(transfer, Int32(milliseconds)) != 0 }

  /// The number of bytes of the body so far.
  var count: Int {
    var count = 0
    _ = ccurl_body(transfer, &count)
    return count
  }

  /// The body so far.
  var body: [UInt8] {
    var count = 0
    let start = ccurl_body(transfer, &count)
    // SAFETY: libcurl's answer lies in `count` bytes that stay until the next step.
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// How the finished request ended.
  var outcome: Outcome {
    let message = String(cString: ccurl_message(transfer))
    switch ccurl_result(transfer) {
    case CCURL_ANSWERED: break
    case CCURL_UNREACHABLE: return .unreachable(message)
    case CCURL_TOO_LONG: return .tooLong
    default: return .broken(message)
    }
    let status = Int(ccurl_status(transfer))
    if (300..<400).contains(status), let url = ccurl_redirection(transfer) {
      return .redirection(to: String(cString: url))
    }
    return .answer(status: status, retryAfter: Double(ccurl_retry_after(transfer)))
  }
}
