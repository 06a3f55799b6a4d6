import TallyMetering
import Testing

@testable import TallyHTTPExport

@Suite struct SecretTests {
    @Test func isNeverPrinted() throws {
        var endpoint = try HTTPEndpoint("https://a/b?key=MARKER")
        endpoint.credentials = .bearer(.text("MARKER"))
        endpoint.headers = [("X-Key", .text("MARKER"))]
        endpoint.signature = BodySignature(key: .text("MARKER"))
        var text = "\(Secret.text("MARKER"))" + String(reflecting: Secret.text("MARKER"))
        dump(endpoint.credentials, to: &text)
        dump(endpoint.headers, to: &text)
        dump(endpoint.signature, to: &text)
        #expect(!text.contains("MARKER"))
    }

    @Test func isReadWhenItIsNeeded() async throws {
        #expect(try await Secret.text("a").value(for: "the key") == "a")
        #expect(try await Secret.environment("PATH").value(for: "the key").isEmpty == false)
    }

    @Test(arguments: [
        Secret.environment("TALLY_NO_SUCH_VARIABLE"), .text(""), .text("a\r\nX: MARKER"), .text("ä MARKER"),
        Secret { throw ExportError(.rejected, "MARKER") },
    ])
    func whatIsMissingOrUnfitIsTold(secret: Secret) async {
        let error = await #expect(throws: ExportError.self) { _ = try await secret.value(for: "the token") }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains("the token") == true)
        #expect(error?.message.contains("MARKER") == false)
    }
}
