#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Options in the form `--name value`, and flags `--name`.
struct DriveOptions {
    private var values: [String: String] = [:]

    init(_ arguments: some Sequence<String>) {
        var name: String?
        for argument in arguments {
            if argument.hasPrefix("--") {
                name = String(argument.dropFirst(2))
                self.values[String(argument.dropFirst(2))] = ""
            } else if let known = name {
                self.values[known] = argument
                name = nil
            } else {
                fatalError("'\(argument)' is not behind an option")
            }
        }
    }

    func has(_ name: String) -> Bool { self.values[name] != nil }
    func text(_ name: String) -> String? { self.values[name] }
    func number(_ name: String) -> Int? { self.values[name].flatMap { Int($0) } }
}

/// What the process needs.
enum ProcessMemory {
    /// The most memory that was resident, in KiB; 0 where Linux does not tell.
    ///
    /// Not from `getrusage`, which begins with what the parent had when it made the process.
    static var peakKibibytes: Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
