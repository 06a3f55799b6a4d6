import TallyPricing
import TallyProviders

extension UsageFixture {
    private static func message(_ usage: String) -> String {
        #"{"id":"msg_01A","type":"message","role":"assistant","model":"claude-opus-5","content":[{"type":"text","text":"\#(text)"}],"stop_reason":"end_turn","usage":{\#(usage)}}"#
    }

    static let claude: [UsageFixture] = [
        UsageFixture(
            "Anthropic: the cache is outside of the input, the rest of the split is kept five minutes",
            .anthropicMessages,
            message(
                #""input_tokens":10,"cache_creation_input_tokens":500,"cache_read_input_tokens":2000,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":200},"output_tokens":90,"output_tokens_details":{"thinking_tokens":40},"service_tier":"standard","speed":"fast","inference_geo":"us","server_tool_use":{"web_search_requests":3}"#
            ),
            TokenUsage([
                .inputUncached: 10, .cacheRead: 2_000, .cacheWrite5m: 300, .cacheWrite1h: 200, .outputText: 50,
                .reasoning: 40, .webSearches: 3,
            ]),
            details: [
                "model=claude-opus-5", "id=msg_01A", "provider=anthropic", "tier=standard", "speed=fast", "region=us",
                "finish=end_turn",
            ]
        ),
        UsageFixture(
            "Anthropic: a total of zero beside the split",
            .anthropicMessages,
            message(
                #""input_tokens":10,"cache_creation_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":0},"output_tokens":9"#
            ),
            TokenUsage(inputUncached: 10, cacheWrite5m: 100, cacheWrite1h: 0, outputText: 9)
        ),
        UsageFixture(
            "Anthropic: the compaction and another model's answer are charged apart",
            .anthropicMessages,
            message(
                #""input_tokens":23000,"output_tokens":1000,"iterations":[{"type":"compaction","input_tokens":180000,"output_tokens":3500},{"type":"message","input_tokens":23000,"output_tokens":1000},{"type":"advisor_message","model":"claude-x","input_tokens":5,"output_tokens":6}]"#
            ),
            TokenUsage(inputUncached: 23_000, outputText: 1_000),
            .agrees,
            details: [
                "sampling=compaction - input_uncached 180000, output_text 3500",
                "sampling=advisor_message claude-x input_uncached 5, output_text 6",
            ]
        ),
        UsageFixture(
            "Anthropic stream: cumulative numbers replace, the first output is a placeholder",
            .anthropicMessages,
            "event: message_start\n"
                + events(
                    #"{"type":"message_start","message":{"id":"msg_01B","type":"message","model":"claude-opus-5","usage":{"input_tokens":25,"cache_read_input_tokens":4,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"batch"}}}"#,
                    #"{"type":"ping"}"#,
                    #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text)"}}"#,
                    #"{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":10}}"#,
                    #"{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"input_tokens":30,"cache_creation_input_tokens":12,"output_tokens":15}}"#,
                    #"{"type":"message_stop"}"#
                ),
            TokenUsage([
                .inputUncached: 30, .cacheRead: 4, .cacheWrite5m: 12, .cacheWrite1h: 0, .outputText: 15,
            ]),
            details: ["model=claude-opus-5", "finish=max_tokens", "batch"]
        ).streamed,
        UsageFixture(
            "Anthropic: lines of a batch's results",
            .anthropicMessages,
            #"{"custom_id":"a","result":{"type":"succeeded","message":{"id":"msg_01C","type":"message","model":"claude-opus-5","content":[{"text":"\#(text)"}],"usage":{"input_tokens":4,"output_tokens":5,"service_tier":"batch"}}}}"#
                + "\n"
                + #"{"custom_id":"b","result":{"type":"succeeded","message":{"id":"msg_01D","type":"message","model":"claude-opus-5","usage":{"input_tokens":1,"output_tokens":2}}}}"#,
            TokenUsage([.inputUncached: 5, .outputText: 7, .requests: 2]),
            details: ["model=claude-opus-5", "provider=anthropic", "batch"]
        ).streamed,
        UsageFixture(
            "Anthropic: a stream that breaks keeps the input, and at least the placeholder",
            .anthropicMessages,
            events(
                #"{"type":"message_start","message":{"id":"msg_01B","type":"message","model":"claude-opus-5","usage":{"input_tokens":25,"output_tokens":2}}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text)"}}"#,
                #"{"type":"error","error":{"type":"overloaded_error","message":"\#(text)"}}"#
            ),
            TokenUsage(inputUncached: 25, outputText: 2),
            .ambiguous(.incomplete),
            details: ["error=overloaded_error"]
        ).with {
            $0.isStream = true
            $0.isComplete = false
        },
    ]

    private static func gemini(_ usage: String) -> String {
        #"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{\#(usage)},"modelVersion":"gemini-3-pro","responseId":"r1"}"#
    }

