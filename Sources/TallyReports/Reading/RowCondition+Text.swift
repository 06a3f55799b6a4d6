extension RowCondition {
    /// The condition as a command has it: `team=search`.
    var text: String {
        "\(self.dimension.name)\(self.isNegated ? "!=" : "=")\(self.pattern)"
    }
}
