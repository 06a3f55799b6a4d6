#if PCRE2

internal import CPCRE2

/// A pattern as PCRE2 compiled it; the only code here that holds pointers.
///
// Safe: the code block is written only by `init`, which also finishes its JIT compilation. PCRE2 documents compiled
// code as read-only while matching and usable by several threads at once; what a match writes belongs to a `MatchRun`.
@safe
final class CompiledPattern: @unchecked Sendable {
    private let code: OpaquePointer

    /// Compiles a pattern that `PatternRewriter` wrote.
    init(_ pattern: String) throws(RegexError) {
        var status: CInt = 0
        var offset = 0
        let units = Array(pattern.utf8)
        // No UCP and no CASELESS: nothing may depend on the Unicode version of PCRE2.
        let compiled = unsafe units.withUnsafeBufferPointer { units in
            unsafe pcre2_compile_8(units.baseAddress, units.count, PCRE2_UTF, &status, &offset, nil)
        }
        guard let compiled = unsafe compiled else {
            throw Self.error(status)
        }
        unsafe code = compiled
        // A failure only means slower: no JIT for this processor, or a system that forbids executable memory.
        _ = unsafe pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
    }

    deinit {
        unsafe pcre2_code_free_8(code)
    }

    /// Calls `body` with the byte range of each match in `text` from `start` on until it returns false.
    ///
    /// - Precondition: `text` is valid UTF-8, `start` is the offset of a scalar or the end, and no match is empty.
    func forEachMatch(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        precondition(0...text.count ~= start, "start is outside of text: pass an offset from 0 to \(text.count)")
        guard start < text.count else { return }
        precondition(
            !text.mayReadOutside(from: start),
            "text or start cuts a UTF-8 sequence: pass whole scalars"
        )
        unsafe text.withUnsafeBufferPointer { text in
            var run = MatchRun()
            var position = start
            while position < text.count, let match = unsafe run.next(code, in: text, from: position) {
                precondition(match.upperBound > position, "the pattern matched the empty string")
                guard body(match) else { return }
                position = match.upperBound
            }
        }
    }

    private static func error(_ status: CInt) -> RegexError {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe pcre2_get_error_message_8(status, buffer.baseAddress, buffer.count)
        }
        let reason = String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
        // 120: too large once compiled; 186: too complicated.
        if status == 120 || status == 186 {
            return RegexError(
                code: .tooLarge,
                position: nil,
                message: "\(reason); repeat fewer large classes, or join branches that share them"
            )
        }
        return RegexError(code: .engineRefused, position: nil, message: "\(reason); write the pattern another way")
    }
}

/// What one pass over one text writes: match data, limits, the JIT's stack.
@safe
private struct MatchRun: ~Copyable {
    private let data: OpaquePointer
    private let context: OpaquePointer
    private var stack: OpaquePointer?

    init() {
        // One pair of offsets: the whole match.
        guard
            let data = unsafe pcre2_match_data_create_8(1, nil),
            let context = unsafe pcre2_match_context_create_8(nil)
        else { preconditionFailure("out of memory for PCRE2 match data") }
        unsafe self.data = data
        unsafe self.context = context
        // The defaults are made for hostile patterns and fail on long runs of white space, which texts do have.
        _ = unsafe pcre2_set_match_limit_8(context, .max)
        _ = unsafe pcre2_set_depth_limit_8(context, .max)
        _ = unsafe pcre2_set_heap_limit_8(context, .max)
    }

    deinit {
        unsafe pcre2_jit_stack_free_8(stack)
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_match_data_free_8(data)
    }

    /// Returns the next match at or after `position`.
    mutating func next(
        _ code: OpaquePointer,
        in text: UnsafeBufferPointer<UInt8>,
        from position: Int
    ) -> Range<Int>? {
        var status = unsafe match(code, in: text, from: position, options: 0)
        if status == PCRE2_ERROR_JIT_STACKLIMIT, unsafe stack == nil {
            // 32 KB of the thread's stack were too few: go on with one of our own, grown on demand to 8 MB.
            unsafe stack = pcre2_jit_stack_create_8(32 << 10, 8 << 20, nil)
            unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
            status = unsafe match(code, in: text, from: position, options: 0)
        }
        if status == PCRE2_ERROR_JIT_STACKLIMIT {
            // The interpreter's stack is the heap.
            status = unsafe match(code, in: text, from: position, options: PCRE2_NO_JIT)
        }
        if status == PCRE2_ERROR_NOMATCH { return nil }
        guard status > 0, let offsets = unsafe pcre2_get_ovector_pointer_8(data) else {
            preconditionFailure("PCRE2 gave up with status \(status): the pattern backtracks too much on this text")
        }
        return unsafe offsets[0]..<offsets[1]
    }

    private func match(
        _ code: OpaquePointer,
        in text: UnsafeBufferPointer<UInt8>,
        from position: Int,
        options: UInt32
    ) -> CInt {
        // Checking UTF-8 again at every match would be quadratic.
        unsafe pcre2_match_8(
            code,
            text.baseAddress,
            text.count,
            position,
            PCRE2_NO_UTF_CHECK | options,
            data,
            context
        )
    }
}

extension Span<UInt8> {
    /// Whether decoding could leave the span: it starts, or goes on at `start`, inside a sequence, or ends inside one.
    ///
    /// PCRE2 trusts the bytes. Forwards it leaves the text only through a lead byte with too few bytes behind it (it
    /// knows leads for up to six bytes), backwards only through continuation bytes with no lead before them. Constant
    /// time, so that a caller who breaks the promise of valid UTF-8 gets odd pieces and never a foreign byte.
    fileprivate func mayReadOutside(from start: Int) -> Bool {
        func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
        if isContinuation(self[0]) || isContinuation(self[start]) { return true }
        return (Swift.max(0, count - 5)..<count).contains { index in
            let lead = self[index]
            return lead >= 0xC0 && index + (~lead).leadingZeroBitCount > count
        }
    }
}

#endif
