"""A host is written in one way, exactly, and only public ones are reached."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import egress
from agents.egress import EgressRefusedError, Limits, check_address, host_of, read_host

BANK = Limits(listed={"bank.example:443"}, private=())
WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("bank.example", "bank.example:443"),
        ("  BANK.example. ", "bank.example:443"),
        ("bank.example:8443", "bank.example:8443"),
        ("bücher.example", "xn--bcher-kva.example:443"),
        ("BÜCHER.example", "xn--bcher-kva.example:443"),
        ("straße.example", "xn--strae-oqa.example:443"),
        ("bank。example", "bank.example:443"),
        ("192.0.2.7", "192.0.2.7:443"),
        ("[2001:DB8::0:7]:8443", "[2001:db8::7]:8443"),
    ],
)
def test_a_host_is_written_in_one_way(written: str, key: str) -> None:
    assert read_host(written).key == key
    assert read_host(str(read_host(written))) == read_host(written)


@given(labels=st.lists(WORDS, min_size=1, max_size=4), port=st.integers(1, 65_535))
def test_an_address_and_its_host_are_written_the_same(
    labels: list[str], port: int
) -> None:
    name = ".".join([*labels, "example"])

    assert read_host(f"{name.upper()}.:{port}").key == f"{name}:{port}"
    assert host_of(f"https://{name}:{port}/pay?x=1").key == f"{name}:{port}"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("*.example", "Write each host out"),
        ("https://bank.example", "without https://"),
        ("bank.example/pay", "without https://"),
        ("me@bank.example", "without https://"),
        ("bank.example:0", "1 to 65535"),
        ("bank.example:70000", "1 to 65535"),
        ("bank example", "not the name of a host"),
        ("bank..example", "not the name of a host"),
        ("a" * 64 + ".example", "not the name of a host"),
        ("", "not a web address"),
        ("[::1", "not a web address"),
    ],
)
def test_what_is_no_host_is_told_so(written: str, told: str) -> None:
    with pytest.raises(EgressRefusedError, match=told):
        read_host(written)


@pytest.mark.parametrize(
    "url",
    [
        "https://bank.example/pay",
        "https://BANK.example.:443/pay",
        "https://bank.example?x=1",
    ],
)
def test_the_listed_host_is_reached_however_it_is_written(url: str) -> None:
    assert check_address(url, BANK).key == "bank.example:443"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://bank.example:8443/pay", "not on the list"),
        ("https://pay.bank.example/", "not on the list"),
        ("https://bank.example.evil.example/", "not on the list"),
        ("https://evil.example/bank.example", "not on the list"),
        ("https://bank.example@evil.example/", "not a web address"),
        ("https://evil.example\\@bank.example/", "not a web address"),
        ("http://bank.example:443/", "over https"),
        ("ftp://bank.example/", "not a web address"),
        ("bank.example", "not a web address"),
    ],
)
def test_every_other_address_is_refused(url: str, told: str) -> None:
    with pytest.raises(EgressRefusedError, match=told):
        check_address(url, BANK)


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[fd00::1]"]
)
def test_a_private_address_needs_the_operators_word_besides(name: str) -> None:
    key = f"{name}:443"

    with pytest.raises(EgressRefusedError, match="not a public address"):
        check_address(f"https://{key}/", Limits(listed={key}, private=()))
    with pytest.raises(EgressRefusedError, match="not on the list"):
        check_address(f"https://{key}/", Limits(listed=(), private={key}))
    both = Limits(listed={key}, private={key})
    assert check_address(f"http://{key}/", both).key == key


def test_a_name_that_turns_out_private_is_refused_when_it_is_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = [(0, 0, 0, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)

    with pytest.raises(EgressRefusedError, match="not a public address"):
        egress.check("https://bank.example/pay", BANK)


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = [(0, 0, 0, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)

    found = egress.check("https://Bank.example./pay", BANK)

    assert found.url == "https://93.184.215.14:443/pay"
    assert (found.host, found.host_header) == ("bank.example", "bank.example")
