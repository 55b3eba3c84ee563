// Either module may be the one that shows the types of <time.h>.
internal import CZeroMQ
internal import Glibc

/// Moments by the calendar, in microseconds since 1970 (UTC), and their form in messages.
enum Timestamp {
  /// The present moment.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }

  /// Returns a moment in the form of ISO 8601, such as `2026-01-31T23:59:59.000001Z`.
  static func text(of moment: Int) -> String {
    let seconds = moment / 1_000_000
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    let date = [padded(Int(parts.tm_year) + 1900, 4), padded(Int(parts.tm_mon) + 1, 2)]
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
    let day = padded(Int(parts.tm_mday), 2)
    let fraction = padded(moment % 1_000_000, 6)
    return "\(date.joined(separator: "-"))-\(day)T\(clock.joined(separator: ":")).\(fraction)Z"
  }

  /// Returns the moment that a text of ISO 8601 with a zone means, or nil.
  static func moment(of text: String) -> Int? {
    var rest = Array(text.utf8)[...]
    guard let year = number(&rest, 4, "-"), let month = number(&rest, 2, "-"),
      let day = number(&rest, 2, "T"), let hour = number(&rest, 2, ":"),
      let minute = number(&rest, 2, ":"), let second = number(&rest, 2, nil),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var microseconds = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      rest = rest[digits.endIndex...]
      let six = digits.prefix(6) + Array(repeating: 0x30, count: max(0, 6 - digits.count))
      microseconds = six.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard let zone = zone(rest) else { return nil }
    let seconds = days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - zone
    return seconds * 1_000_000 + microseconds
  }

  /// Returns the seconds that a zone is ahead of UTC.
  private static func zone(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let sign = bytes.first else { return nil }
    var rest = bytes.dropFirst()
    if sign == UInt8(ascii: "Z") { return rest.isEmpty ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = number(&rest, 2, nil)
    else { return nil }
    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
    guard let minutes = number(&rest, 2, nil), rest.isEmpty else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  private static func number(
    _ bytes: inout ArraySlice<UInt8>,
    _ count: Int,
    _ separator: Unicode.Scalar?
  ) -> Int? {
    let digits = bytes.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    bytes = bytes.dropFirst(count)
    if let separator {
      guard bytes.first == UInt8(ascii: separator) else { return nil }
      bytes = bytes.dropFirst()
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Returns the days from 1970-01-01 to a day of the Gregorian calendar.
  ///
  /// Years are counted from March, so that the leap day is a year's last: every five months from
  /// then on have 153 days.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let marchMonth = (month + 9) % 12
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    return 365 * marchYear + leapDays + (153 * marchMonth + 2) / 5 + day - 719_469
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
