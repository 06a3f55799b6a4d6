import TallyMetering
import Testing

@testable import TallyHTTPExport

@Suite struct EndpointURLTests {
    @Test(arguments: [
        ("http://a", "http://a/"), ("https://A.example", "https://a.example/"),
        ("HTTP://a:8080/x/y?z=1&w", "http://a:8080/x/y?z=1&w"), ("http://[::1]:4318/v1", "http://[::1]:4318/v1"),
        ("http://[::1]/v1", "http://[::1]/v1"), ("https://a?x", "https://a/?x"),
        ("https://a/b#c", "https://a/b"), ("http://a:80/%20", "http://a/%20"),
    ])
    func takesAnAddressApart(text: String, whole: String) throws {
        #expect(try EndpointURL(text).text == whole)
    }

    @Test(arguments: [
        "", "a", "a/b", "ftp://a", "http://", "http:///x", "http://a:0", "http://a:65536", "http://a:x", "http://a b",
        "http://ä", "http://user@a", "http://user:MARKER@a", "http://::1", "http://a\r\nX: y", "://a",
    ])
    func refusesWhatIsNone(text: String) {
        let error = #expect(throws: ExportError.self) { _ = try EndpointURL(text) }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains("MARKER") == false)
    }

    @Test func parametersAreEncodedAndAdded() throws {
        let url = try EndpointURL("http://a/b?c=d")
        #expect(
            url.adding(query: [("query", "INSERT INTO t FORMAT x"), ("e", "ä&=")]).text
                == "http://a/b?c=d&query=INSERT%20INTO%20t%20FORMAT%20x&e=%C3%A4%26%3D"
        )
        #expect(url.adding(query: []) == url)
    }

    @Test(arguments: [
        ("/x?y", "http://a/x?y"), ("x", "http://a/b/x"), ("?q", "http://a/b/c?q"),
        ("//e/f", "http://e/f"), ("https://e:1/f", "https://e:1/f"), ("x:y", nil), ("", nil), ("ftp://e", nil),
    ])
    func followsALocation(location: String, target: String?) throws {
        #expect(try EndpointURL("http://a/b/c?d").resolving(location)?.text == target)
    }

    @Test func whatErrorsTellHasNoQuery() throws {
        #expect(try EndpointURL("http://a/b?key=MARKER").shown == "http://a/b")
    }
}
