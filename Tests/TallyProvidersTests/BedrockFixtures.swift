import TallyPricing
import TallyProviders

extension UsageFixture {
    static let bedrock: [UsageFixture] = [
        UsageFixture(
            "Converse: the cache is outside of the input, inside of the total",
            .bedrockConverse,
            #"{"metrics":{"latencyMs":10},"output":{"message":{"content":[{"text":"\#(text)"}],"role":"assistant"}},"stopReason":"end_turn","trace":{"guardrail":{"inputAssessment":{"x":{"invocationMetrics":{"usage":{"contentPolicyUnits":4}}}}}},"usage":{"inputTokens":10,"outputTokens":20,"totalTokens":130,"cacheReadInputTokens":60,"cacheWriteInputTokens":40,"cacheDetails":[{"ttl":"5m","inputTokens":15},{"ttl":"1h","inputTokens":25}]}}"#,
            TokenUsage(inputUncached: 10, cacheRead: 60, cacheWrite5m: 15, cacheWrite1h: 25, outputText: 20),
            .agrees,
            details: ["provider=aws", "finish=end_turn"]
        ),
        UsageFixture(
            "Converse: the total lacks the cache",
            .bedrockConverse,
            #"{"stopReason":"end_turn","usage":{"inputTokens":10,"outputTokens":20,"totalTokens":30,"cacheReadInputTokens":60}}"#,
            TokenUsage(inputUncached: 10, cacheRead: 60, outputText: 20),
            .ambiguous(.totalDisagrees)
        ),
        UsageFixture(
            "Converse stream: the metadata event",
            .bedrockConverse,
            bytes: EventStreamMessage.bytes(#"{"p":"abc","role":"assistant"}"#)
                + EventStreamMessage.bytes(#"{"contentBlockIndex":0,"delta":{"text":"\#(text)"},"p":"ab"}"#)
                + EventStreamMessage.bytes(#"{"p":"abcd","stopReason":"end_turn"}"#)
                + EventStreamMessage.bytes(
                    #"{"metrics":{"latencyMs":10},"p":"a","usage":{"inputTokens":10,"outputTokens":20,"totalTokens":30}}"#
                ),
            TokenUsage(inputUncached: 10, outputText: 20),
            .agrees,
            details: ["provider=aws", "finish=end_turn"]
        ).streamed,
        UsageFixture(
            "Invoke stream of Claude",
            .bedrockInvoke,
            bytes: EventStreamMessage.chunk(
                #"{"type":"message_start","message":{"id":"msg_bdrk_1","type":"message","model":"claude-opus-5","usage":{"input_tokens":25,"cache_read_input_tokens":4,"output_tokens":1}}}"#
            )
                + EventStreamMessage.chunk(#"{"type":"content_block_delta","index":0,"delta":{"text":"\#(text)"}}"#)
                + EventStreamMessage.chunk(
                    #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}"#
                )
                + EventStreamMessage.chunk(
                    #"{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":25,"outputTokenCount":15,"invocationLatency":9,"firstByteLatency":3,"cacheReadInputTokenCount":4}}"#
                ),
            TokenUsage(inputUncached: 25, cacheRead: 4, outputText: 15),
            details: ["model=claude-opus-5", "id=msg_bdrk_1", "provider=aws", "finish=end_turn"]
        ).streamed,
        UsageFixture(
            "Invoke stream of a model that says nothing: the metrics",
            .bedrockInvoke,
            bytes: EventStreamMessage.chunk(#"{"outputs":[{"text":"\#(text)","stop_reason":null}]}"#)
                + EventStreamMessage.chunk(
                    #"{"outputs":[{"text":"","stop_reason":"stop"}],"amazon-bedrock-invocationMetrics":{"inputTokenCount":15,"outputTokenCount":31}}"#
                ),
            TokenUsage(inputUncached: 15, outputText: 31),
            details: ["provider=aws", "finish=stop"]
        ).streamed,
        UsageFixture(
            "Invoke of Titan: several results",
            .bedrockInvoke,
            #"{"inputTextTokenCount":6,"results":[{"tokenCount":5,"outputText":"\#(text)","completionReason":"FINISH"},{"tokenCount":4,"outputText":"\#(text)"}]}"#,
            TokenUsage(inputUncached: 6, outputText: 9),
            details: ["provider=aws", "finish=FINISH"]
        ),
        UsageFixture(
            "Invoke of Llama",
            .bedrockInvoke,
            #"{"generation":"\#(text)","prompt_token_count":5,"generation_token_count":6,"stop_reason":"stop"}"#,
            TokenUsage(inputUncached: 5, outputText: 6),
            details: ["provider=aws", "finish=stop"]
        ),
        UsageFixture(
            "An exception in the stream",
            .bedrockConverse,
            bytes: EventStreamMessage.bytes(#"{"p":"abc","role":"assistant"}"#)
                + EventStreamMessage.bytes(
                    #"{"message":"\#(text)"}"#,
                    headers: [(":message-type", "exception"), (":exception-type", "throttlingException")]
                ),
            TokenUsage(),
            .ambiguous(.incomplete),
            details: ["error=throttlingException"]
        ).with {
            $0.isStream = true
            $0.isComplete = false
            $0.source = .unknown
            $0.isDetected = false
        },
        UsageFixture(
            "Guardrails count units, which are no tokens",
            .bedrockConverse,
            #"{"action":"NONE","usage":{"topicPolicyUnits":1,"contentPolicyUnits":1}}"#,
            TokenUsage()
        ).with {
            $0.source = .unknown
            $0.isDetected = false
        },
    ]

    static let all = openAI + openAILike + claude + gemini + bedrock
}
