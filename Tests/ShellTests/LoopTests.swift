import Language
import Shell
import TestSupport
import Testing

/// Loops take time in proportion to their rounds.
@Suite struct LoopTests {
  /// An optimised build on an idle machine needs a twentieth of this; what copies a list at every
  /// round needs minutes.
  private static let patience = Patience.seconds(20)

  @Test(arguments: [
    ("let x = 0\nfor i in 0..200000 { x += i }\nshow x", "19999900000"),
    ("let n = 0\nwhile n < 200000 { n += 1 }\nshow n", "200000"),
    (
      "func f(a, b=1) { return a + b }\nlet s = 0\nfor i in 0..200000 { s = f(s) }\nshow s",
      "200000"
    ),
    ("let a = []\nfor i in 0..200000 { a += [i] }\nshow len(a)", "200000"),
    ("let s = \"\"\nfor i in 0..200000 { s += \"x\" }\nshow len(s)", "200000"),
    (
      "let a = (0..100000)[:]\nfor i in 0..50000 { a[i] = i * 2 }\nshow a[49999]", "99998"
    ),
    (
      "let a = [(0..100000)[:]]\nfor i in 0..50000 { a[0][i] += 1 }\nshow a[0][49999]", "50000"
    ),
    ("let t = zeros(100000)\nfor i in 0..100000 { t[i] = i }\nshow t[99999]", "99999.0"),
    (
      """
      func local() {
        let a = []
        for i in 0..100000 { a += [i]; a[i] += 1 }
        return a[99999]
      }
      show local()
      """, "100000"
    ),
  ])
  func `a loop is done in time`(script: String, printed: String) {
    let probe = SessionProbe(catalog: .sample)
    let time = ContinuousClock().measure { _ = probe.script(script) }
    #expect(probe.error == nil)
    #expect(probe.recorder.lines == [printed])
    #expect(time < Self.patience)
  }
}
