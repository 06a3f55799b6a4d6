import HTTPTypes
import Hummingbird
import TallyMetering

/// Says for all that a request leads to which team asks, for which feature.
struct TagsMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var tags = UsageTags()
        if let team = HTTPField.Name("x-team") { tags.team = request.headers[team] }
        if let feature = HTTPField.Name("x-feature") { tags.feature = request.headers[feature] }
        return try await withUsageTags(tags) {
            try await next(request, context)
        }
    }
}
