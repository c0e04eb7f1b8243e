"""What keeps the page to the people at this machine: who may ask, and what answers may load.

A page of another site can send requests to a server on this machine; a name of its own may even be
made to mean this machine (DNS rebinding). So the name asked for is checked, and where a request
that changes something comes from.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAME = frozenset({"same-origin", "none"})  # of Sec-Fetch-Site: the page itself, or the address bar
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_loopback(host: str) -> bool:
    """Whether a host to listen on can be reached from this machine only."""
    return host in LOOPBACK


def protect(
    server: Flask, names: frozenset[str], any_address: bool, script_hashes: Callable[[], list[str]]
) -> None:
    """Refuse requests that come by another name or from another site; send security headers.

    Args:
        server: the application.
        names: host names it answers to.
        any_address: whether every numeric address is answered to; a name that was made to mean
            this machine is none.
        script_hashes: hashes of the page's own inline scripts.
    """

    @server.before_request
    def refuse_strangers() -> None:
        if not answers_to(request.host, names, any_address) or not from_here():
            abort(403)

    @server.after_request
    def send_headers(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers[name] = value
        answer.headers["Content-Security-Policy"] = content_policy(script_hashes())
        if answer.mimetype in ("text/html", "application/json"):
            answer.headers["Cache-Control"] = "no-store"
        return answer


def answers_to(host: str, names: frozenset[str], any_address: bool) -> bool:
    """Whether a Host header names this server."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return any_address


def from_here() -> bool:
    """Whether the request comes from this page or, for looking only, from the address bar."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if request.method in ("GET", "HEAD"):
        linked = request.headers.get("Sec-Fetch-Mode") == "navigate"
        return site is None or site in SAME or linked
    if origin is not None and urlsplit(origin).netloc != request.host:
        return False
    if site is not None and site != "same-origin":
        return False
    return origin is not None or site is not None  # every browser sends one of them


def content_policy(script_hashes: list[str]) -> str:
    """The content security policy: everything from here, nothing from anywhere else."""
    return "; ".join([
        "default-src 'none'", f"script-src 'self' {' '.join(script_hashes)}".rstrip(),
        "style-src 'self' 'unsafe-inline'",  # charts set styles on their own elements
        "img-src 'self' data: blob:", "font-src 'self' data:", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ])  # fmt: skip
