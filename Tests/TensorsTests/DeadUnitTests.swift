import TestSupport
import Testing

@testable import Tensors

/// A first layer with dead units must give the bits of one that is never packed.
@Suite struct DeadUnitTests {
  /// Not a multiple of a vector.
  private static let inputs = 41
  private static let rowCount = 90
  /// Units from this one on are dead for all rows.
  private static let live = 21

  private static func plan(hasBias: Bool = true) -> NetworkPlan {
    NetworkPlan(layers: [
      LayerPlan(inputs: inputs, outputs: 150, activation: .relu, hasBias: hasBias),
      LayerPlan(inputs: 150, outputs: 9, activation: .relu),
      LayerPlan(inputs: 9, outputs: inputs, activation: .tanh),
    ])
  }

  private static let adam = AdamRule(
    rate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    decay: 0,
    step: 1
  )

  /// Of every tenth byte some are not zero; `lit` bytes say whether the last input is.
  private static func rows(lit: UInt8 = 0) -> ByteMatrix {
    let bytes: [UInt8] = (0..<rowCount * inputs).map { place in
      if place % inputs == inputs - 1 { return lit }
      return place * 7919 % 10 < 3 ? UInt8(place * 31 % 255 + 1) : 0
    }
    return ByteMatrix(rowCount: rowCount, columnCount: inputs, bytes: bytes)
  }

  private static func network(
    _ threads: Int,
    path: String? = nil,
    moments: Float = 1e-4,
    hasBias: Bool = true
  ) throws -> CPUNetwork {
    let backend =
      try path.map { try CPUBackendTests.backend($0, threads: threads) }
      ?? CPUBackend(threads: threads)
    let plan = plan(hasBias: hasBias)
    let network = try #require(try backend.makeNetwork(plan) as? CPUNetwork)
    let shape = BackendConformance.Case([inputs, 150, 9, inputs], batch: 30)
    BackendConformance.fill(network, for: shape, seed: 8)
    if hasBias {
      network.set(
        .value,
        of: ParameterID(0, .bias),
        to: Tensor(shape: [150]) { elements in
          for unit in elements.indices { elements[unit] = unit < live ? 25 : -15 }
        }
      )
    }
    // The last input is what makes dead units live; without biases the background kills them.
    network.set(
      .value,
      of: ParameterID(0, .weight),
      to: Tensor(shape: [150, inputs]) { elements in
        for place in elements.indices {
          let isLast = place % inputs == inputs - 1
          let rest = Float(place * 37 % 101 - 50) / 200
          let slope: Float = hasBias ? 0 : place / inputs < live ? -1 : 1
          elements[place] = (isLast ? 20 : rest) + slope
        }
      }
    )
    for state in [ParameterState.firstMoment, .secondMoment] {
      for parameter in plan.parameters where parameter.layer == 0 {
        let shape = plan.shape(of: parameter)
        network.set(state, of: parameter, to: Tensor(shape: shape, repeating: moments))
      }
    }
    return network
  }

  /// Batches of 30 and 13 rows in a changing order.
  private static func batch(_ step: Int, of rows: ByteMatrix) -> Batch {
    let order = (0..<rowCount).map { Int32(($0 * 7 + step * 11) % rowCount) }
    let size = step % 3 == 0 ? 13 : 30
    let start = step * 30 % 90
    return Batch(rows: rows, order: order, range: start..<min(start + size, rowCount))
  }

  private static func rule(_ step: Int, isAdam: Bool = true) -> UpdateRule {
    var rule = adam
    rule.step = step
    return isAdam
      ? .adam(rule) : .descent(DescentRule(rate: 0.01, momentum: 0.9, decay: 0))
  }

  /// Makes steps; before each one `prepare` may do something to the network.
  private static func train(
    _ network: CPUNetwork,
    _ steps: Range<Int>,
    on rows: ByteMatrix,
    isAdam: Bool = true,
    _ prepare: (Int) -> Void = { _ in }
  ) throws {
    for step in steps {
      prepare(step)
      _ = try network.step(
        on: batch(step, of: rows),
        loss: .squared,
        rule: rule(step + 1, isAdam: isAdam)
      )
    }
  }

