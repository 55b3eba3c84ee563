/// Gets one file from the first of several mirrors that has it.
///
/// A mirror that fails for the moment is asked again, three times in all; one that fails for good
/// is not.
struct MirrorFetch {
  let file: PublishedDataset.File
  let urls: [String]
  let allowsHTTP: Bool
  let limits: Download.Limits

  /// The moment on the monotonic clock at which the download is over.
  let deadline: Double

  let library: HTTPLibrary

  private static let tryLimit = 3
  private static let redirectionLimit = 5

  /// The longest step, so that stopping is noticed at least ten times a second.
  private static let stepMilliseconds = 50

  private enum Failure: Error {
    case stopped
    /// The mirror may do better in so many seconds.
    case passing(DownloadError.Reason, retryAfter: Double)
    case final(DownloadError.Reason)
  }

  /// Returns the file as the mirror sent it, with its contents verified.
  func run(progress: (Int) -> Void, shouldStop: () -> Bool) throws(DownloadError) -> [UInt8] {
    var attempts: [String: DownloadError.Reason] = [:]
    var waiting = urls
    for turn in 1...Self.tryLimit {
      var again: [String] = []
      var pause = limits.pause * Double(1 << (turn - 1)) * Double.random(in: 0.75...1.25)
      for url in waiting {
        do throws(Failure) {
          return try fetch(url, progress: progress, shouldStop: shouldStop)
        } catch {
          switch error {
          case .stopped: throw .stopped
          case .final(let reason): attempts[url] = reason
          case .passing(let reason, let retryAfter):
            attempts[url] = reason
            again.append(url)
            pause = max(pause, retryAfter)
          }
        }
      }
      waiting = again
      // A server that asks for more time than there is will not be asked again.
      guard turn < Self.tryLimit, !waiting.isEmpty, MonotonicClock.now + pause < deadline
      else { break }
      try wait(pause, shouldStop: shouldStop)
    }
    throw .failed(urls.compactMap { url in attempts[url].map { .init(url: url, reason: $0) } })
  }

  private func wait(_ seconds: Double, shouldStop: () -> Bool) throws(DownloadError) {
    let end = MonotonicClock.now + seconds
    while MonotonicClock.now < end {
      if shouldStop() { throw .stopped }
      MonotonicClock.sleep(Double(Self.stepMilliseconds) / 1000)
    }
  }

  private func fetch(
    _ address: String,
    progress: (Int) -> Void,
    shouldStop: () -> Bool
  ) throws(Failure) -> [UInt8] {
    var url = address
    for _ in 0...Self.redirectionLimit {
      guard
        let transfer = HTTPTransfer(
          url,
          allowsHTTP: allowsHTTP,
          limit: file.compressedSize,
          connectTime: limits.connection,
          library: library
        )
      else { throw .final(.unreachable("out of memory")) }
      try finish(transfer, progress: progress, shouldStop: shouldStop)
      guard case .redirection(let next) = transfer.outcome else {
        return try contents(of: transfer)
      }
      guard WebAddress(url).mayLead(to: WebAddress(next), allowsHTTP: allowsHTTP) else {
        throw .final(.forbiddenRedirection(to: next))
      }
      url = next
    }
    throw .final(.tooManyRedirections(limit: Self.redirectionLimit))
  }

  private func finish(
    _ transfer: HTTPTransfer,
    progress: (Int) -> Void,
    shouldStop: () -> Bool
  ) throws(Failure) {
    var count = 0
    var lastNews = MonotonicClock.now
    // A server is silent only once it is connected, and that has a limit of its own.
    let patience = limits.connection + limits.stall
    while transfer.step(milliseconds: Self.stepMilliseconds) {
      if shouldStop() { throw .stopped }
      let now = MonotonicClock.now
      guard now < deadline else { throw .final(.outOfTime(seconds: limits.total)) }
      if transfer.count > count {
        count = transfer.count
        lastNews = now
        progress(count)
      }
      let allowed = count == 0 ? patience : limits.stall
      guard now - lastNews < allowed else {
        throw .passing(.stalled(seconds: allowed), retryAfter: 0)
      }
    }
  }

  private func contents(of transfer: HTTPTransfer) throws(Failure) -> [UInt8] {
    let expected = file.compressedSize
    switch transfer.outcome {
    case .unreachable(let words): throw .final(.unreachable(words))
    case .broken(let words): throw .passing(.broken(words), retryAfter: 0)
    case .tooLong: throw .final(.wrongSize(expected: expected, found: expected + 1))
    case .redirection(let url): throw .final(.forbiddenRedirection(to: url))
    case .answer(let status, let retryAfter):
      if status == 408 || status == 429 || status >= 500 {
        throw .passing(.status(status), retryAfter: retryAfter)
      }
      guard status == 200 else { throw .final(.status(status)) }
    }
    let bytes = transfer.body
    guard bytes.count == expected else {
      throw .passing(.wrongSize(expected: expected, found: bytes.count), retryAfter: 0)
    }
    if let fault = file.fault(in: bytes) { throw .final(.contents(fault)) }
    return bytes
  }
}
