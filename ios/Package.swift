// swift-tools-version: 6.0
import Foundation
import PackageDescription

// Where cargo builds the core on Linux. Apps on Apple's platforms get it as an XCFramework (`cargo xtask ios`).
let libraryDir = ProcessInfo.processInfo.environment["CHECKOUT_LIB_DIR"] ?? "\(Context.packageDirectory)/../target/debug"

#if os(Linux)
let core: Target = .systemLibrary(name: "CheckoutSDKFFI", path: "Sources/CheckoutSDKFFI")
#else
let core: Target = .binaryTarget(name: "CheckoutSDKFFI", path: "CheckoutSDKFFI.xcframework")
#endif

let package = Package(
    name: "CheckoutSDK",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "CheckoutSDK", targets: ["CheckoutSDK"])],
    targets: [
        core,
        // Written by UniFFI, which is not ready for Swift 6 mode.
        .target(
            name: "CheckoutSDKCore",
            dependencies: ["CheckoutSDKFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [
                .unsafeFlags(["-L\(libraryDir)", "-Xlinker", "-rpath", "-Xlinker", libraryDir], .when(platforms: [.linux])),
                .linkedLibrary("checkout_bindings", .when(platforms: [.linux])),
            ]
        ),
        .target(name: "CheckoutSDK", dependencies: ["CheckoutSDKCore"]),
        .executableTarget(name: "sample", dependencies: ["CheckoutSDK"]),
        // CheckoutSDKCore only for what apps do not get: the count of live checkouts.
        .testTarget(name: "CheckoutSDKTests", dependencies: ["CheckoutSDK", "CheckoutSDKCore"]),
    ]
)
