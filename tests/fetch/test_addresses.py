from __future__ import annotations

import time

import pytest

from advisories.addresses import HIDDEN, carries_secret, redact, redact_text

SHOWN = [
    ("https://x.example/list?page=2&region=EU", "https://x.example/list?page=2&region=EU"),
    ("https://x.example/a b?page&_format=json#top", "https://x.example/a b?page&_format=json#top"),
    ("https://x.example/p?keyword=KICZ&monkey=1", "https://x.example/p?keyword=KICZ&monkey=1"),
    ("https://user:word@x.example:8443/p", f"https://{HIDDEN}@x.example:8443/p"),
    ("https://token@x.example/p", f"https://{HIDDEN}@x.example/p"),
    ("https://x.example/p?api_key=S&x=1", f"https://x.example/p?api_key={HIDDEN}&x=1"),
    ("https://x.example/p?API-Key=S", f"https://x.example/p?API-Key={HIDDEN}"),
    ("https://x.example/p?access%5Ftoken=S", f"https://x.example/p?access%5Ftoken={HIDDEN}"),
    ("https://x.example/p?X-Amz-Signature=S", f"https://x.example/p?X-Amz-Signature={HIDDEN}"),
    ("https://x.example/p?key=S;a&x", f"https://x.example/p?key={HIDDEN}&x"),
    ("https://x.example/p#access_token=S", f"https://x.example/p#access_token={HIDDEN}"),
    ("https://x.example/p?key=", "https://x.example/p?key="),
    ("https://u:S@[bad", HIDDEN),
    ("", ""),
]


@pytest.mark.parametrize(("address", "shown"), SHOWN)
def test_address_is_shown_without_secrets(address: str, shown: str) -> None:
    """User name, password, and the values of key-like parameters are taken out; all else stays as it is."""
    assert redact(address) == shown
    assert carries_secret(address) is (address != shown)
    assert redact(shown) == shown


def test_text_is_shown_without_secrets() -> None:
    """Addresses within a text are redacted, the text around them stays."""
    text = 'asked "https://u:S@x.example/p?token=S", then <http://y.example/?a=1>; ok'
    assert redact_text(text) == f'asked "https://{HIDDEN}@x.example/p?token={HIDDEN}", then <http://y.example/?a=1>; ok'


@pytest.mark.parametrize("text", ["a" * 200_000, "a://" * 50_000, "https://" + "a=b&" * 50_000, "://@?" * 40_000])
def test_long_hostile_text_is_quick(text: str) -> None:
    """Text made to be slow to search is not."""
    start = time.process_time()
    redact_text(text)
    redact(text)
    assert time.process_time() - start < 1.5
