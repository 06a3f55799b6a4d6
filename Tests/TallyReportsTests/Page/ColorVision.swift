import Foundation

@testable import TallyReports

/// How colours look to an eye, in linear sRGB.
struct ColorVision {
    private let rows: [[Double]]

    /// Usual vision, and without each kind of cone (Machado, Oliveira and Fernandes, "A Physiologically-based Model for
    /// Simulation of Color Vision Deficiency", 2009, severity 1).
    static let all = [
        ColorVision(rows: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        ColorVision(rows: [
            [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
        ]),
        ColorVision(rows: [
            [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
        ]),
        ColorVision(rows: [
            [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
        ]),
    ]

    /// The distance of two colours as they look, in Oklab (Ottosson, 2020).
    func distance(_ one: PageColor, _ other: PageColor) -> Double {
        zip(self.oklab(one), self.oklab(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    private func oklab(_ color: PageColor) -> [Double] {
        let linear = [color.red, color.green, color.blue].map { part in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        let seen = Self.product(self.rows, linear).map { min(1, max(0, $0)) }
        let cones = Self.product(
            [
                [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ],
            seen
        )
        return Self.product(
            [
                [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660],
            ],
            cones.map { cbrt($0) }
        )
    }

    private static func product(_ rows: [[Double]], _ vector: [Double]) -> [Double] {
        rows.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
}
