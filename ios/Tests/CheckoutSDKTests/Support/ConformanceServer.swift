import Foundation

/// The conformance server: scenarios, a sandbox for each run, and the judge.
///
/// It runs at `CHECKOUT_CONFORMANCE_URL`; without that, the one that cargo built is started. It ends with this process,
/// because its standard input does.
enum ConformanceServer {
    static let http = Result { HTTP(url: try url()) }

    struct Missing: Error, CustomStringConvertible {
        let description = """
            no conformance server: cargo build -p checkout-conformance --bin conformance-server, \
            or set CHECKOUT_CONFORMANCE_URL
            """
    }

    private static func url() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let url = environment["CHECKOUT_CONFORMANCE_URL"] { return url }
        let built = environment["CHECKOUT_LIB_DIR"] ?? Repository.root + "/target/debug"
        let server = URL(fileURLWithPath: built).appendingPathComponent("conformance-server")
        guard FileManager.default.isExecutableFile(atPath: server.path) else { throw Missing() }

        let process = Process()
        let output = Pipe()
        process.executableURL = server
        process.standardInput = inputThatStaysOpen
        process.standardOutput = output
        try process.run()
        var line = Data()
        while true {
            let byte = output.fileHandleForReading.readData(ofLength: 1)
            guard !byte.isEmpty else { throw Missing() }
            if byte == Data("\n".utf8) { break }
            line += byte
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static let inputThatStaysOpen = Pipe()
}

/// Where this package is.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func read(_ path: String) throws -> String {
        try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }
}
