public import Files

/// What the kernel says of itself.
public struct KernelIdentity: Sendable {
  /// The version of aerepl.
  public var version: String

  /// The lines that a console begins with.
  public var banner: String

  /// Creates an identity.
  public init(version: String, banner: String) {
    self.version = version
    self.banner = banner
  }

  /// What is said of the language, in replies and in notebooks.
  ///
  /// Jupyter's highlighters know no `ae`; Octave's marks commands, comments and strings rightly.
  public var language: JSON {
    [
      "name": "ae", "version": .string(version), "mimetype": "text/x-ae", "file_extension": ".ae",
      "pygments_lexer": "octave", "codemirror_mode": "octave", "nbconvert_exporter": "script",
    ]
  }

  /// The content of a kernel_info reply.
  var content: JSON {
    [
      "status": "ok", "protocol_version": .string(Wire.version), "implementation": "aerepl",
      "implementation_version": .string(version), "language_info": language,
      "banner": .string(banner), "help_links": [], "supported_features": [], "debugger": false,
    ]
  }
}
