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
// Apple's frameworks are not there, so what uses them is type-checked against modules of our own with the same names.
let frameworks = ["Contacts", "PassKit", "SwiftUI", "UIKit", "WebKit"]
let needs = ["PassKit": ["Contacts", "UIKit"], "SwiftUI": ["UIKit"], "WebKit": ["UIKit"]]
let standIns: [Target] = frameworks.map { name in
    .target(
        name: name,
        dependencies: needs[name, default: []].map { .target(name: $0) },
        path: "StandIns/\(name)",
        swiftSettings: [.swiftLanguageMode(.v5)]
    )
}
#else
let core: Target = .binaryTarget(name: "CheckoutSDKFFI", path: "CheckoutSDKFFI.xcframework")
let linking: [LinkerSetting] = [
    .linkedFramework("CoreFoundation"),
    .linkedFramework("Security"),
    .linkedFramework("SystemConfiguration"),
]
let standIns: [Target] = []
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
        .target(name: "CheckoutSDK", dependencies: ["CheckoutSDKCore"] + standIns.map { .target(name: $0.name) }),
        .executableTarget(name: "sample", dependencies: ["CheckoutSDK"]),
        // CheckoutSDKCore only for what apps do not get: the count of live checkouts.
        .testTarget(
            name: "CheckoutSDKTests",
            dependencies: ["CheckoutSDK", "CheckoutSDKCore"] + standIns.map { .target(name: $0.name) }
        ),
    ] + standIns
)
