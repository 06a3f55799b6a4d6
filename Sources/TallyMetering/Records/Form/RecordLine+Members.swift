internal import TallyPricing

// Objects whose names are data, and lists.

extension RecordLine.Value {
    /// An object of texts; of two of one name the first counts.
    func texts() throws(RecordLine.Fault) -> [String: String] {
        guard self.line.nodes[self.node].kind == .object else { throw .type }
        var texts: [String: String] = [:]
        // A name that is no text is the first error, wherever it stands.
        var fault: RecordLine.Fault?
        // Names and their values in turn.
        var name: String?
        for member in self.line.children(of: self.node) {
            guard let known = name else {
                name = try self.line.value(member).text()
                continue
            }
            name = nil
            guard fault == nil, texts[known] == nil else { continue }
            do throws(RecordLine.Fault) {
                texts[known] = try self.line.value(member).text()
            } catch {
                fault = error == .type ? .memberType(RecordKey(rawValue: known)?.rawValue ?? "…") : error
            }
        }
        if let fault { throw fault }
        return texts
    }

    /// An array of texts.
    func list() throws(RecordLine.Fault) -> [String] {
        guard self.line.nodes[self.node].kind == .array else { throw .type }
        var list: [String] = []
        for element in self.line.children(of: self.node) {
            guard self.line.nodes[element].kind == .text else { throw .memberType(String(list.count)) }
            list.append(try self.line.value(element).text())
        }
        return list
    }

    /// An object from counters to quantities; of two of one name the first counts.
    func counts() throws(RecordLine.Fault) -> TokenUsage {
        guard self.line.nodes[self.node].kind == .object else { throw .type }
        var usage = TokenUsage()
        var said: UInt128 = 0
        // A name that is no text is the first error, wherever it stands.
        var fault: RecordLine.Fault?
        var name: Int?
        for member in self.line.children(of: self.node) {
            guard let known = name else {
                name = member
                continue
            }
            name = nil
            do throws(RecordLine.Fault) {
                let counter = try UsageCounter.read(self.line.value(known))
                let bit = UInt128(1) << UInt128(counter.position)
                guard said & bit == 0 else { continue }
                said |= bit
                let value = self.line.value(member)
                if !value.isNull { usage[counter] = try value.integer() }
            } catch {
                switch error {
                case .malformed: throw error
                case .value: fault = fault ?? .memberName
                default: fault = fault ?? .memberType("…")
                }
            }
        }
        if let fault { throw fault }
        return usage
    }
}
