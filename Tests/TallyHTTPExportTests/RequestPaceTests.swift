import Testing

@testable import TallyHTTPExport

@Suite struct RequestPaceTests {
    @Test func letsABurstGoAndThenOneAnInterval() {
        var pace = RequestPace(RateLimit(requests: 10, per: .seconds(1), burst: 3))
        let delays = (0..<6).map { _ in pace.take(at: .seconds(100)) }
        #expect(delays == [.zero, .zero, .zero, .milliseconds(100), .milliseconds(200), .milliseconds(300)])
        // After the three that wait have gone the bucket is empty, and fills again.
        #expect(pace.take(at: .seconds(100) + .milliseconds(400)) == .zero)
        #expect(pace.take(at: .seconds(100) + .milliseconds(400)) == .milliseconds(100))
        #expect((0..<4).map { _ in pace.take(at: .seconds(1_000)) } == [.zero, .zero, .zero, .milliseconds(100)])
    }

    @Test func overAnyTimeNoMoreGoThanAreAllowed() {
        var pace = RequestPace(RateLimit(requests: 50, per: .seconds(1)))
        var times: [Duration] = []
        var now = Duration.zero
        for step in 0..<1_000 {
            now += .milliseconds(step % 37)
            times.append(now + pace.take(at: now))
        }
        times.sort()
        for (index, time) in times.enumerated() where index >= 100 {
            // The burst and what comes in a second.
            #expect(time - times[index - 100] >= .seconds(1))
        }
    }
}
