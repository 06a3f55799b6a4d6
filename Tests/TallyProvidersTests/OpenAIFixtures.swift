import TallyPricing
import TallyProviders

extension UsageFixture {
    private static let chatTail =
        #""choices":[{"index":0,"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"stop"}]"#

    private static func chat(_ usage: String) -> String {
        #"{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-5.6","service_tier":"default",\#(chatTail),"usage":{\#(usage)}}"#
    }

    static let openAI: [UsageFixture] = [
        UsageFixture(
            "chat: cached and written are inside of the prompt, reasoning inside of the completion",
            .openAIChat,
            chat(
                #""prompt_tokens":1000,"completion_tokens":300,"total_tokens":1300,"prompt_tokens_details":{"cached_tokens":600,"cache_write_tokens":100,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":200,"accepted_prediction_tokens":5,"rejected_prediction_tokens":7}"#
            ),
            TokenUsage([
                .inputUncached: 300, .cacheRead: 600, .cacheWriteOther: 100, .outputText: 100, .reasoning: 200,
                .inputAudio: 0,
            ]),
            .agrees,
            details: ["model=gpt-5.6", "id=chatcmpl-1", "tier=default", "finish=stop"]
        ),
        UsageFixture(
            "chat: zero is said, nothing is not",
            .openAIChat,
            chat(#""prompt_tokens":9,"completion_tokens":0,"total_tokens":9"#),
            TokenUsage(inputUncached: 9, outputText: 0),
            .agrees
        ),
        UsageFixture(
            "chat: the total says that reasoning is outside",
            .openAIChat,
            chat(
                #""prompt_tokens":10,"completion_tokens":5,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}"#
            ),
            TokenUsage(inputUncached: 10, outputText: 5, reasoning: 20),
            .agrees
        ),
        UsageFixture(
            "chat: the total says that the cache is outside",
            .openAIChat,
            chat(
                #""prompt_tokens":10,"completion_tokens":5,"total_tokens":45,"prompt_tokens_details":{"cached_tokens":30}"#
            ),
            TokenUsage(inputUncached: 10, cacheRead: 30, outputText: 5),
            .agrees
        ),
        UsageFixture(
            "chat: what only the total knows is charged as output",
            .openAIChat,
            chat(#""prompt_tokens":10,"completion_tokens":5,"total_tokens":99"#),
            TokenUsage(inputUncached: 10, outputText: 89),
            .ambiguous(.totalDisagrees)
        ),
        UsageFixture(
            "chat: more cached than prompt is cut",
            .openAIChat,
            chat(
                #""prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":30}"#
            ),
            TokenUsage(inputUncached: 0, cacheRead: 10, outputText: 5),
            .ambiguous(.partExceedsWhole)
        ),
        UsageFixture(
            "chat: tokens written are unadjusted and cut to the prompt",
            .openAIChat,
            chat(
                #""prompt_tokens":100,"completion_tokens":5,"total_tokens":105,"prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":64}"#
            ),
            TokenUsage(inputUncached: 0, cacheRead: 60, cacheWriteOther: 40, outputText: 5),
            .ambiguous(.partExceedsWhole)
        ),
        UsageFixture(
            "chat: negative and giant numbers are no counts",
            .openAIChat,
            chat(#""prompt_tokens":-10,"completion_tokens":99999999999999999999999"#),
            TokenUsage(),
            .ambiguous(.notACount)
        ).with { $0.source = .unknown },
        UsageFixture(
            "chat stream: usage in the last chunk, null before",
            .openAIChat,
            events(
                #"{"id":"c1","object":"chat.completion.chunk","model":"gpt-5.6","choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}],"usage":null}"#,
                #"{"id":"c1","object":"chat.completion.chunk","model":"gpt-5.6","choices":[{"index":0,"delta":{},"finish_reason":"length"}],"usage":null}"#,
                #"{"id":"c1","object":"chat.completion.chunk","model":"gpt-5.6","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15}}"#,
                "[DONE]"
            ),
            TokenUsage(inputUncached: 7, outputText: 8),
            .agrees,
            details: ["model=gpt-5.6", "id=c1", "finish=length"]
        ).streamed,
        UsageFixture(
            "chat stream of Azure: a first chunk without choices and without names",
            .openAIChat,
            events(
                #"{"id":"","object":"","model":"","prompt_filter_results":[{"prompt_index":0}],"choices":[]}"#,
                #"{"id":"c2","object":"chat.completion.chunk","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":"stop"}]}"#,
                #"{"id":"c2","object":"chat.completion.chunk","model":"gpt-4o","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15}}"#,
                "[DONE]"
            ),
            TokenUsage(inputUncached: 7, outputText: 8),
            .agrees,
            details: ["model=gpt-4o", "id=c2", "finish=stop"]
        ).streamed,
        UsageFixture(
            "chat stream of Moonshot: usage inside of a choice",
            .openAIChat,
            events(
                #"{"id":"c3","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":"stop","usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15,"cached_tokens":3}}]}"#,
                "[DONE]"
            ),
            TokenUsage(inputUncached: 4, cacheRead: 3, outputText: 8),
            .agrees
        ).streamed,
        UsageFixture(
            "responses: the last event repeats the whole response; a page opened is no search",
            .openAIResponses,
            events(
                #"{"type":"response.created","response":{"id":"resp_1","object":"response","model":"gpt-5.6","service_tier":"auto","usage":null}}"#,
                #"{"type":"response.output_text.delta","output_index":1,"delta":"\#(text)"}"#,
                #"{"type":"response.completed","response":{"id":"resp_1","object":"response","status":"completed","model":"gpt-5.6","service_tier":"priority","output":[{"type":"web_search_call","action":{"type":"search","query":"\#(text)"}},{"type":"web_search_call","action":{"type":"open_page"}},{"type":"message","content":[{"type":"output_text","text":"\#(text)"}]}],"usage":{"input_tokens":50,"input_tokens_details":{"cached_tokens":20},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":59}}}"#
            ),
            TokenUsage([.inputUncached: 30, .cacheRead: 20, .outputText: 5, .reasoning: 4, .webSearches: 1]),
            .agrees,
            details: ["model=gpt-5.6", "id=resp_1", "tier=priority", "finish=completed"]
        ).streamed,
        UsageFixture(
            "embeddings: no output",
            .openAIEmbeddings,
            #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3]}],"model":"text-embedding-3-small","usage":{"prompt_tokens":12,"total_tokens":12}}"#,
            TokenUsage(inputUncached: 12),
            .agrees,
            details: ["model=text-embedding-3-small"]
        ),
        UsageFixture(
            "images: text and image tokens",
            .openAIImages,
            #"{"created":1,"data":[{"b64_json":"AAAA"}],"usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40},"output_tokens":272,"total_tokens":322}}"#,
            TokenUsage([.inputUncached: 50, .inputImage: 40, .outputText: 272]),
            .agrees
        ),
        UsageFixture(
            "transcription: seconds",
            .openAIAudio,
            #"{"text":"\#(text)","usage":{"type":"duration","seconds":9.5}}"#,
            TokenUsage([.inputAudioMilliseconds: 9_500])
        ),
        UsageFixture(
            "transcription: tokens",
            .openAIAudio,
            #"{"text":"\#(text)","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0,"audio_tokens":14},"output_tokens":45,"total_tokens":59}}"#,
            TokenUsage([.inputUncached: 14, .inputAudio: 14, .outputText: 45]),
            .agrees
        ),
        UsageFixture(
            "realtime: turns add up, cached audio is told apart",
            .openAIRealtime,
            #"{"type":"response.done","response":{"object":"realtime.response","id":"r1","usage":{"total_tokens":253,"input_tokens":132,"output_tokens":121,"input_token_details":{"text_tokens":119,"audio_tokens":13,"cached_tokens":64,"cached_tokens_details":{"text_tokens":60,"audio_tokens":4}},"output_token_details":{"text_tokens":30,"audio_tokens":91}}}}"#
                + "\n"
                + #"{"type":"response.done","response":{"object":"realtime.response","id":"r2","usage":{"total_tokens":30,"input_tokens":20,"output_tokens":10}}}"#,
            TokenUsage([
                .inputUncached: 88, .cacheRead: 64, .cacheReadAudio: 4, .inputAudio: 9, .outputText: 131,
                .outputAudio: 91, .requests: 2,
            ]),
            .agrees
        ).streamed,
        UsageFixture(
            "batch: every line is a request",
            .openAIChat,
            #"{"id":"b1","custom_id":"a","response":{"status_code":200,"body":{"id":"c1","object":"chat.completion","model":"gpt-5.6","choices":[{"message":{"content":"\#(text)"}}],"usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15}}}}"#
                + "\n"
                + #"{"id":"b2","custom_id":"b","response":{"status_code":200,"body":{"id":"c2","object":"chat.completion","model":"gpt-5.6","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}}}"#,
            TokenUsage([.inputUncached: 8, .outputText: 10, .requests: 2]),
            .agrees
        ).streamed,
        UsageFixture(
            "assistants: the run repeats what its step used",
            .openAIChat,
            events(
                #"{"id":"run_1","object":"thread.run","status":"queued","model":"gpt-4o","usage":null}"#,
                #"{"id":"step_1","object":"thread.run.step","status":"completed","usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15}}"#,
                #"{"id":"run_1","object":"thread.run","status":"completed","model":"gpt-4o","usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15}}"#,
                "[DONE]"
            ),
            TokenUsage(inputUncached: 7, outputText: 8),
            .agrees
        ).streamed,
        UsageFixture(
            "an error has no usage",
            .openAIChat,
            #"{"error":{"message":"\#(text)","type":"insufficient_quota","code":"insufficient_quota"}}"#,
            TokenUsage(),
            details: ["error=insufficient_quota"]
        ).with {
            $0.source = .unknown
            $0.isDetected = false
        },
    ]
}
