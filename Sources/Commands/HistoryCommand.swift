internal import Language
internal import Networks
internal import Shell

/// Lists the epochs.
struct HistoryCommand: Command {
  static let manual = Manual(
    name: "history",
    summary: "List the finished epochs with their losses and times.",
    examples: ["history"]
  )

  func run(in context: Context) throws(Diagnostic) {
    let epochs = context.workbench.training.trainer?.progress.history ?? []
    guard !epochs.isEmpty else {
      context.say("no epoch has finished yet: 'train 1' trains one")
      return
    }
    let rows = epochs.map { epoch in
      [
        String(epoch.epoch), NumberText.fixed(epoch.meanLoss, decimals: 4), String(epoch.steps),
        NumberText.fixed(epoch.seconds, decimals: 2),
      ]
    }
    let columns = ["epoch", "loss", "steps", "seconds"].map { Table.Column($0, .right) }
    context.emit(.table(Table(columns: columns, rows: rows)))
  }
}
