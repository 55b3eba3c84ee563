// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built the same way: Swift 6 mode, warnings are errors, and each file's
/// import list is the truth.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The kernels are optimised in debug builds too: unoptimised they are a hundred times slower, and
/// the tests train networks.
let kernelSettings: [CSetting] = [.unsafeFlags(["-O3", "-Wall", "-Wextra", "-Werror"])]

/// The product that offers SHA-256 and HMAC.
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

/// Returns a library target under `Sources` with the common settings.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The folders of a test target that hold no sources.
let folders = ["Script": ["Scripts", "Fixtures"], "Fuzz": ["Corpus"]]

/// Returns a test target under `Tests` with the common settings.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: dependencies + ["TestSupport"],
    exclude: folders[name] ?? [],
    swiftSettings: strict
  )
}

let package = Package(
  name: "aerepl",
  products: [
    .executable(name: "aerepl", targets: ["aerepl"]),
    // What `Benchmarks` measures.
    .library(name: "AereplEngine", targets: ["Kernels", "Tensors", "Networks", "Datasets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .executableTarget(
      name: "aerepl",
      dependencies: [
        "Commands", "Terminal", "Jupyter", "Shell",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    library("Terminal", ["Shell", "Language", "Files", "CReadline"]),
    library("Jupyter", ["Shell", "Language", "Files", "CZeroMQ", crypto]),
    library(
      "Commands",
      ["Shell", "Language", "Networks", "Datasets", "Plots", "Tensors", "Files"]
    ),
    library("Shell", ["Language", "Tensors"]),
    library("Networks", ["Tensors", "Files", crypto]),
    library("Datasets", ["Tensors", "Files", "CZlib", "CDeflate", "CPNG", "CCurl", crypto]),
    library("Plots", ["Files", "CPNG", "CCairo"]),
    library("Language"),
    library("Tensors", ["Kernels"]),
    library("Files"),
    .target(name: "Kernels", cSettings: kernelSettings),
    .target(name: "CCurl"),
    .systemLibrary(name: "CReadline"),
    .systemLibrary(name: "CZeroMQ"),
    .systemLibrary(name: "CPNG"),
    .systemLibrary(name: "CCairo"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CDeflate"),
    .target(
      name: "TestSupport",
      dependencies: ["Shell", "Language", "Commands", "Tensors"],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Commands", "Datasets", "Files", "Jupyter", "Language", "Networks", "Shell", "Terminal",
        "CZlib", crypto,
      ],
      path: "Tests/FuzzTargets",
      swiftSettings: strict
    ),
    tests("Architecture", ["Shell", "Commands", "Language"]),
    tests("Language", ["Language"]),
    tests("Shell", ["Shell", "Language", "Tensors"]),
    tests("Tensors", ["Tensors", "Kernels"]),
    tests("Networks", ["Networks", "Tensors", "Files"]),
    tests("Datasets", ["Datasets", "Tensors", "Files", "CZlib", crypto]),
    tests("Plots", ["Plots", "CPNG"]),
    tests("Files", ["Files"]),
    tests("Commands", ["Commands", "Shell", "Language"]),
    tests("Terminal", ["Terminal", "Shell", "Language", "Commands", "Files", "aerepl"]),
    tests("Fault", ["Commands", "Shell", "Language", "aerepl"]),
    tests("Fuzz", ["FuzzTargets"]),
    tests("Jupyter", ["Jupyter", "Shell", "Language", "Commands", "Files", "CZeroMQ", "aerepl"]),
    tests("Script", ["Commands", "Shell", "Language", "Tensors"]),
  ],
  swiftLanguageModes: [.v6]
)
