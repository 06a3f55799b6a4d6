#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Bionic)
internal import Bionic
#elseif canImport(Glibc)
internal import Glibc
#endif

/// Logarithms, which the standard library does not have.
enum NaturalLogarithm {
    static func of(_ number: Double) -> Double { log(number) }
}