  private static func bits(_ network: CPUNetwork) -> [UInt32] {
    ParameterState.allCases.flatMap { state in
      network.plan.parameters.flatMap { network.tensor(state, of: $0).scalars.map(\.bitPattern) }
    }
  }

  /// Makes the network find that one thread is faster, or several.
  private static func force(_ network: CPUNetwork, alone: Bool) {
    while network.pace.staysAlone != alone {
      network.pace.record(network.pace.isAlone == alone ? 1e-3 : 1)
    }
  }

  /// One thread has all live units in one part; whether the dead ones are still stays known.
  @Test(arguments: [2, 3], [true, false])
  func `a packed layer has the parts that serve its threads`(threads: Int, isAdam: Bool) throws {
    let rows = Self.rows()
    let plain = try Self.network(1)
    let packed = try Self.network(threads)
    var alone = true
    for steps in [0..<64, 64..<67, 67..<70, 70..<700, 700..<702, 702..<704] {
      try Self.train(plain, steps, on: rows, isAdam: isAdam) { _ in plain.forgetDeadUnits() }
      if steps.count < 64 {
        Self.force(packed, alone: alone)
        try Self.train(packed, steps, on: rows, isAdam: isAdam)
        let layer = try #require(packed.packed)
        #expect(layer.liveParts == (alone ? 1 : 2))
        #expect(layer.deadOutputs.count >= 96)
        #expect(layer.isProven == (steps.lowerBound >= 700))
        alone.toggle()
      } else {
        try Self.train(packed, steps, on: rows, isAdam: isAdam)
      }
      let isSame = Self.bits(packed) == Self.bits(plain)
      #expect(isSame)
    }
  }

  @Test(arguments: CPUBackendTests.paths, [1, 2, 3])
  func `units that die are packed apart, and no bit changes`(path: String, threads: Int) throws {
    let rows = Self.rows()
    #expect(rows.isSparse)
    let plain = try Self.network(1, path: path)
    let packed = try Self.network(threads, path: path)
    for steps in [0..<64, 64..<130, 130..<700, 700..<760] {
      try Self.train(plain, steps, on: rows) { _ in plain.forgetDeadUnits() }
      try Self.train(packed, steps, on: rows)
      #expect(plain.packed == nil)
      let layer = try #require(packed.packed)
      #expect(layer.deadOutputs.count >= 96 && layer.deadOutputs.allSatisfy { $0 >= Self.live })
      #expect((layer.stillRule != nil) == (steps.upperBound >= 700))
      #expect(layer.isProven == (steps.upperBound >= 700))
      #expect(Self.bits(packed) == Self.bits(plain))
      #expect(packed.packed === layer)
    }
  }

  @Test func `gradient descent packs as well`() throws {
    let rows = Self.rows()
    let plain = try Self.network(1)
    let packed = try Self.network(2)
    try Self.train(plain, 0..<700, on: rows, isAdam: false) { _ in plain.forgetDeadUnits() }
    try Self.train(packed, 0..<700, on: rows, isAdam: false)
    #expect(packed.packed?.isProven == true)
    #expect(Self.bits(packed) == Self.bits(plain))
  }

  /// The unit comes to life before, while and after it is proven dead for the rows before.
  @Test(arguments: [70, 300, 800])
  func `a dead unit that comes to life counts at once`(moment: Int) throws {
    let networks = [try Self.network(1), try Self.network(2)]
    for (index, network) in networks.enumerated() {
      let forget = { (_: Int) in if index == 0 { network.forgetDeadUnits() } }
      try Self.train(network, 0..<moment, on: Self.rows(), forget)
      #expect((network.packed == nil) == (index == 0))
      try Self.train(network, moment..<moment + 1, on: Self.rows(lit: 255), forget)
      #expect(network.packed == nil)
    }
    #expect(Self.bits(networks[0]) == Self.bits(networks[1]))
    for (index, network) in networks.enumerated() {
      try Self.train(network, moment + 1..<moment + 200, on: Self.rows()) { _ in
        if index == 0 { network.forgetDeadUnits() }
      }
    }
    #expect(Self.bits(networks[0]) == Self.bits(networks[1]))
  }

