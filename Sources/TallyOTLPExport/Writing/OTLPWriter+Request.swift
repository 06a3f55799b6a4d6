extension OTLPWriter {
    /// Writes a request: what `items` writes, of one scope of one resource, under the names that a signal has for them.
    mutating func request(
        _ resources: StaticString,
        _ scopes: StaticString,
        _ name: StaticString,
        _ content: OTLPContent,
        _ resource: OTLPResource,
        _ items: (inout OTLPWriter) -> Void
    ) {
        self.object { writer in
            writer.array(resources) { writer in
                writer.object { writer in
                    writer.resource(resource)
                    writer.array(scopes) { writer in
                        writer.object { writer in
                            writer.scope()
                            writer.array(name, items)
                            writer.field("schemaUrl", content.conventions.schemaURL)
                        }
                    }
                }
            }
        }
    }
}
