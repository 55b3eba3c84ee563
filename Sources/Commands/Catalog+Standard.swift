internal import Language
public import Shell

extension Catalog {
  /// The catalogue of aerepl: every command, in alphabetical order.
  public static let standard = Catalog(
    commands: [
      AssertCommand.self,
      BatchCommand.self,
      CheckpointCommand.self,
      ClearCommand.self,
      DatasetCommand.self,
      DeviceCommand.self,
      EprintCommand.self,
      ErrorCommand.self,
      EvalCommand.self,
      HelpCommand.self,
      HistoryCommand.self,
      InputCommand.self,
      InspectCommand.self,
      LoadCommand.self,
      LossCommand.self,
      ModelCommand.self,
      OptimizerCommand.self,
      PlotCommand.self,
      PrintCommand.self,
      QuitCommand.self,
      ReadCommand.self,
      ResetCommand.self,
      ResumeCommand.self,
      SaveCommand.self,
      SeedCommand.self,
      SetCommand.self,
      SourceCommand.self,
      StepCommand.self,
      SummaryCommand.self,
      ThreadsCommand.self,
      TimeCommand.self,
      TrainCommand.self,
      VarsCommand.self,
      VersionCommand.self,
    ],
    functions: Builtin.model,
    variables: BuiltinVariable.data,
    parameterNames: { $0.parameterNames },
    lookUpParameter: { session, name throws(Diagnostic) in try session.parameter(name) }
  )
}
