import Language

/// A few commands, one of each style.
struct TestVocabulary: Vocabulary {
  private static let shapes: [CommandShape] = [
    CommandShape(
      name: "batch",
      arguments: [ParameterShape(name: "size", kind: .integer(1...65_536), isRequired: true)],
      options: [ParameterShape(name: "shuffle", kind: .flag)]
    ),
    CommandShape(
      name: "dataset",
      variants: [
        "mnist": CommandShape(
          name: "mnist",
          options: [
            ParameterShape(name: "dir", kind: .path),
            ParameterShape(name: "limit", kind: .integer(1...Int.max)),
          ]
        ),
        "digits": CommandShape(
          name: "digits",
          options: [ParameterShape(name: "seed", kind: .integer(0...Int.max))]
        ),
        "idx": CommandShape(
          name: "idx",
          arguments: [ParameterShape(name: "images", kind: .path, isRequired: true)],
          options: [ParameterShape(name: "labels", kind: .path)]
        ),
      ]
    ),
    CommandShape(
      name: "inspect",
      style: .expressions(1...1)
    ),
    CommandShape(
      name: "input",
      arguments: [
        ParameterShape(name: "name", kind: .name, isRequired: true),
        ParameterShape(name: "prompt", kind: .word),
      ]
    ),
    CommandShape(
      name: "model",
      arguments: [
        ParameterShape(name: "width", kind: .integer(1...1_000_000), isRepeating: true)
      ],
      options: [
        ParameterShape(name: "activation", kind: .choice(["relu", "tanh", "sigmoid"])),
        ParameterShape(name: "bias", kind: .flag),
        ParameterShape(name: "dims", kind: .list),
      ]
    ),
    CommandShape(
      name: "plot",
      options: [ParameterShape(name: "title", kind: .word)],
      style: .expressions(1...Int.max),
      variants: [
        "recon": CommandShape(
          name: "recon",
          options: [
            ParameterShape(name: "count", kind: .integer(1...1_000)),
            ParameterShape(name: "from", kind: .choice(["test", "train"])),
          ]
        ),
        "hist": CommandShape(name: "hist", style: .expressions(1...1)),
        "interpolate": CommandShape(
          name: "interpolate",
          arguments: [
            ParameterShape(name: "i", kind: .integer(0...Int.max), isRequired: true),
            ParameterShape(name: "j", kind: .integer(0...Int.max), isRequired: true),
          ]
        ),
      ]
    ),
    CommandShape(name: "print", style: .expressions(0...Int.max)),
    CommandShape(
      name: "quit",
      arguments: [ParameterShape(name: "status", kind: .integer(0...255))]
    ),
    CommandShape(
      name: "save",
      arguments: [ParameterShape(name: "file", kind: .path, isRequired: true)],
      options: [ParameterShape(name: "force", kind: .flag)],
      style: .expressions(0...1),
      variants: ["recon": CommandShape(name: "recon")]
    ),
    CommandShape(
      name: "source",
      arguments: [
        ParameterShape(name: "file", kind: .path, isRequired: true),
        ParameterShape(name: "arguments", kind: .word, isRepeating: true),
      ],
      bindsNames: true
    ),
    CommandShape(name: "time", style: .statement),
    CommandShape(
      name: "train",
      arguments: [ParameterShape(name: "epochs", kind: .integer(0...1_000_000))],
      options: [
        ParameterShape(name: "epochs", kind: .integer(0...1_000_000)),
        ParameterShape(name: "lr", kind: .number(.positive)),
        ParameterShape(name: "momentum", kind: .number(.below(0..<1))),
        ParameterShape(name: "steps", kind: .integer(0...1_000_000_000)),
      ]
    ),
  ]

  let commandNames = shapes.map(\.name)

  let builtins: [Name: ClosedRange<Int>?] = [
    "args": nil,
    "test_x": nil,
    "abs": 1...1,
    "encode": 1...1,
    "int": 1...1,
    "len": 1...1,
    "relu": 1...1,
    "sum": 1...2,
    "zeros": 1...Int.max,
  ]

  func command(named name: String) -> CommandShape? {
    Self.shapes.first { $0.name == name }
  }

  func command(forAlias alias: String) -> String? {
    ["q": "quit"][alias]
  }
}
