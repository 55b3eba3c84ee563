/// The parts of a web address that decide where a redirection may lead.
struct WebAddress {
  /// The protocol in lower case, such as `https`.
  let scheme: String

  /// Host and port in lower case, as they stand in the address.
  let host: String

  /// Takes an address apart; what it has not is empty.
  init(_ text: String) {
    let lower = text.lowercased()
    let parts = lower.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    scheme = parts.count == 2 ? String(parts[0]) : ""
    let rest = parts.count == 2 ? parts[1] : ""
    host = String(rest.prefix { !"/?#\\".contains($0) })
  }

  /// Returns whether an answer from here may lead to another address: of the same host, and without
  /// leaving HTTPS once it was reached.
  func mayLead(to next: WebAddress, allowsHTTP: Bool) -> Bool {
    guard !host.isEmpty, next.host == host else { return false }
    return next.scheme == "https" || (allowsHTTP && scheme == "http" && next.scheme == "http")
  }
}