    static let gemini: [UsageFixture] = [
        UsageFixture(
            "Gemini: thoughts and tools are outside, the cache is inside, modalities of both",
            .geminiGenerateContent,
            gemini(
                #""promptTokenCount":1000,"cachedContentTokenCount":400,"candidatesTokenCount":50,"thoughtsTokenCount":30,"toolUsePromptTokenCount":20,"totalTokenCount":1100,"promptTokensDetails":[{"modality":"TEXT","tokenCount":700},{"modality":"AUDIO","tokenCount":300}],"cacheTokensDetails":[{"modality":"AUDIO","tokenCount":100},{"modality":"TEXT","tokenCount":300}],"trafficType":"ON_DEMAND""#
            ),
            TokenUsage([
                .inputUncached: 600, .cacheRead: 400, .toolUsePrompt: 20, .outputText: 50, .reasoning: 30,
                .inputAudio: 200, .cacheReadAudio: 100,
            ]),
            .agrees,
            details: ["model=gemini-3-pro", "id=r1", "tier=ON_DEMAND", "finish=STOP"]
        ),
        UsageFixture(
            "Gemini: what only the total knows is charged as output",
            .geminiGenerateContent,
            gemini(#""promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":40"#),
            TokenUsage(inputUncached: 10, outputText: 30),
            .ambiguous(.totalDisagrees)
        ),
        UsageFixture(
            "Gemini stream of events: the last of cumulative numbers, lists are replaced",
            .geminiGenerateContent,
            events(
                #"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]}}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":12,"promptTokensDetails":[{"modality":"TEXT","tokenCount":4},{"modality":"IMAGE","tokenCount":6}]}}"#,
                #"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]},"finishReason":"STOP","groundingMetadata":{"webSearchQueries":["\#(text)","\#(text)"]}}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":9,"totalTokenCount":19,"promptTokensDetails":[{"modality":"IMAGE","tokenCount":6}]},"modelVersion":"gemini-2.5-pro"}"#
            ),
            TokenUsage([.inputUncached: 10, .inputImage: 6, .outputText: 9, .webSearches: 1]),
            .agrees
        ).streamed,
        UsageFixture(
            "Gemini stream as one array",
            .geminiGenerateContent,
            "[" + gemini(#""promptTokenCount":10,"totalTokenCount":10"#) + ",\r\n"
                + gemini(#""promptTokenCount":10,"candidatesTokenCount":9,"totalTokenCount":19"#) + "]",
            TokenUsage(inputUncached: 10, outputText: 9),
            .agrees
        ).streamed,
        UsageFixture(
            "Gemini Live: the answer has another name",
            .geminiGenerateContent,
            #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":10,"responseTokenCount":9,"totalTokenCount":19,"responseTokensDetails":[{"modality":"AUDIO","tokenCount":9}]}}"#,
            TokenUsage([.inputUncached: 10, .outputText: 9, .outputAudio: 9]),
            .agrees
        ),
        UsageFixture(
            "Gemini Live: turns add up",
            .geminiGenerateContent,
            #"{"serverContent":{"modelTurn":{"parts":[{"text":"\#(text)"}]}}}"# + "\n"
                + #"{"usageMetadata":{"promptTokenCount":10,"responseTokenCount":9,"totalTokenCount":19}}"# + "\n"
                + #"{"serverContent":{"turnComplete":true}}"# + "\n"
                + #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":30,"responseTokenCount":1,"totalTokenCount":31}}"#,
            TokenUsage([.inputUncached: 40, .outputText: 10, .requests: 2]),
            .agrees
        ).streamed,
        UsageFixture(
            "Gemini: a cache that was made",
            .geminiGenerateContent,
            #"{"name":"cachedContents/1","model":"models/gemini-2.5-flash","expireTime":"2026-05-13T20:01:49Z","displayName":"\#(text)","usageMetadata":{"totalTokenCount":1090}}"#,
            TokenUsage(cacheWriteOther: 1_090),
            .agrees
        ),
        UsageFixture(
            "Vertex AI embeddings: tokens beside each vector",
            .geminiGenerateContent,
            #"{"predictions":[{"embeddings":{"statistics":{"truncated":false,"token_count":6},"values":[0.1]}},{"embeddings":{"statistics":{"token_count":7}}}]}"#,
            TokenUsage(inputUncached: 13)
        ),
        UsageFixture(
            "Gemini interactions",
            .geminiInteractions,
            #"{"id":"i1","model":"gemini-3-pro","status":"completed","outputs":[{"type":"text","text":"\#(text)"}],"usage":{"total_input_tokens":100,"total_cached_tokens":40,"total_output_tokens":20,"total_thought_tokens":30,"total_tool_use_tokens":5,"total_tokens":155,"input_tokens_by_modality":[{"modality":"text","tokens":60},{"modality":"image","tokens":40}]}}"#,
            TokenUsage([
                .inputUncached: 60, .cacheRead: 40, .toolUsePrompt: 5, .outputText: 20, .reasoning: 30,
                .inputImage: 40,
            ]),
            .agrees
        ),
    ]
}
