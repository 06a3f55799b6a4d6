#!/usr/bin/env python3
"""Shows pages of reports to a browser without a network.

Shows, for each page: it is well formed, loads nothing and has one script, its own; the style is applied in light, in dark
and on narrow screens, where nothing is wider than the screen; printing gives pages on paper; axe-core finds nothing in any
of them; each table is sorted by each of its columns, by click and by key, and back, with what stands for others last;
filtering shows the rows that have the text and no others; every text of the report's JSON that lies beside the page is on
it as text, whatever markup is in it, and the JSON is as report.schema.json says. A live page takes over a newer one, keeps
what its reader has chosen, and says when there is none to ask.

Run:  apt-get install -y --no-install-recommends chromium-headless-shell chromium-driver poppler-utils iproute2
      pip install axe-core-python==0.1.0 selenium==4.51.0 jsonschema==4.26.0
      TALLY_PAGES=/tmp/pages swift test --filter PageFiles
      python3 Tests/Integration/reports_html.py /tmp/pages/*.html [--keep FOLDER]

With --keep, pictures stay in FOLDER, to be looked at. Needs Linux, and `unshare -n`, which needs root or user namespaces.
Takes about half a minute for a page. Exits with 1 at a difference.
"""

import argparse
import html.parser
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

SCHEMA = pathlib.Path(__file__).parents[2] / "Sources/TallyReports/Writing/report.schema.json"
EMPTY = {"meta"}


class Page(html.parser.HTMLParser):
    """All that is in a page as it is written."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.faults, self.policies, self.ids, self.counts = [], [], [], [], {}
        self.feed(text)
        self.close()
        if self.stack:
            self.faults.append(f"open at the end: {self.stack}")

    def handle_starttag(self, tag, attributes):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        for name, value in attributes:
            if name in ("src", "srcset", "style") or name.startswith("on"):
                self.faults.append(f"attribute {name}={value}")
            if name in ("href", "xlink:href", "action") and not value.startswith("#"):
                self.faults.append(f"link {value}")
            if name == "id":
                self.ids.append(value)
        values = dict(attributes)
        if values.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(values["content"])
        if tag not in EMPTY:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            self.stack.pop()

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-1:]}")
        else:
            self.stack.pop()

    def handle_comment(self, data):
        self.faults.append("a comment")


def check_source(text):
    page = Page(text)
    problems = list(page.faults)
    if len(set(page.ids)) != len(page.ids):
        problems.append("an id is there twice")
    if len(page.policies) != 1 or not page.policies[0].startswith("default-src 'none'; style-src 'sha256-"):
        problems.append(f"policies {page.policies}")
    for tag, count in {"script": 1, "style": 1, "h1": 1, "main": 1, "img": 0, "iframe": 0, "link": 0, "base": 0}.items():
        if page.counts.get(tag, 0) != count:
            problems.append(f"{page.counts.get(tag, 0)} {tag}")
    return problems


def chromium(folder, *arguments):
    command = ["chromium-headless-shell", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1",
               f"--user-data-dir={folder}/profile", *arguments]
    return subprocess.run(command, capture_output=True, timeout=300, check=True).stdout


def pictures(page, name, folder):
    """Pictures in light, in dark, on a narrow screen and on paper; returns how many sheets."""
    address = page.absolute().as_uri()
    sizes = {"light": ("1200,2400", 1), "dark": ("1200,2400", 0), "narrow": ("390,2400", 1)}
    for kind, (size, scheme) in sizes.items():
        chromium(folder, f"--blink-settings=preferredColorScheme={scheme}", f"--window-size={size}",
                 f"--screenshot={folder}/{name}-{kind}.png", address)
    chromium(folder, f"--print-to-pdf={folder}/{name}.pdf", "--no-pdf-header-footer", address)
    subprocess.run(["pdftoppm", "-r", "60", "-png", f"{folder}/{name}.pdf", f"{folder}/{name}-print"], check=True)
    paper = sorted(pathlib.Path(folder).glob(f"{name}-print*.png"))
    return len(paper)


def driver(folder, scheme, width):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},1600",
                     f"--user-data-dir={folder}/driver-{scheme}-{width}",
                     f"--blink-settings=preferredColorScheme={scheme}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def accessibility(browser):
    import axe_core_python
    script = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    browser.execute_script(script)
    result = browser.execute_async_script(
        "var done=arguments[arguments.length-1];document.querySelectorAll('details').forEach(d=>d.open=true);"
        "axe.run(document).then(done,e=>done({violations:[{id:String(e),impact:'critical',nodes:[]}],passes:[]}))")
    found = [f"{v['id']} ({v['impact']}): {len(v['nodes'])} times, {v['nodes'][0]['html'][:120] if v['nodes'] else ''}"
             for v in result["violations"]]
    return found, len(result["passes"])


SORTED = """
var table=document.querySelectorAll("table")[arguments[0]],column=arguments[1];
return {state:table.tHead.rows[0].cells[column].getAttribute("aria-sort"),
 number:table.tHead.rows[0].cells[column].classList.contains("num"),
 values:Array.from(table.tBodies[0].rows).map(r=>[r.cells[column].getAttribute("data-v"),r.cells[column].textContent]),
 rows:Array.from(table.tBodies[0].rows).map(r=>r.textContent),
 others:Array.from(table.tBodies).slice(1).map(b=>b.textContent)};