  @Test func `other rows are looked at again before their dead units are left out`() throws {
    let network = try Self.network(2)
    let rows = Self.rows()
    try Self.train(network, 0..<700, on: rows)
    #expect(network.packed?.isProven == true)
    let copy = ByteMatrix(
      rowCount: Self.rowCount,
      columnCount: Self.inputs,
      bytes: rows.bytes.map { $0 / 2 }
    )
    try Self.train(network, 700..<701, on: copy)
    #expect(network.packed?.isProven == false)
    try Self.train(network, 701..<760, on: copy)
    #expect(network.packed?.isProven == true)
  }

  @Test func `a rule that moves weights without a gradient unpacks`() throws {
    let networks = [try Self.network(1), try Self.network(2)]
    for (index, network) in networks.enumerated() {
      let forget = { (_: Int) in if index == 0 { network.forgetDeadUnits() } }
      try Self.train(network, 0..<700, on: Self.rows(), forget)
      var rule = Self.adam
      rule.step = 701
      rule.decay = 0.1
      let batch = Self.batch(700, of: Self.rows())
      _ = try network.step(on: batch, loss: .squared, rule: .adam(rule))
      #expect(network.packed == nil)
      // Another rate might move what the one before left still.
      try Self.train(network, 701..<1400, on: Self.rows(), forget)
      rule.decay = 0
      rule.rate = 1000
      rule.step = 1401
      _ = try network.step(on: batch, loss: .squared, rule: .adam(rule))
      #expect(network.packed == nil)
    }
    #expect(Self.bits(networks[0]) == Self.bits(networks[1]))
  }

  @Test func `gradients and inference see the packed weights`() throws {
    let networks = [try Self.network(1), try Self.network(2)]
    let input = Tensor(shape: [3, Self.inputs]) { elements in
      for place in elements.indices { elements[place] = Float(place % 13) / 13 - 0.5 }
    }
    var seen: [[Float]] = []
    for (index, network) in networks.enumerated() {
      try Self.train(network, 0..<720, on: Self.rows()) { _ in
        if index == 0 { network.forgetDeadUnits() }
      }
      _ = try network.step(on: Self.batch(720, of: Self.rows()), loss: .squared, rule: nil)
      seen.append(
        try network.forward(input, layers: 0..<3).scalars
          + network.lossSums(Self.rows(), loss: .squared)
          + network.tensor(.gradient, of: ParameterID(0, .weight)).scalars
      )
    }
    #expect(networks[1].packed != nil)
    #expect(seen[0] == seen[1])
  }

  /// Trains two networks, of which one never packs; between runs `change` does something to each.
  private static func compare(
    hasBias: Bool = true,
    isAdam: Bool = true,
    _ runs: [Range<Int>],
    _ change: (CPUNetwork, Int) throws -> Void
  ) throws {
    let networks = [try network(1, hasBias: hasBias), try network(2, hasBias: hasBias)]
    for steps in runs {
      for (index, network) in networks.enumerated() {
        try train(network, steps, on: rows(), isAdam: isAdam) { _ in
          if index == 0 { network.forgetDeadUnits() }
        }
      }
      #expect(networks[0].packed == nil && networks[1].packed != nil)
      for network in networks { try change(network, steps.upperBound) }
    }
    #expect(bits(networks[0]) == bits(networks[1]))
  }

  @Test func `a layer without a bias is packed as well`() throws {
    try Self.compare(hasBias: false, [0..<700, 700..<800]) { _, _ in }
  }

