import Foundation

/// One run of a program.
struct ProcessRun {
  let seconds: Double

  /// The most memory that was resident, in MB.
  let peak: Double

  /// Runs a program to its end, its output thrown away.
  init(_ path: String, _ arguments: [String]) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The shell's child tells its own peak, which the shell passes on in its last line.
    process.arguments = ["-c", #""$0" "$@""#, path] + arguments
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    // Its output ends with it; waiting for the end itself may take Foundation 50 ms longer.
    seconds = (clock.now - start) / .seconds(1)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw BenchmarkError.failed(path, arguments) }
    let line = text.split(separator: "\n").last { $0.hasPrefix("VmHWM:") }
    peak = line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1024 } ?? 0
  }
}

/// What can go wrong with a measurement.
enum BenchmarkError: Error {
  /// A program failed.
  case failed(String, [String])
  /// A word of the command line is not known.
  case unknownWord(String)
}

extension Report {
  /// Whole runs of the program, from its start to its end.
  func processes() throws -> Table {
    var table = Table(
      "The whole program, from start to end",
      ["what", "s", "range", "peak memory, MB"]
    )
    let data = folder.map { _ in "dataset mnist" } ?? "dataset digits"
    let start = data + "; batch 128; model 784 128 64 16 3"
    let picture = FileManager.default.temporaryDirectory.appendingPathComponent(
      "aerepl-benchmark-\(getpid()).png"
    )
    defer { try? FileManager.default.removeItem(at: picture) }
    let save = "plot recon; save \(picture.path)"
    let work = [
      ("print 1", "print 1"),
      ("data", data),
      ("data, 5 epochs, recon.png", "\(start); train 5; \(save)"),
      ("data, 20 epochs, recon.png", "\(start); train 20; \(save)"),
    ]
    let options = folder.map { ["--data", $0] } ?? []
    let samples = try interleaved(work.count, rounds: rounds) { index in
      try ProcessRun(program, options + ["-e", work[index].1]).seconds
    }
    // A run of its own, because the shell line takes time.
    let peaks = try work.map { _, code in
      let tell = #"!grep VmHWM: /proc/$PPID/status"#
      return try ProcessRun(program, options + ["-e", code, "-e", tell]).peak
    }
    for (index, sample) in samples.enumerated() {
      table.add(
        work[index].0,
        sample.median.fixed(3),
        sample.range(3),
        peaks[index].fixed(0)
      )
    }
    return table
  }
}
