extension Optimizer {
  /// The optimizer with every hyper-parameter at its default.
  public static var standard: Self {
    guard let values = try? HyperParameterValues([:], for: hyperParameters) else {
      preconditionFailure("the defaults lie within their bounds")
    }
    return Self(values)
  }
}
