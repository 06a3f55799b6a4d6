/// One thing that a provider counts and may charge for.
///
/// Token counters come in two partitions. The *classes* (``isClass``) are disjoint and add up to all tokens of a call.
/// The *parts* (``whole``) say how much of a class was audio, images, video or documents; they are already inside their
/// class. All other counters count something else than tokens. The raw values are stable: they are what records and
/// files say.
public enum UsageCounter: String, CaseIterable, Codable, Sendable {
    /// Input tokens that no cache served or kept.
    case inputUncached = "input_uncached"
    /// Input tokens read from a cache.
    case cacheRead = "cache_read"
    /// Input tokens written to a cache that keeps them five minutes.
    case cacheWrite5m = "cache_write_5m"
    /// Input tokens written to a cache that keeps them one hour.
    case cacheWrite1h = "cache_write_1h"
    /// Input tokens written to a cache that keeps them another or an unknown time.
    case cacheWriteOther = "cache_write_other"
    /// Input tokens that the provider's own tools put into the prompt.
    case toolUsePrompt = "tool_use_prompt"
    /// Output tokens that are neither reasoning nor citations.
    case outputText = "output_text"
    /// Output tokens spent on reasoning.
    case reasoning
    /// Output tokens of citations, where they are counted apart.
    case citations

    /// Audio tokens inside ``inputUncached``.
    case inputAudio = "input_audio"
    /// Image tokens inside ``inputUncached``.
    case inputImage = "input_image"
    /// Video tokens inside ``inputUncached``.
    case inputVideo = "input_video"
    /// Document tokens inside ``inputUncached``.
    case inputDocument = "input_document"
    /// Audio tokens inside ``cacheRead``.
    case cacheReadAudio = "cache_read_audio"
    /// Image tokens inside ``cacheRead``.
    case cacheReadImage = "cache_read_image"
    /// Video tokens inside ``cacheRead``.
    case cacheReadVideo = "cache_read_video"
    /// Document tokens inside ``cacheRead``.
    case cacheReadDocument = "cache_read_document"
    /// Audio tokens inside ``outputText``.
    case outputAudio = "output_audio"
    /// Image tokens inside ``outputText``.
    case outputImage = "output_image"
    /// Video tokens inside ``outputText``.
    case outputVideo = "output_video"

    /// Searches of the web.
    case webSearches = "web_searches"
    /// Pages fetched from the web.
    case webFetches = "web_fetches"
    /// Searches of social networks.
    case socialSearches = "social_searches"
    /// Searches of the provider's file or vector storage.
    case storageSearches = "storage_searches"
    /// Runs of code on the provider's machines.
    case codeExecutions = "code_executions"
    /// Sessions (containers) in which code ran.
    case codeExecutionSessions = "code_execution_sessions"
    /// Milliseconds for which code ran.
    case codeExecutionMilliseconds = "code_execution_milliseconds"
    /// Milliseconds of audio, in or out not said.
    case audioMilliseconds = "audio_milliseconds"
    /// Milliseconds of audio that went in.
    case inputAudioMilliseconds = "input_audio_milliseconds"
    /// Milliseconds of audio that came out.
    case outputAudioMilliseconds = "output_audio_milliseconds"
    /// Images made.
    case images
    /// Pixels that went in.
    case inputPixels = "input_pixels"
    /// Pages of documents read.
    case documentPages = "document_pages"
    /// Pages of documents read and annotated; not inside ``documentPages``.
    case annotatedDocumentPages = "annotated_document_pages"
    /// Searches or units of reranking.
    case rerankUnits = "rerank_units"
    /// Tokens kept in a cache, times the seconds they were kept. An hour's price is per 3,600.
    case cacheStorageTokenSeconds = "cache_storage_token_seconds"
    /// Characters of text that went in.
    case inputCharacters = "input_characters"
    /// Text messages that went in.
    case inputMessages = "input_messages"
    /// Requests. A usage that does not say is one request.
    case requests
}
