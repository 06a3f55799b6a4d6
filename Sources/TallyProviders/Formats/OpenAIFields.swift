/// Where OpenAI's formats, and the many that follow them, have what is read.
///
/// Chat streams have the usage in a last chunk without choices, if the request asked for it with
/// `stream_options.include_usage`; all other chunks say `usage: null`. Moonshot has it inside of a choice, Groq's streams
/// used to have it under `x_groq`, Cloudflare wraps responses in `result`. Streams of the Responses API repeat the whole
/// response in the last event. A line of a batch's results has the response in `response.body`.
/// Source: openai-python 3.3.1 (types), Groq's and Cloudflare's references.
enum OpenAIFields {
    static let fields: [FieldPattern] =
        ["response", "response.body", "result"].flatMap { root in
            [
                FieldPattern("\(root).id", .value, as: "id"),
                FieldPattern("\(root).model", .value, as: "model"),
                FieldPattern("\(root).service_tier", .value, as: "service_tier"),
                FieldPattern("\(root).usage", .all, as: "usage"),
            ]
        } + [
            FieldPattern("x_groq.usage", .all, as: "usage"),
            FieldPattern("x_groq", .presence),
            FieldPattern("x_groq.id", .value),
            FieldPattern("choices.*.usage", .all, as: "usage"),
            FieldPattern("choices", .presence),
            FieldPattern("choices.*.index", .value, as: "lane"),
            FieldPattern("choices.*.finish_reason", .value, as: "finish"),
            FieldPattern("response.body.choices.*.finish_reason", .value, as: "finish"),
            FieldPattern("choices.*.delta.content", .text(.answer)),
            FieldPattern("choices.*.delta.content.*.text", .text(.answer)),
            FieldPattern("choices.*.delta.refusal", .text(.answer)),
            FieldPattern("choices.*.delta.reasoning_content", .text(.reasoning)),
            FieldPattern("choices.*.delta.reasoning", .text(.reasoning)),
            FieldPattern("choices.*.delta.tool_calls.*.function.name", .text(.toolCall)),
            FieldPattern("choices.*.delta.tool_calls.*.function.arguments", .text(.toolCall)),
            FieldPattern("choices.*.delta.function_call.name", .text(.toolCall)),
            FieldPattern("choices.*.delta.function_call.arguments", .text(.toolCall)),
            FieldPattern("choices.*.message.content", .text(.answer)),
            FieldPattern("choices.*.message.refusal", .text(.answer)),
            FieldPattern("choices.*.message.reasoning_content", .text(.reasoning)),
            FieldPattern("choices.*.message.reasoning", .text(.reasoning)),
            FieldPattern("choices.*.message.tool_calls.*.function.name", .text(.toolCall)),
            FieldPattern("choices.*.message.tool_calls.*.function.arguments", .text(.toolCall)),
            FieldPattern("choices.*.text", .text(.answer)),
            FieldPattern("provider", .value),
            FieldPattern("duration", .value),
            FieldPattern("status", .value),
            FieldPattern("response.status", .value, as: "status"),
            FieldPattern("incomplete_details.reason", .value, as: "incomplete"),
            FieldPattern("response.incomplete_details.reason", .value, as: "incomplete"),
            FieldPattern("response.error.code", .value, as: "error.code"),
            FieldPattern("response.error", .presence, as: "error"),
            FieldPattern("response.object", .value),
            FieldPattern("delta", .text(.byType)),
            FieldPattern("text", .text(.byType)),
            FieldPattern("delta.content.*.text.value", .text(.answer)),
            FieldPattern("output_index", .value, as: "lane"),
            FieldPattern("response.output", .presence, as: "output"),
            FieldPattern("response.output.*.type", .value),
            FieldPattern("response.output.*.action.type", .value),
            FieldPattern("response.output.*.container_id", .value),
            FieldPattern("output.*.type", .value),
            FieldPattern("output.*.action.type", .value),
            FieldPattern("output.*.container_id", .value),
            FieldPattern("task", .value),
            FieldPattern("output.*.content.*.text", .text(.answer)),
            FieldPattern("output.*.arguments", .text(.toolCall)),
            FieldPattern("data", .length, as: "data.count"),
            FieldPattern("model_id", .value, as: "model"),
            FieldPattern("results.*.input_token_count", .value, as: "watsonx.input"),
            FieldPattern("results.*.generated_token_count", .value, as: "watsonx.output"),
            FieldPattern("results.*.stop_reason", .value, as: "finish"),
            FieldPattern("results.*.generated_text", .text(.answer)),
        ]
}