"""


def check_sorting(browser, Keys):
    problems, clicks = [], 0
    tables = browser.find_elements("css selector", "table")
    for index, table in enumerate(tables):
        buttons = table.find_elements("css selector", "thead button")
        rows = browser.execute_script("return document.querySelectorAll('table')[arguments[0]].tBodies[0].rows.length", index)
        if not buttons and rows > 1:
            problems.append(f"table {index} can't be sorted")
        before = browser.execute_script(SORTED, index, 0)
        for column, button in enumerate(buttons):
            for use in ("click", "key", "back"):
                if use == "key":
                    button.send_keys(Keys.ENTER if column % 2 else Keys.SPACE)
                else:
                    browser.execute_script("arguments[0].scrollIntoView({block:'center'})", button)
                    button.click()
                clicks += 1
                after = browser.execute_script(SORTED, index, column)
                what = f"table {index}, column {column}, {use}"
                if use == "back":
                    if after["rows"] != before["rows"] or after["state"] != "none":
                        problems.append(f"{what}: not as before")
                    continue
                ascending = (use == "click") != after["number"]
                if after["state"] != ("ascending" if ascending else "descending"):
                    problems.append(f"{what}: {after['state']}")
                if sorted(after["rows"]) != sorted(before["rows"]) or after["others"] != before["others"]:
                    problems.append(f"{what}: other rows")
                if after["number"]:
                    numbers = [float(value) for value, _ in after["values"] if value is not None]
                    if numbers != sorted(numbers, reverse=not ascending):
                        problems.append(f"{what}: {numbers[:5]}")
                    missing = [value is None for value, _ in after["values"]]
                    if missing != sorted(missing):
                        problems.append(f"{what}: what is not known is not last")
                else:
                    texts = [text if value is None else value for value, text in after["values"]]
                    ordered = browser.execute_script(
                        "return arguments[0].slice().sort((a,b)=>a.localeCompare(b,'en',{numeric:true})*arguments[1])",
                        texts, 1 if ascending else -1)
                    if texts != ordered:
                        problems.append(f"{what}: {texts[:5]}")
    return problems, clicks


def check_filter(browser):
    problems, filters = [], 0
    for tools in browser.find_elements("css selector", ".tools"):
        filters += 1
        field = tools.find_element("css selector", "input")
        rows = ("return Array.from(arguments[0].nextElementSibling.querySelector('table').tBodies[0].rows)"
                ".map(r=>[r.textContent,r.hidden])")
        before = browser.execute_script(rows, tools)
        for wanted in (before[0][0].strip()[:4] or "a", "\"'<zzz"):
            field.clear()
            field.send_keys(wanted)
            after = browser.execute_script(rows, tools)
            expected = [wanted.lower() not in text.lower() for text, _ in before]
            if [hidden for _, hidden in after] != expected:
                problems.append(f"filter {wanted!r}")
            status = tools.find_element("css selector", "[role=status]").text
            if status != f"{expected.count(False)} of {len(before)} rows":
                problems.append(f"filter says {status!r}")
        browser.execute_script("arguments[0].value='';arguments[0].dispatchEvent(new Event('input'))", field)
        if any(hidden for _, hidden in browser.execute_script(rows, tools)):
            problems.append("an empty filter hides rows")
    return problems, filters


def check_texts(browser, report):
    """Texts of the report that are on the page; those with characters that can't be seen are there by names."""
    shown = browser.execute_script(
        "return Array.from(document.querySelectorAll('h1,h2,dd,dt,li,td,th,p')).map(e=>e.textContent)")
    shown = set(shown) | {text.removeprefix("Warning: ") for text in shown}
    texts = [report["title"]] + report["filter"] + [note["text"] for note in report["notes"]]
    for table in report["tables"]:
        texts += [table["title"]] + [column["title"] for column in table["columns"]]
        texts += [value for row in table["rows"] for key, value in row["values"].items()
                  if isinstance(value, str) and not value.endswith("Z")]
    plain = [text for text in texts if text.isprintable() and "\ufeff" not in text and "\u200b" not in text]
    return [f"not on the page: {text!r}" for text in plain if text not in shown], len(plain)


