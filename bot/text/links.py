"""Web addresses as values: which are the same page, and which outlet stands behind one."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_TRACKING = frozenset(
    "_ga cmp cmpid dclid fbclid ftag gaa_at gbraid gclid guccounter icid igsh igshid intcid mc_cid mc_eid "
    "mkt_tok msclkid ncid ns_campaign ns_linkname ns_mchannel ns_source ocid ref ref_src refsrc smid smtyp "
    "srnd taid traffic_source twclid wbraid xtor yclid".split(),
)
_TRACKING_PREFIXES = ("utm_", "at_", "pk_", "hsa_", "_hs")
# What is its own key beyond doubt, as most links are.
_SIMPLE = re.compile(r"https://(?!www\.)[a-z0-9.-]+/[A-Za-z0-9/_.~,=+-]*[A-Za-z0-9_.~,=+-]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SHARED_SECOND_LEVELS = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gov", "gv", "ne", "net", "or", "org"}
)
_COUNTRY_CODE_LENGTH = 2


def is_web(url: str | None) -> bool:
    """Whether this is an http(s) address with a host, the only kind that readers are given."""
    parts = _split(url or "")
    return parts is not None and parts.scheme in _DEFAULT_PORTS and bool(parts.hostname)


def normalise(url: str) -> str:
    """The address as a key: equal for addresses that surely show the same page.

    Gone are fragment, default port, ``www.``, a trailing slash and parameters that only say
    where a reader came from; the other parameters are sorted; http counts as https. The result
    is for comparing, not for opening. What is no web address comes back as it is (stripped).
    """
    if _SIMPLE.fullmatch(url):
        return url
    parts = _split(url)
    if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url.strip()
    host = parts.hostname.removeprefix("www.")
    port = "" if _port(parts) in (None, _DEFAULT_PORTS[parts.scheme]) else f":{_port(parts)}"
    query = "&".join(sorted(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair)))
    return f"https://{host}{port}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def without_tracking(url: str) -> str:
    """The address without parameters that only say where a reader came from, else as it is."""
    page, has_query, rest = url.partition("?")
    if not has_query or "#" in page:
        return url
    query, mark, fragment = rest.partition("#")
    pairs = query.split("&")
    kept = [pair for pair in pairs if not _is_tracking(pair)]
    if len(kept) == len(pairs):
        return url
    return f"{page}{'?' if kept else ''}{'&'.join(kept)}{mark}{fragment}"


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where there is none."""
    parts = _split(url)
    return (parts.hostname or "") if parts else ""


def outlet_host(url: str | None) -> str:
    """The domain that an outlet registered: ``example.co.uk`` for ``https://m.news.example.co.uk/a``.

    By rule, not by the public suffix list: under a two-letter country code with a shared second
    level (``co.uk``) three labels count, else two. Empty for what is no web address.
    """
    host = host_of(url or "")
    labels = host.rstrip(".").split(".")
    if host.replace(".", "").isdigit() or ":" in host:
        return host
    shared = (
        len(labels[-1]) == _COUNTRY_CODE_LENGTH and len(labels) > 1 and labels[-2] in _SHARED_SECOND_LEVELS
    )
    return ".".join(labels[-3 if shared else -2 :])


def without_userinfo(url: str) -> str:
    """The address as it may be shown and recorded: without a name and password before the host."""
    return re.sub(r"^(\w+://)[^/?#]*@", r"\1", url)


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url.strip())
    except ValueError:  # such as a broken IPv6 literal
        return None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:  # not a number, or out of range: no part of a usable address
        return None


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
