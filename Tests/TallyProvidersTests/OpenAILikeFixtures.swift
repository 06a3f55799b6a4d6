import TallyPricing
import TallyProviders

extension UsageFixture {
    private static func chat(_ rest: String, _ usage: String) -> String {
        #"{"id":"gen-1","object":"chat.completion","choices":[{"index":0,"message":{"content":"\#(text)"}}],\#(rest)"usage":{\#(usage)}}"#
    }

    /// Formats that follow OpenAI's, each in its own way.
    static let openAILike: [UsageFixture] = [
        UsageFixture(
            "DeepSeek: hits and misses make the prompt",
            .deepSeek,
            chat(
                "",
                #""prompt_tokens":100,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36,"completion_tokens":9,"total_tokens":109"#
            ),
            TokenUsage(inputUncached: 36, cacheRead: 64, outputText: 9),
            .agrees
        ),
        UsageFixture(
            "xAI: reasoning is outside of the completion, ticks are the bill",
            .xAI,
            chat(
                "",
                #""prompt_tokens":37,"completion_tokens":530,"total_tokens":810,"completion_tokens_details":{"reasoning_tokens":243},"num_sources_used":0,"cost_in_usd_ticks":12345678"#
            ),
            TokenUsage(inputUncached: 37, outputText: 530, reasoning: 243),
            .agrees,
            details: ["cost=0.0012345678"]
        ),
        UsageFixture(
            "xAI without a total: reasoning is outside",
            .xAI,
            chat(
                "",
                #""prompt_tokens":37,"completion_tokens":530,"completion_tokens_details":{"reasoning_tokens":243},"num_sources_used":0"#
            ),
            TokenUsage(inputUncached: 37, outputText: 530, reasoning: 243)
        ),
        UsageFixture(
            "Groq: usage under x_groq",
            .groq,
            events(
                #"{"id":"c","object":"chat.completion.chunk","x_groq":{"id":"req_1"},"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}]}"#,
                #"{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"queue_time":0.03,"prompt_tokens":21,"prompt_time":0.001,"completion_tokens":3,"total_tokens":24}}}"#,
                "[DONE]"
            ),
            TokenUsage(inputUncached: 21, outputText: 3),
            .agrees
        ).streamed,
        UsageFixture(
            "OpenRouter: inclusive even for Claude, its cost in dollars",
            .openRouter,
            ": OPENROUTER PROCESSING\n\n"
                + events(
                    #"{"id":"gen-1","provider":"Anthropic","model":"anthropic/claude-opus-5","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":"stop"}]}"#,
                    #"{"id":"gen-1","provider":"Anthropic","model":"anthropic/claude-opus-5","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":194,"completion_tokens":2,"total_tokens":196,"cost":1.5E-3,"is_byok":true,"cost_details":{"upstream_inference_cost":0.02},"prompt_tokens_details":{"cached_tokens":100,"cache_write_tokens":50}}}"#,
                    "[DONE]"
                ),
            TokenUsage(inputUncached: 44, cacheRead: 100, cacheWriteOther: 50, outputText: 2),
            .agrees,
            details: ["cost=0.0215"]
        ).streamed,
        UsageFixture(
            "Mistral embeddings: nulls, and a detail in the singular",
            .mistral,
            #"{"id":"m1","object":"list","data":[{"object":"embedding","embedding":[0.5]}],"model":"mistral-embed","usage":{"prompt_tokens":18,"total_tokens":18,"completion_tokens":0,"prompt_audio_seconds":null,"num_cached_tokens":4,"prompt_token_details":null}}"#,
            TokenUsage(inputUncached: 14, cacheRead: 4, outputText: 0),
            .agrees
        ).with { $0.isDetected = false },
        UsageFixture(
            "Mistral OCR: pages",
            .mistral,
            #"{"pages":[{"index":0,"markdown":"\#(text)"}],"model":"mistral-ocr-2512","usage_info":{"pages_processed":3,"doc_size_bytes":99}}"#,
            TokenUsage([.documentPages: 3])
        ),
        UsageFixture(
            "Perplexity: citations and searches, the bill as an object",
            .openAIChat,
            chat(
                "",
                #""prompt_tokens":10,"completion_tokens":20,"total_tokens":30,"citation_tokens":7,"num_search_queries":2,"cost":{"total_cost":0.006}"#
            ),
            TokenUsage([.inputUncached: 10, .outputText: 20, .citations: 7, .webSearches: 2]),
            .agrees,
            details: ["cost=0.006"]
        ),
        UsageFixture(
            "Voyage: a total alone",
            .openAIEmbeddings,
            #"{"object":"list","data":[{"object":"embedding","embedding":[0.5]}],"model":"voyage-3","usage":{"total_tokens":10}}"#,
            TokenUsage(inputUncached: 10),
            .agrees
        ),
        UsageFixture(
            "watsonx: counts beside the text",
            .openAIChat,
            #"{"model_id":"ibm/granite","results":[{"generated_text":"\#(text)","generated_token_count":4,"input_token_count":5,"stop_reason":"max_tokens"}]}"#,
            TokenUsage(inputUncached: 5, outputText: 4),
            details: ["model=ibm/granite", "finish=max_tokens"]
        ),
        UsageFixture(
            "Cohere 1: what is billed, not what the model saw; floats",
            .cohereV1,
            #"{"response_id":"r","generation_id":"g","text":"\#(text)","meta":{"api_version":{"version":"1"},"billed_units":{"input_tokens":7.0,"output_tokens":3.0},"tokens":{"input_tokens":69.0,"output_tokens":3.0}}}"#,
            TokenUsage(inputUncached: 7, outputText: 3)
        ),
        UsageFixture(
            "Cohere 1 stream: JSON lines",
            .cohereV1,
            #"{"is_finished":false,"event_type":"text-generation","text":"\#(text)"}"# + "\n"
                + #"{"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE","response":{"generation_id":"g","text":"\#(text)","meta":{"billed_units":{"input_tokens":7,"output_tokens":3}}}}"#
                + "\n",
            TokenUsage(inputUncached: 7, outputText: 3)
        ).streamed,
        UsageFixture(
            "Cohere 2 stream: the last event",
            .cohereV2,
            "event: message-start\n"
                + events(
                    #"{"id":"x","type":"message-start","delta":{"message":{"role":"assistant"}}}"#,
                    #"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"\#(text)"}}}}"#,
                    #"{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":12,"output_tokens":65},"tokens":{"input_tokens":219,"output_tokens":65},"cached_tokens":208}}}"#
                ),
            TokenUsage(inputUncached: 12, outputText: 65)
        ).streamed,
        UsageFixture(
            "Cohere rerank: search units",
            .cohereV1,
            #"{"id":"r","results":[{"index":0,"relevance_score":0.9}],"meta":{"api_version":{"version":"2"},"billed_units":{"search_units":2}}}"#,
            TokenUsage([.rerankUnits: 2])
        ),
        UsageFixture(
            "Cohere: part of a token is rounded up",
            .cohereV2,
            #"{"id":"x","usage":{"billed_units":{"input_tokens":7.5,"output_tokens":3}}}"#,
            TokenUsage(inputUncached: 8, outputText: 3),
            .ambiguous(.notACount)
        ),
        UsageFixture(
            "Ollama stream: the last line",
            .ollama,
            #"{"model":"llama3","created_at":"2026","message":{"role":"assistant","content":"\#(text)"},"done":false}"#
                + "\n"
                + #"{"model":"llama3","created_at":"2026","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"total_duration":5,"prompt_eval_count":17,"eval_count":5}"#
                + "\n",
            TokenUsage(inputUncached: 17, outputText: 5),
            details: ["model=llama3", "finish=stop"]
        ).streamed,
        UsageFixture(
            "Ollama: the prompt was in the cache",
            .ollama,
            #"{"model":"llama3","created_at":"2026","response":"\#(text)","done":true,"eval_count":5}"#,
            TokenUsage(outputText: 5)
        ),
    ]
}
