internal import TallyEstimation

/// The one style sheet of a page.
enum PageStyle {
    /// All of it.
    static let css =
        ":root{color-scheme:light dark;\(PagePalette.light.css)}"
        + "@media (prefers-color-scheme:dark){:root{\(PagePalette.dark.css)}}" + Self.layout + Self.text + Self.print

    /// The hash by which the page's policy allows this style and no other.
    static var source: String { "sha256-" + Self.base64(Self.digest) }

    private static let layout = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--text);font:1rem/1.6 system-ui,sans-serif}
        main,footer{max-width:68rem;margin:0 auto;padding:0 clamp(1rem,4vw,3rem)}
        main{padding-top:clamp(2rem,6vw,4.5rem)}
        h1{font-size:1.5rem;line-height:1.3;font-weight:600;margin:0;overflow-wrap:anywhere;unicode-bidi:isolate}
        h2{font-size:1.125rem;font-weight:600;margin:3.5rem 0 .5rem}
        h3{display:inline;font-size:.9375rem;font-weight:600;margin:0;overflow-wrap:anywhere;unicode-bidi:isolate}
        p{margin:.5rem 0;max-width:44rem}
        .over,.note,caption{color:var(--muted);font-size:.9375rem}
        .over{margin:0 0 .25rem}
        .facts{display:flex;flex-wrap:wrap;gap:1.5rem 3rem;margin:2rem 0 1.5rem;padding:0}
        .facts div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
        .facts dt{color:var(--muted);font-size:.875rem}
        .facts dd{margin:0;font-size:1.5rem;line-height:2.25rem;font-variant-numeric:tabular-nums}
        .facts div:first-child dd{font-size:2.25rem;font-weight:600;color:var(--accent)}
        .hints{list-style:none;margin:1rem 0 0;padding:0}
        .hints li{display:grid;grid-template-columns:8.5rem 1fr;gap:1rem;padding:.75rem 0;border-top:1px solid var(--line)}
        .hints b{color:var(--accent);font-weight:600;font-variant-numeric:tabular-nums}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9375rem}
        caption{text-align:left;padding:0 0 .75rem}
        th,td{padding:.4375rem 0 .4375rem 1.25rem;text-align:left;vertical-align:baseline;border-top:1px solid var(--line)}
        th:first-child,td:first-child{padding-left:0}
        thead th{border-top:0;color:var(--muted);font-weight:500;font-size:.875rem;white-space:nowrap}
        tbody th{font-weight:400}
        .num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .ex{font-family:ui-monospace,monospace;font-size:.8125rem;overflow-wrap:anywhere;unicode-bidi:isolate}
        .share{width:22%;min-width:9rem}
        .bar{display:flex;align-items:center;gap:.75rem}
        .bar span{min-width:3.25rem;text-align:right;color:var(--muted);font-variant-numeric:tabular-nums}
        svg{flex:1;width:0;min-width:3rem;height:.5rem;border-radius:.25rem;background:var(--track)}
        nav{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin-top:1.5rem;font-size:.9375rem}
        rect{fill:var(--accent)}
        .d1,.d2,.d3,.d4{display:inline-block}.d1{padding-left:1.25rem}.d2{padding-left:2.5rem}.d3{padding-left:3.75rem}.d4{padding-left:5rem}
        a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.2em}
        a:hover{text-decoration-color:var(--accent)}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
        footer{color:var(--muted);font-size:.875rem;padding-top:3rem;padding-bottom:3rem}

        """

    private static let text = """
        .keys b{font-weight:400}
        .keys{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;margin:.75rem 0 1rem;padding:0;\
        color:var(--muted);font-size:.875rem}
        details{margin:.75rem 0;border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
        summary{display:flex;justify-content:space-between;gap:1.5rem;padding:.625rem 1rem;cursor:pointer;\
        list-style-position:inside}
        summary::before{content:"▸";color:var(--muted);margin-right:-.875rem}
        details[open]>summary::before{content:"▾"}
        summary h3{flex:1}
        summary::-webkit-details-marker{display:none}
        summary span{color:var(--muted);font-size:.875rem;white-space:nowrap;font-variant-numeric:tabular-nums}
        summary:focus-visible{outline-offset:-2px}
        pre{margin:0;padding:1rem;background:var(--surface);border-top:1px solid var(--line);\
        font:.8125rem/1.85 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4;\
        unicode-bidi:plaintext;content-visibility:auto;contain-intrinsic-size:auto 30rem}
        i{font-style:normal;padding:.125rem 0;border-radius:.1875rem;background:var(--t0);\
        -webkit-box-decoration-break:clone;box-decoration-break:clone}
        i:nth-of-type(3n+2){background:var(--t1)}
        i:nth-of-type(3n){background:var(--t2)}
        i.m{box-shadow:inset 0 -2px var(--accent)}
        i:hover{background:var(--hover)}
        i b{font-weight:400}
        h2,details{scroll-margin-top:1rem}
        b.n::before{content:"⏎"}
        b.t::before{content:"→"}
        b.s::before{content:"·"}
        b.s{letter-spacing:0}
        b.n::before,b.t::before,b.s::before{color:var(--muted)}
        b.t::before,b.s::before{position:absolute}
        b.x{padding:0 .25em;margin:0 1px;border-radius:.1875rem;background:var(--name);font-size:.6875rem;\
        unicode-bidi:isolate}
        .r{display:block;border-left:3px solid var(--accent);padding-left:.75rem;margin-left:-1rem}
        .r::before{content:attr(data-l);display:block;color:var(--muted);font:.8125rem/1.6 system-ui,sans-serif}

        """

    private static let print = """
        @media (max-width:40rem){.hints li{grid-template-columns:1fr;gap:0}summary{flex-wrap:wrap;gap:0 1rem}}
        @media (forced-colors:active){i{border-bottom:1px solid}}
        @media print{:root{\(PagePalette.light.css)}main,footer{max-width:none;padding:0}i,svg,rect,b.x{\
        -webkit-print-color-adjust:exact;print-color-adjust:exact}pre{content-visibility:visible}\
        details::details-content{content-visibility:visible;block-size:auto}tr,li{break-inside:avoid}h2{break-after:avoid}}
        """

    private static var digest: [UInt8] {
        let hexadecimal = Array(SHA256.hexDigest(of: Array(Self.css.utf8)).utf8)
        return stride(from: 0, to: hexadecimal.count, by: 2).map { index in
            Self.value(hexadecimal[index]) << 4 | Self.value(hexadecimal[index + 1])
        }
    }

    private static func value(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit - 0x30 : digit - 0x57 }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            value <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[Int(value >> UInt32(18 - 6 * place) & 63)] : "=")
            }
        }
        return text
    }
}
