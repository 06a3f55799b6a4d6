#if HTTPExport

import NIOSSL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An authority of no other use, and what it certifies for 127.0.0.1 until 2126.
///
/// Made by `openssl ecparam -name prime256v1 -genkey -noout`, `openssl req -x509 -new -subj "/CN=Tally test authority" -days
/// 36500`, and `openssl x509 -req -CA … -days 36500` with `subjectAltName=IP:127.0.0.1,DNS:localhost`.
enum Certificates {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBpTCCAUugAwIBAgIUXRbfbmy5Dlr6I2bEmfSAABL60ikwCgYIKoZIzj0EAwIw
        HzEdMBsGA1UEAwwUVGFsbHkgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMjE1MDAy
        WhgPMjEyNjEwMjgyMTUwMDJaMB8xHTAbBgNVBAMMFFRhbGx5IHRlc3QgYXV0aG9y
        aXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKAbLepxZM6Xo+NQumpeWEp/k
        j1ec675ceGA3+RWNOsmPvrxt6JU3qw4OGJDLUsaegPwls2GWNLkFInV9ZheG36Nj
        MGEwHQYDVR0OBBYEFNZuhkT+DpUK8a0369sUqGKxgWZ+MB8GA1UdIwQYMBaAFNZu
        hkT+DpUK8a0369sUqGKxgWZ+MA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQD
        AgIEMAoGCCqGSM49BAMCA0gAMEUCIALRQGCzyCEouW8lz6tCYPU4cJ/+8S4RpkhR
        ANzoUDPmAiEA/kjRsoKk8sOwTRdXXTDiOa1r08vHPXYWLWZ55Oqi5Iw=
        -----END CERTIFICATE-----
        """

    static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBsTCCAVegAwIBAgIUbV/jjSuw75sKJgAgkpE49LHAzdMwCgYIKoZIzj0EAwIw
        HzEdMBsGA1UEAwwUVGFsbHkgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMjE1MDAy
        WhgPMjEyNjEwMjgyMTUwMDJaMBExDzANBgNVBAMMBnNlcnZlcjBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABJi4ErrNXs/xGgDklnGXC6AFSi7AQoHIiYwlj0/2ywRG
        WXArB5Lqn3qIOvdloU3yYvYF4xyHJGzXm56DTuuAdLCjfTB7MBoGA1UdEQQTMBGH
        BH8AAAGCCWxvY2FsaG9zdDAdBgNVHSUEFjAUBggrBgEFBQcDAQYIKwYBBQUHAwIw
        HQYDVR0OBBYEFB98mz4GrrX/INgCSdMCzCviBbDcMB8GA1UdIwQYMBaAFNZuhkT+
        DpUK8a0369sUqGKxgWZ+MAoGCCqGSM49BAMCA0gAMEUCICQ7tDpnhB+CZcw8XufZ
        86f+H/LY2PsfWfUHBwS/oPYgAiEAyzf3duU6JUBcYR/J0amjoraQ+vAVQQI9Oi/h
        MN3gu9U=
        -----END CERTIFICATE-----
        """

    static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCJpWi7+uxvPlANwP
        onzlOerzk4mspgUv48JH4ylkxaKhRANCAASYuBK6zV7P8RoA5JZxlwugBUouwEKB
        yImMJY9P9ssERllwKweS6p96iDr3ZaFN8mL2BeMchyRs15ueg07rgHSw
        -----END PRIVATE KEY-----
        """

    static let client = """
        -----BEGIN CERTIFICATE-----
        MIIBsDCCAVegAwIBAgIUbV/jjSuw75sKJgAgkpE49LHAzdQwCgYIKoZIzj0EAwIw
        HzEdMBsGA1UEAwwUVGFsbHkgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMjE1MDAy
        WhgPMjEyNjEwMjgyMTUwMDJaMBExDzANBgNVBAMMBmNsaWVudDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABEmawEz0IHuoU4fVeS7pub463s6Mpr3iCDbe+zVabvLf
        ZDJNkPffX1oufFTgllvxabLgjZh9HmCJoRexj5pySoijfTB7MBoGA1UdEQQTMBGH
        BH8AAAGCCWxvY2FsaG9zdDAdBgNVHSUEFjAUBggrBgEFBQcDAQYIKwYBBQUHAwIw
        HQYDVR0OBBYEFDb08ysKuDIqmMuJrf4jHEv3CvN2MB8GA1UdIwQYMBaAFNZuhkT+
        DpUK8a0369sUqGKxgWZ+MAoGCCqGSM49BAMCA0cAMEQCIEYwjPklRnZRy+BJERKI
        QIFfGYj+zKBypnGTelbGb0cLAiAYTVWRoMNA2dC86hP17dGTo1SsgE5b3Ns99pL7
        H0YBiw==
        -----END CERTIFICATE-----
        """

    static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqvSYTi0c3jM2rQWq
        lgoEdcA5HoWyFgxmRWUQsV8PfHOhRANCAARJmsBM9CB7qFOH1Xku6bm+Ot7OjKa9
        4gg23vs1Wm7y32QyTZD3319aLnxU4JZb8Wmy4I2YfR5giaEXsY+ackqI
        -----END PRIVATE KEY-----
        """

    /// A server that shows the certificate, and asks for one of a client if `asksClient`.
    static func serverConfiguration(asksClient: Bool = false) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(Self.server.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(Self.serverKey.utf8), format: .pem))
        )
        if asksClient {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(Self.authority.utf8)))
            configuration.certificateVerification = .noHostnameVerification
        }
        return configuration
    }

    /// Runs `body` with a file that has `text`.
    static func withFile<Result>(_ text: String, _ body: (String) async throws -> Result) async throws -> Result {
        let url = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString).pem")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(url.path)
    }
}

#endif
