// Readline's variables are plain C globals; only the main thread uses them.
@preconcurrency internal import CReadline
internal import Glibc

/// The answers of a terminal that come when nobody waits for them any more.
///
/// They arrive among the keys. Readline is told to swallow each to its end; no key begins like one.
enum LateAnswers {
  /// Has readline swallow answers from now on.
  static func ignore() {
    for name in ["emacs", "vi-insert"] {
      let keys = rl_get_keymap_by_name(name)
      // DA1 and XTSMGRAPHICS, sizes of cell and area: up to a letter.
      for start in ["\\e[?", "\\e[4;", "\\e[6;"] {
        rl_bind_keyseq_in_map(
          start,
          { _, _ in LateAnswers.swallow { (0x40...0x7E).contains($0) } },
          keys
        )
      }
      // XTVERSION, DECRQSS, the background, kitty's: up to ST, whose last byte is a backslash, or BEL.
      for start in ["\\eP>|", "\\eP0$r", "\\eP1$r", "\\e]11;", "\\e_Gi"] {
        rl_bind_keyseq_in_map(
          start,
          { _, _ in LateAnswers.swallow { $0 == UInt8(ascii: "\\") || $0 == 7 } },
          keys
        )
      }
    }
  }

  /// An answer that is longer than this is none.
  private static let limit = 256

  private static func swallow(isEnd: (UInt8) -> Bool) -> Int32 {
    for _ in 0..<limit {
      let key = rl_read_key()
      guard let byte = UInt8(exactly: key) else { return 0 }
      if isEnd(byte) { return 0 }
    }
    return 0
  }
}
