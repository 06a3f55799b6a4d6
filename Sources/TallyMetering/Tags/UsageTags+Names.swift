extension UsageTags {
    /// The team that pays.
    public var team: String? {
        get { self["team"] }
        set { self["team"] = newValue }
    }

    /// The feature of the product.
    public var feature: String? {
        get { self["feature"] }
        set { self["feature"] = newValue }
    }

    /// What the feature uses the model for.
    public var useCase: String? {
        get { self["use_case"] }
        set { self["use_case"] = newValue }
    }

    /// Where the service runs: `production`, `test`.
    public var environment: String? {
        get { self["environment"] }
        set { self["environment"] = newValue }
    }

    /// The customer on whose behalf the call is made, as an opaque id.
    public var customer: String? {
        get { self["customer"] }
        set { self["customer"] = newValue }
    }

    /// The user on whose behalf the call is made, as an opaque id.
    public var user: String? {
        get { self["user"] }
        set { self["user"] = newValue }
    }
}
