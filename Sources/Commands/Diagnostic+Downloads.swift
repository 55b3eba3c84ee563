internal import Datasets
internal import Language

extension Diagnostic {
  /// Creates the words for a download that failed.
  init(downloading name: String, _ error: DownloadError) {
    switch error {
    case .noLibrary(let packages):
      self.init(
        .network,
        "cannot download \(name): the system has no libcurl",
        hint: "install \(packages.joined(separator: " or ")), or \(Self.byHand(name))"
      )
    case .failed(let attempts):
      let reasons = attempts.map { "\(Self.host(of: $0.url)): \(Self.text($0.reason))" }
      self.init(
        Self.isAboutContents(attempts) ? .data : .network,
        "cannot download \(name): \(Self.unique(reasons).joined(separator: "; "))",
        hint: Self.byHand(name)
      )
    case .stopped:
      self.init(.interrupted, "the download of \(name) was interrupted; nothing was kept of it")
    }
  }

  private static func byHand(_ name: String) -> String {
    "put its four files into a folder and name it with 'dataset \(name) dir=FOLDER', "
      + "or take 'dataset digits', which needs no files"
  }

  private static func isAboutContents(_ attempts: [DownloadError.Attempt]) -> Bool {
    !attempts.isEmpty
      && attempts.allSatisfy { if case .contents = $0.reason { true } else { false } }
  }

  private static func unique(_ texts: [String]) -> [String] {
    texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func host(of url: String) -> String {
    let rest = url.split(separator: "://", maxSplits: 1).last ?? ""
    return String(rest.prefix { $0 != "/" })
  }

  private static func text(_ reason: DownloadError.Reason) -> String {
    switch reason {
    case .status(let status): "the server answered with status \(status)"
    case .unreachable(let words): "no connection (\(words))"
    case .broken(let words): "the transfer broke off (\(words))"
    case .stalled(let seconds): "nothing came for \(Int(seconds)) s"
    case .outOfTime(let seconds): "not done within \(Int(seconds)) s"
    case .wrongSize(let expected, let found): "\(found) bytes instead of \(expected)"
    case .tooManyRedirections(let limit): "more than \(limit) redirections"
    case .forbiddenRedirection(let target): "redirected to \(target), which is not allowed"
    case .contents(let fault): "what came is not the published file (\(text(fault)))"
    }
  }
}
