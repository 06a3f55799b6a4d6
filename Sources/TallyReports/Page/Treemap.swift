/// Divides a rectangle into others as large as their values, as square as can be (Bruls, Huizing and van Wijk,
/// "Squarified Treemaps", 2000).
enum Treemap {
    /// Returns a rectangle for each value, in the order of the values, which are at best sorted, the largest first.
    ///
    /// Values that are not above zero get rectangles without a size.
    ///
    /// - Complexity: O(*n*)
    static func rectangles(_ values: [Double], in area: ChartArea) -> [ChartArea] {
        let sum = values.reduce(0) { $0 + max(0, $1) }
        guard sum > 0, sum.isFinite, area.width > 0, area.height > 0 else {
            return values.map { _ in ChartArea(x: area.x, y: area.y, width: 0, height: 0) }
        }
        let scale = area.width * area.height / sum
        var free = area
        var result: [ChartArea] = []
        var row: [Double] = []
        var rowSum = 0.0
        var (smallest, largest) = (0.0, 0.0)
        for value in values {
            let size = max(0, value) * scale
            let side = min(free.width, free.height)
            let (low, high) = row.isEmpty ? (size, size) : (min(smallest, size), max(largest, size))
            if !row.isEmpty,
                Self.worst(low, high, rowSum + size, side) > Self.worst(smallest, largest, rowSum, side)
            {
                result += Self.place(row, sum: rowSum, &free)
                row = []
                rowSum = 0
                (smallest, largest) = (size, size)
            } else {
                (smallest, largest) = (low, high)
            }
            row.append(size)
            rowSum += size
        }
        return result + Self.place(row, sum: rowSum, &free)
    }

    /// The ratio of the sides of the least square rectangle of a row along a side.
    private static func worst(_ smallest: Double, _ largest: Double, _ sum: Double, _ side: Double) -> Double {
        guard smallest > 0, side > 0 else { return .infinity }
        let square = sum * sum
        return max(side * side * largest / square, square / (side * side * smallest))
    }

    /// Puts a row along the shorter side of what is free.
    private static func place(_ row: [Double], sum: Double, _ free: inout ChartArea) -> [ChartArea] {
        let isUpright = free.width >= free.height
        let side = isUpright ? free.height : free.width
        let thickness = side > 0 ? min(sum / side, isUpright ? free.width : free.height) : 0
        var offset = 0.0
        let areas = row.map { size in
            let length = sum > 0 ? side * size / sum : 0
            defer { offset += length }
            return isUpright
                ? ChartArea(x: free.x, y: free.y + offset, width: thickness, height: length)
                : ChartArea(x: free.x + offset, y: free.y, width: length, height: thickness)
        }
        if isUpright {
            free.x += thickness
            free.width -= thickness
        } else {
            free.y += thickness
            free.height -= thickness
        }
        return areas
    }
}
