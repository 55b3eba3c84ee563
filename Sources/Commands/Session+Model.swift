internal import Language
internal import Networks
internal import Shell
internal import Tensors

extension Session {
  /// The full names of the model's parameters; empty without a model.
  var parameterNames: [String] { self[Workbench.self]?.training.model?.parameterNames ?? [] }

  /// Returns a parameter of the model by its full name.
  func parameter(_ name: String) throws(Diagnostic) -> Value {
    let model = try workbench.requireModel()
    if let tensor = model.parameter(name) { return .tensor(tensor) }
    throw unknown("parameter", name, among: model.parameterNames)
  }

  /// Returns the output of a layer for the batch of the last step.
  func activation(_ name: String) throws(Diagnostic) -> Value {
    let layers = try workbench.requireModel().architecture.summary.map(\.name)
    guard layers.contains(name) else { throw unknown("layer", name, among: layers) }
    guard let trainer = workbench.training.trainer else { return try lastStep(nil, "activation") }
    let tensor = try Diagnostic.translating { () throws(TensorError) in
      try trainer.activation(name)
    }
    return try lastStep(tensor, "activation")
  }

  /// Returns a tensor of the last step, or throws where there was none.
  func lastStep(_ tensor: Tensor?, _ what: String) throws(Diagnostic) -> Value {
    if let tensor { return .tensor(tensor) }
    throw Diagnostic(
      .state,
      "there is no \(what) before the first step",
      hint: "'step' trains on one batch"
    )
  }

  private func unknown(_ what: String, _ name: String, among names: [String]) -> Diagnostic {
    Diagnostic(
      .name,
      "the model has no \(what) '\(name)'",
      hint: Suggestion.closest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "it has \(names.joined(separator: ", "))"
    )
  }
}