  /// Each row counts once in a batch of 60, which needs another workspace.
  @Test(arguments: [100, 700])
  func `larger batches, other inputs and lone gradients come in between`(moment: Int) throws {
    try Self.compare([0..<moment, moment..<moment + 200]) { network, step in
      let order = (0..<90).map { Int32($0) }
      let large = Batch(rows: Self.rows(), order: order, range: 0..<60)
      _ = try network.step(on: large, loss: .squared, rule: Self.rule(step + 1))
      let floats = (0..<90 * Self.inputs).map { Float($0 % 17) / 17 }
      let dense = ByteMatrix(
        rowCount: 90,
        columnCount: Self.inputs,
        floats: floats,
        mean: 0.5,
        deviation: 0.5
      )
      let other = Batch(rows: dense, order: order, range: 7..<40)
      _ = try network.step(on: other, loss: .absolute, rule: nil)
      _ = network.tensor(.gradient, of: ParameterID(1, .weight))
    }
  }

  @Test(arguments: [100, 700])
  func `parameters and moments can be set in between`(moment: Int) throws {
    try Self.compare([0..<moment, moment..<moment + 200]) { network, _ in
      for parameter in network.plan.parameters {
        for state in [ParameterState.value, .firstMoment, .secondMoment] {
          let found = network.tensor(state, of: parameter).scalars
          let changed = Tensor(shape: network.plan.shape(of: parameter)) { elements in
            for place in elements.indices { elements[place] = found[place] * 0.75 }
          }
          network.set(state, of: parameter, to: changed)
        }
      }
    }
  }

  @Test(arguments: [100, 700])
  func `training goes on after a fault`(moment: Int) throws {
    try Self.compare([0..<moment, moment..<moment + 200]) { network, step in
      let weight = ParameterID(2, .weight)
      let before = network.tensor(.value, of: weight)
      let shape = network.plan.shape(of: weight)
      network.set(.value, of: weight, to: Tensor(shape: shape, repeating: .nan))
      #expect(throws: NumericFault.self) {
        try network.step(
          on: Self.batch(step, of: Self.rows()),
          loss: .squared,
          rule: Self.rule(step + 1)
        )
      }
      network.set(.value, of: weight, to: before)
    }
  }

  @Test(arguments: [100, 700])
  func `the threads may change while the layer is packed`(moment: Int) throws {
    try Self.compare([0..<moment, moment..<moment + 200]) { network, step in
      network.backend.threads += 5
      // Gradients are made anew by more threads than there were in the step.
      _ = network.tensor(.gradient, of: ParameterID(0, .bias))
      network.backend.threads = step % 3 + 1
    }
  }

  /// The velocities of weights have gone long before.
  @Test func `a unit whose bias moves is not still`() throws {
    let networks = [try Self.network(1, moments: 0), try Self.network(2, moments: 0)]
    for (index, network) in networks.enumerated() {
      network.set(
        .firstMoment,
        of: ParameterID(0, .bias),
        to: Tensor(shape: [150], repeating: -100)
      )
      for steps in [0..<130, 130..<900] {
        try Self.train(network, steps, on: Self.rows(), isAdam: false) { _ in
          if index == 0 { network.forgetDeadUnits() }
        }
        if index == 1 { #expect((network.packed?.stillRule == nil) == (steps.upperBound == 130)) }
      }
    }
    #expect(Self.bits(networks[0]) == Self.bits(networks[1]))
  }

  /// When the second moment is flushed to zero, so little would be left that the quotient rose.
  @Test func `a tiny epsilon packs nothing`() throws {
    for (epsilon, isPacked) in [(1e-13, false), (1e-8, true)] {
      let network = try Self.network(1)
      for step in 0..<130 {
        var rule = Self.adam
        rule.step = step + 1
        rule.epsilon = epsilon
        _ = try network.step(
          on: Self.batch(step, of: Self.rows()),
          loss: .squared,
          rule: .adam(rule)
        )
      }
      #expect((network.packed != nil) == isPacked)
    }
  }

  @Test func `keeps the layer whole where nothing is saved`() {
    let isLive = (0..<128).map { $0 < 97 }
    #expect(PackedLayer(isLive: isLive, inputs: 3, parts: 2, capacity: 16) == nil)
    let packed = PackedLayer(isLive: isLive, inputs: 3, parts: 1, capacity: 16)
    #expect(packed?.ranges == [0..<112, 112..<128])
    #expect(packed.map { Array($0.outputs) } == (0..<128).map { Int32($0) })
  }
}
