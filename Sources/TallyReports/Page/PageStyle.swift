/// The one style sheet of a page.
enum PageStyle {
    /// All of it.
    static let css =
        ":root{color-scheme:light dark;\(PagePalette.light.css)}"
        + "@media (prefers-color-scheme:dark){:root{\(PagePalette.dark.css)}}\n" + Self.layout + Self.tables
        + Self.charts
        + Self.media

    private static let layout = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--text);font:1rem/1.6 system-ui,sans-serif}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--bg);z-index:1}
        header,main,footer{max-width:70rem;margin:0 auto;padding:0 clamp(1rem,4vw,3rem)}
        header{padding-top:clamp(2rem,6vw,4.5rem)}
        h1{font-size:1.75rem;line-height:1.3;font-weight:600;margin:0;overflow-wrap:anywhere;unicode-bidi:isolate}
        h2{font-size:1.25rem;font-weight:600;margin:3.5rem 0 .25rem;overflow-wrap:anywhere;unicode-bidi:isolate;\
        scroll-margin-top:1rem}
        p{margin:.5rem 0;max-width:44rem;overflow-wrap:anywhere}
        .note,.period{color:var(--muted);font-size:.9375rem}
        .filter{display:flex;flex-wrap:wrap;gap:.375rem;list-style:none;margin:.75rem 0 0;padding:0;font-size:.875rem}
        .filter li{padding:.0625rem .625rem;border:1px solid var(--line);border-radius:1rem;background:var(--surface);\
        overflow-wrap:anywhere}
        .facts{display:flex;flex-wrap:wrap;gap:1.25rem 2.25rem;margin:2rem 0 0;padding:0}
        .facts div{display:flex;flex-direction:column-reverse;justify-content:flex-end;min-width:0}
        .facts dt{color:var(--muted);font-size:.875rem}
        .facts dd{margin:0;font-size:1.375rem;line-height:2.25rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        .facts div:first-child dd{font-size:2.25rem;font-weight:600;color:var(--accent)}
        .warnings{list-style:none;margin:2rem 0 0;padding:0}
        .warnings li{padding:.5rem 1rem;border-left:3px solid var(--warning);background:var(--surface);margin:.5rem 0;\
        overflow-wrap:anywhere}
        .warnings b{color:var(--warning);font-weight:600}
        .notes{color:var(--muted);font-size:.9375rem;padding-left:1.25rem;max-width:44rem}
        .notes li{margin:.375rem 0;overflow-wrap:anywhere}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:2rem 0 0;padding:0;list-style:none;font-size:.9375rem}
        a{color:inherit;text-decoration-color:var(--muted);text-underline-offset:.2em}
        a:hover{text-decoration-color:var(--accent)}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
        footer{color:var(--muted);font-size:.875rem;padding-top:3rem;padding-bottom:3rem}
        .old,.stale .fresh{display:none}
        .stale .old{display:inline;color:var(--warning)}

        """

    private static let tables = """
        details{margin-top:1.25rem}
        summary{cursor:pointer;color:var(--muted);font-size:.9375rem;width:fit-content}
        .tools{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;margin:.75rem 0 .25rem;font-size:.875rem;\
        color:var(--muted)}
        .tools label{display:flex;align-items:center;gap:.5rem}
        input{font:inherit;color:var(--text);background:var(--bg);border:1px solid var(--muted);border-radius:.375rem;\
        padding:.25rem .625rem;width:14rem;max-width:100%}
        .scroll{overflow-x:auto;margin-top:.5rem}
        table{border-collapse:collapse;width:100%;font-size:.9375rem}
        caption{text-align:left;color:var(--muted);padding:0 0 .5rem}
        th,td{padding:.4375rem 0 .4375rem 1.5rem;text-align:left;vertical-align:baseline;border-top:1px solid var(--line)}
        th:first-child,td:first-child{padding-left:0}
        thead th{border-top:0;color:var(--muted);font-weight:500;font-size:.875rem;white-space:nowrap}
        tbody th{font-weight:400}
        .text{overflow-wrap:anywhere;unicode-bidi:isolate;min-width:7rem}
        .num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        tr.gap,tr.rest{color:var(--muted)}
        tr.gap th,tr.rest th{font-style:italic}
        tr.total th,tr.total td{font-weight:600;border-top:2px solid var(--muted)}
        .bar{display:flex;align-items:center;justify-content:flex-end;gap:.625rem}
        .bar svg{flex:1;min-width:3rem;max-width:8rem;height:.5rem;border-radius:.25rem;background:var(--track)}
        .bar rect{fill:var(--accent)}
        .bar span{min-width:3.75rem}
        button{font:inherit;color:inherit;background:none;border:0;padding:0;margin:0;cursor:pointer;text-align:inherit}
        button:hover{color:var(--text)}
        button{position:relative}
        button::after{position:absolute;left:100%;padding-left:.25rem;color:var(--accent)}
        .num button::after{left:auto;right:100%;padding:0 .25rem 0 0}
        [aria-sort=ascending] button::after{content:"↑"}
        [aria-sort=descending] button::after{content:"↓"}
        .columns{color:var(--muted);font-size:.875rem;margin:.75rem 0 0;max-width:44rem}
        .columns dt{font-weight:600;display:inline}
        .columns dd{display:inline;margin:0}
        .columns div{margin:.25rem 0}

        """

    private static let charts: String = {
        var css = """
            figure{margin:1.5rem 0 0}
            figcaption{font-size:.875rem;color:var(--muted);margin-bottom:.5rem}
            .chart{display:block;width:100%;height:auto;font:13px system-ui,sans-serif;fill:var(--muted);\
            font-variant-numeric:tabular-nums}
            .chart.narrow{display:none}
            .chart .name{fill:var(--text)}
            .grid{stroke:var(--line)}
            .axis{stroke:var(--muted)}
            .area{stroke:var(--bg);stroke-width:1}
            .line{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}
            .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.75rem 0 0;padding:0;\
            font-size:.875rem;color:var(--muted)}
            .legend li{display:flex;align-items:center;gap:.5rem;overflow-wrap:anywhere}
            .key{width:.75rem;height:.75rem;flex:none}
            .h0{fill:var(--surface);stroke:var(--line)}
            .cr{fill:var(--rest)}
            .line.cr{fill:none;stroke:var(--rest)}
            .cell.cr{stroke:var(--rest)}
            .cg,.area.cg{fill:var(--bg);stroke:var(--muted);stroke-width:1.5;stroke-dasharray:3 2}
            .line.cg{fill:none}
            .cell{fill-opacity:\(PagePalette.tint);stroke-width:1.25}

            """
        for index in PagePalette.light.series.indices {
            css += ".c\(index){fill:var(--s\(index))}.line.c\(index){fill:none;stroke:var(--s\(index))}"
            css += ".cell.c\(index){stroke:var(--s\(index))}\n"
        }
        for strength in 1...HeatMapChart.strengths { css += ".h\(strength){fill:var(--h\(strength))}" }
        return css + "\n"
    }()

    private static let media = """
        @media (max-width:40rem){.chart.wide{display:none}.chart.narrow{display:block}h1{font-size:1.5rem}\
        th,td{padding-left:1rem}.facts{gap:1rem 2rem}}
        @media (forced-colors:active){.chart rect,.chart path,.key rect{forced-color-adjust:none}}
        @media print{:root{\(PagePalette.light.css)}header,main,footer{max-width:none;padding-left:0;padding-right:0}\
        .chart,.key,.bar,.bar rect{-webkit-print-color-adjust:exact;print-color-adjust:exact}\
        .chart.wide{display:block}.chart.narrow,.tools,nav,.skip,summary{display:none}\
        details:not([open]){display:none}.scroll{overflow:visible}\
        tr,li,figure{break-inside:avoid}h2,figcaption{break-after:avoid}thead{display:table-header-group}\
        table{font-size:.75rem}th,td{padding-left:.75rem}}
        """
}
