/// A part of a prompt as its author marked it.
struct TextSection: Equatable {
    /// What marks it.
    enum Kind: String, CaseIterable {
        /// A heading of Markdown.
        case heading
        /// A tag on a line of its own, and another that closes it.
        case tag
        /// The name of a role on a line of its own, as in Prompty's files.
        case role
        /// YAML between lines of hyphens at the start.
        case frontMatter = "front_matter"
        /// What is in no other section.
        case text
        /// Lines between blank ones, in a text without other sections.
        case paragraph
        /// All that follows the last section that is told apart.
        case rest
    }

    let kind: Kind
    /// The heading's text, the tag's or the role's name; empty for what has no name.
    let title: String
    /// How many sections it is inside of.
    let depth: Int
    /// The section that it is inside of.
    let parent: Int?
    let firstLine: Int
    /// Of the section and those inside it.
    var lastLine: Int
}

/// Neighbouring lines that belong to one section.
struct SectionPart: Equatable {
    let section: Int
    var lines: Range<Int>
}