def check_live(page, folder):
    """A page that asks for a newer one takes it over, and keeps what its reader has chosen."""
    text = page.read_text(encoding="utf-8")
    state = {"text": text, "asked": 0}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path != "/":
                return self.send_error(404)
            state["asked"] += 1
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(state["text"].encode())

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = driver(folder, 1, 1200)
    problems = []

    def await_that(what, script):
        for _ in range(600):
            if browser.execute_script(script):
                return
            time.sleep(0.05)
        problems.append(f"live: {what}")

    try:
        browser.get(f"http://127.0.0.1:{server.server_address[1]}/")
        # The first answer is taken over whatever it is; elements found before are gone then.
        for _ in range(600):
            if state["asked"] >= 4:
                break
            time.sleep(0.05)
        browser.execute_script("document.querySelectorAll('details').forEach((d,i)=>d.open=i%2===0)")
        table = browser.find_element("css selector", "details[open] table")
        button = table.find_elements("css selector", "thead button")[-1]
        browser.execute_script("arguments[0].scrollIntoView({block:'center'})", button)
        button.click()
        field = browser.find_element("css selector", "details[open] .tools input")
        field.send_keys("search")
        chosen = ("return JSON.stringify([Array.from(document.querySelectorAll('details')).map(d=>d.open),"
                  "Array.from(document.querySelectorAll('th')).map(t=>t.getAttribute('aria-sort')),"
                  "Array.from(document.querySelectorAll('input')).map(t=>t.value),"
                  "Array.from(document.querySelectorAll('tr')).filter(t=>t.hidden).length,"
                  "document.activeElement.getAttribute('aria-label')])")
        before = browser.execute_script(chosen)
        title = re.search("<h1>(.*?)</h1>", text).group(1)
        state["text"] = text.replace(title, "A newer report")
        await_that("no newer page", "return document.querySelector('h1').textContent==='A newer report'")
        after = browser.execute_script(chosen)
        if after != before:
            problems.append(f"live: {after} for {before}")
        if browser.title != "A newer report":
            problems.append(f"live: title {browser.title}")
        server.shutdown()
        server.server_close()
        await_that("the end is not told", "return getComputedStyle(document.querySelector('.old')).display!=='none'")
    finally:
        browser.quit()
    return problems


def check(page, folder):
    from selenium.webdriver.common.keys import Keys
    if "<body data-refresh=" in page.read_text(encoding="utf-8"):
        return check_live(page, folder), ["live"]
    name = page.stem
    text = page.read_text(encoding="utf-8")
    problems = check_source(text)
    paper = pictures(page, name, folder)
    if not paper:
        problems.append("nothing on paper")
    facts = [f"{len(text.encode()) / 1e3:.0f} kB", f"{paper} pages on paper"]
    for scheme, width in ((1, 1200), (0, 1200), (1, 390)):
        browser = driver(folder, scheme, width)
        try:
            start = time.monotonic()
            browser.get(page.absolute().as_uri())
            took = time.monotonic() - start
            logged = [entry["message"] for entry in browser.get_log("browser") if entry["message"].startswith("file:")]
            problems += [f"the browser says {message}" for message in logged]
            ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
            light = sum(int(part) for part in ground[ground.index("(") + 1:-1].split(",")[:3]) > 384
            if light != bool(scheme):
                problems.append(f"ground {ground} in scheme {scheme}")
            wide = browser.execute_script("return document.documentElement.scrollWidth-document.documentElement.clientWidth")
            if wide > 0:
                problems.append(f"{wide} px wider than a screen of {width}")
            visible = browser.execute_script(
                "return ['wide','narrow'].map(c=>Array.from(document.querySelectorAll('svg.'+c))"
                ".filter(e=>getComputedStyle(e).display!=='none').length)")
            if min(visible) > 0 or (max(visible) > 0 and (visible[0] > 0) == (width < 640)):
                problems.append(f"charts for {width}: {visible}")
            found, passes = accessibility(browser)
            problems += [f"axe: {text}" for text in found]
            facts.append(f"axe {passes} rules")
            if scheme == 1 and width == 1200:
                facts.append(f"loaded in {took * 1000:.0f} ms")
                found, clicks = check_sorting(browser, Keys)
                problems += found
                found, filters = check_filter(browser)
                problems += found
                facts.append(f"{clicks} sortings, {filters} filters")
                source = page.with_suffix(".json")
                if source.exists():
                    import jsonschema
                    report = json.loads(source.read_text(encoding="utf-8"))
                    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
                    found, texts = check_texts(browser, report)
                    problems += found
                    facts.append(f"{texts} texts")
        finally:
            browser.quit()
    return problems, facts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--keep", metavar="FOLDER")
    parser.add_argument("--isolated", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    for tool in ("chromium-headless-shell", "chromedriver", "pdftoppm", "ip"):
        if not shutil.which(tool):
            sys.exit(f"skipped: {tool} is not installed")
    if not options.isolated:
        # All of it runs where there is no network but the loopback that the browser is driven by.
        inside = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv, "--isolated"]
        for isolation in (["unshare", "-n"], ["unshare", "-rn"]):
            if subprocess.run([*isolation, "true"], capture_output=True).returncode == 0:
                os.execvp(isolation[0], isolation + inside)
        sys.exit("unshare -n: not permitted here")
    folder = os.path.abspath(options.keep) if options.keep else tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    failures = 0
    for page in options.pages:
        problems, facts = check(page, folder)
        print(f"{page.name}: {', '.join(facts)}: {'as it should be' if not problems else f'{len(problems)} problems'}", flush=True)
        for problem in problems[:20]:
            print(f"WRONG: {page.name}: {problem}", file=sys.stderr, flush=True)
        failures += len(problems)
    if not options.keep:
        shutil.rmtree(folder)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
