public import Shell

extension Catalog {
  /// The catalogue of aerepl: every command, in alphabetical order.
  public static let standard = Catalog(
    commands: [
      AssertCommand.self,
      ClearCommand.self,
      EprintCommand.self,
      ErrorCommand.self,
      HelpCommand.self,
      InputCommand.self,
      PrintCommand.self,
      QuitCommand.self,
      SeedCommand.self,
      TimeCommand.self,
      VarsCommand.self,
      VersionCommand.self,
    ],
    lookUpParameter: { _, name in .none }
  )
}
