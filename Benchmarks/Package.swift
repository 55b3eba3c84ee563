// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "aerepl", path: "..")],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Peak", .product(name: "AereplEngine", package: "aerepl")],
      swiftSettings: [.treatAllWarnings(as: .error)]
    ),
    .target(name: "Peak", cSettings: [.unsafeFlags(["-O3"])]),
  ],
  swiftLanguageModes: [.v6]
)
