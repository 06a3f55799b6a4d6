/// The text of a `tally.yml` for what was found: rules that hold today, and all else in comments.
struct PolicyText {
    let model: String
    let survey: PromptSurvey

    /// More folders than this have no rule of their own, so that the file stays one that people read.
    static let maximumFolders = 50

    /// The folders with rules of their own, each with its pattern; none where one rule says it all.
    var folders: [(folder: PromptFolder, pattern: String)] {
        guard self.survey.folders.count > 1 else { return [] }
        return self.survey.folders.filter { !$0.path.bytes.isEmpty }.prefix(Self.maximumFolders)
            .compactMap { folder in folder.pattern.map { (folder, $0) } }
    }

    /// The whole file.
    var text: String { self.head + self.firstRule + self.folderRules + Self.tail }

    private var head: String {
        """
        # What `tally check` asks of the prompts in this repository. `tally init` wrote this from what it found.
        prompts:
          # Which files are prompts, by patterns as in .gitignore; without this, the usual names and folders.
          # files: ["prompts/**", "*.prompt"]
          # Which of them are none.
          # exclude: ["prompts/drafts/**"]

          # Rules come together key by key; of two with the same key, the one further down holds.
          rules:
            # For every prompt: the model that it is sent to, for which it is counted and priced.
            - model: \(YAMLScalarText.plainOrQuoted(self.model))

        """
    }

    private var firstRule: String {
        var text = ""
        if let largest = self.survey.largest {
            let name = Self.shown(largest.largest.text)
            text +=
                "      # The most tokens; the largest today is \(name) with \(NumberText.grouped(largest.tokens)).\n"
            text += "      max_tokens: \(largest.limit)\n"
        } else {
            text += "      # The most tokens. There are no prompts yet where they usually are.\n"
            text += "      # max_tokens: 4000\n"
        }
        return text + Self.choices
    }

    private static let choices = """
              # The most tokens that a change may add to a prompt, and the same in per cent of what it was.
              # max_growth_tokens: 200
              # max_growth_percent: 10%
              # Calls a month with each prompt, and the output to expect of one: what costs are worked out from.
              # calls_per_month: 10_000
              # output_tokens: 300
              # The most dollars of a call, and of a month's calls.
              # max_cost_per_call: 0.01
              # max_cost_per_month: 500
              # How many tokens at the start a change leaves as they are, so that providers' caches still serve them.
              # cache_prefix: 1024
              # The models that may be used; * stands for any characters.
              # approved_models: [gpt-4o*, claude-*]
              # How many tokens the placeholders of templates stand for.
              # placeholders: { history: 2000, name: 5 }
              # Whether a front matter (--- to ---) is sent to the model: counted, or left out.
              # front_matter: left out

        """

    private var folderRules: String {
        var text = ""
        for (folder, pattern) in self.folders {
            let name = Self.shown(String(decoding: folder.largest.name, as: UTF8.self))
            let size = NumberText.counted(folder.tokens, "token")
            text += "    # \(NumberText.counted(folder.prompts, "prompt")); the largest is \(name) with \(size).\n"
            text += "    - files: \(YAMLScalarText.quoted(pattern))\n"
            text += "      max_tokens: \(folder.limit)\n"
        }
        let others = self.survey.folders.count - self.folders.count
        if !self.folders.isEmpty, others > 0 {
            text += "    # For \(NumberText.counted(others, "other folder")) the first rule holds.\n"
        }
        return text
    }

    private static let tail = """

          # Prompts that may break rules until a day, and who answers for that.
          # exceptions:
          #   - name: legacy
          #     rules: [max_tokens]
          #     files: prompts/legacy.prompt
          #     owner: search team
          #     reason: is split up in the next quarter
          #     expires: 2027-03-31

        """

    /// A name in a comment, on one line and not endless.
    private static func shown(_ text: String) -> String {
        let short = text.unicodeScalars.count > 200 ? String(text.unicodeScalars.prefix(200)) + "…" : text
        return YAMLScalarText.plainOrQuoted(short)
    }
}
