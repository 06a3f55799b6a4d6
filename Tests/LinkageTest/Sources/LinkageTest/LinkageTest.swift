import TallyVocabularies

@main
struct LinkageTest {
    static func main() {
        print(Tokenizer(.o200kBase).count("Hello, world!"))
    }
}
