import Testing

@testable import Jupyter

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-25T13:18:25.123456Z", 1_795_612_705_123_456),
    ("2026-11-25T14:18:25.123456+01:00", 1_795_612_705_123_456),
    ("2026-11-25T08:18:25.1-0500", 1_795_612_705_100_000),
    ("2000-02-29T23:59:59.9999999Z", 951_868_799_999_999),
  ])
  func `a moment is read`(text: String, moment: Int) {
    #expect(Timestamp.moment(of: text) == moment)
  }

  @Test(arguments: [
    "", "2026-11-25", "2026-11-25T13:18:25", "2026-13-25T13:18:25Z", "2026-11-25 13:18:25Z",
    "2026-11-25T13:18:25Zx", "２026-11-25T13:18:25Z", "2026-11-25T13:18:25.Z1",
  ])
  func `what is no moment is refused`(text: String) {
    #expect(Timestamp.moment(of: text) == nil)
  }

  @Test(arguments: [0, 951_868_799_000_001, 1_795_612_705_123_456])
  func `a moment is written as it is read`(moment: Int) {
    #expect(Timestamp.moment(of: Timestamp.text(of: moment)) == moment)
  }
}
