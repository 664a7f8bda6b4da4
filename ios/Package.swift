// swift-tools-version: 6.0
import Foundation
import PackageDescription

// On Linux the core is the library that cargo builds. On Apple's platforms it is an XCFramework (`cargo xtask ios`), and
// there are no unsafe flags: with them no app could depend on the package.
#if os(Linux)
let libraryDir = ProcessInfo.processInfo.environment["CHECKOUT_LIB_DIR"] ?? "\(Context.packageDirectory)/../target/debug"
let core: Target = .systemLibrary(name: "CheckoutSDKFFI", path: "Sources/CheckoutSDKFFI")
let linking: [LinkerSetting] = [
    .unsafeFlags(["-L\(libraryDir)", "-Xlinker", "-rpath", "-Xlinker", libraryDir]),
    .linkedLibrary("checkout_bindings"),
]
#else
let core: Target = .binaryTarget(name: "CheckoutSDKFFI", path: "CheckoutSDKFFI.xcframework")
let linking: [LinkerSetting] = [
    .linkedFramework("CoreFoundation"),
    .linkedFramework("Security"),
    .linkedFramework("SystemConfiguration"),
]
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
            linkerSettings: linking
        ),
        .target(name: "CheckoutSDK", dependencies: ["CheckoutSDKCore"]),
        .executableTarget(name: "sample", dependencies: ["CheckoutSDK"]),
        // CheckoutSDKCore only for what apps do not get: the count of live checkouts.
        .testTarget(name: "CheckoutSDKTests", dependencies: ["CheckoutSDK", "CheckoutSDKCore"]),
    ]
)
