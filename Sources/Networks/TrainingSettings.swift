internal import Files

/// What a checkpoint tells of a training besides its tensors.
struct TrainingSettings {
  let optimizer: any Optimizer
  let loss: Loss

  /// Where training stands, without the history.
  let progress: TrainingProgress

  /// Creates the settings that a file tells, or nil where they make no sense.
  init?(json: JSONObject) {
    guard let optimizer = json["optimizer"]?.object.flatMap(Self.optimizer),
      let loss = json["loss"]?.string.flatMap(Loss.named), let step = json["step"]?.integer,
      let epochs = json["epochs"]?.integer, let position = json["position"]?.integer,
      let batches = json["batches"]?.integer, let updates = json["updates"]?.integer,
      let lossSum = json["loss_sum"]?.double, let seconds = json["seconds"]?.double
    else { return nil }
    // Beyond these bounds counting on would overflow.
    let bounds = 0...(Int.max / 2)
    guard [step, epochs, position, batches, updates].allSatisfy(bounds.contains), seconds >= 0
    else {
      return nil
    }
    self.optimizer = optimizer
    self.loss = loss
    var progress = TrainingProgress()
    progress.step = step
    progress.epochs = epochs
    progress.position = position
    progress.batches = batches
    progress.updates = updates
    progress.lossSum = lossSum
    progress.seconds = seconds
    self.progress = progress
  }

  private static func optimizer(_ json: JSONObject) -> (any Optimizer)? {
    var options: [String: Double] = [:]
    for member in json.members where member.name != "name" {
      guard let value = member.value.double else { return nil }
      options[member.name] = value
    }
    guard let name = json["name"]?.string else { return nil }
    return try? Optimizers.make(name, options)
  }
}

extension TrainingSnapshot {
  /// The training as a checkpoint tells it, without tensors and history.
  var json: JSONObject {
    let parameters = type(of: optimizer).hyperParameters
    let options = parameters.map {
      JSONObject.Member($0.name, .double(optimizer.values[$0.name]))
    }
    let name = JSONObject.Member("name", .string(type(of: optimizer).name))
    return JSONObject([
      JSONObject.Member("optimizer", .object(JSONObject([name] + options))),
      JSONObject.Member("loss", .string(loss.name)),
      JSONObject.Member("step", .integer(progress.step)),
      JSONObject.Member("epochs", .integer(progress.epochs)),
      JSONObject.Member("position", .integer(progress.position)),
      JSONObject.Member("batches", .integer(progress.batches)),
      JSONObject.Member("updates", .integer(progress.updates)),
      JSONObject.Member("loss_sum", .double(progress.lossSum)),
      JSONObject.Member("seconds", .double(progress.seconds)),
    ])
  }
}
