/// Sessions that are ready to train within milliseconds.
public enum SmallSetup {
  /// Makes a small generated dataset and a small model.
  public static let script = """
    seed 0
    dataset digits count=512 test=128
    batch 64
    model 784 16 3

    """

  /// Returns a session in which the script has run.
  public static func probe() -> SessionProbe {
    let probe = SessionProbe()
    probe.enter(script)
    return probe
  }
}
