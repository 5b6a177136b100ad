"""Pages that stand alone: saved, printed, handed over. All that they need is in them, their style too."""

from base64 import b64encode
from hashlib import sha256
from html import escape

_STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:1.5em auto;padding:0 1em;line-height:1.5;font-size:12pt}"
    "section{border:1px solid #999;padding:.2em 1em;margin:1em 0;break-inside:avoid}h1{font-size:1.4em}"
    "h2{font-size:1.15em;margin:.6em 0 .2em}h3{font-size:1em;margin:.6em 0 0}ul{margin:.2em 0}"
    "table{border-collapse:collapse;width:100%;margin:.5em 0}th,td{border:1px solid #999;padding:.25em .5em;"
    "text-align:left;vertical-align:top;overflow-wrap:break-word}th{background:#eee;color:#000}tr{break-inside:avoid}"
    "section section{border:0;border-top:1px solid #999;padding:0}"
    "@media print{nav{display:none}}"
    "@media screen and (max-width:40em){table,tbody,tr,th,td{display:block;border:0}thead{display:none}"
    "table{border-top:1px solid #999}tr{border-bottom:1px solid #999;padding:.25em 0}td,section{overflow-wrap:anywhere}"
    "th{background:none;padding-bottom:0}td table{margin-left:.5em;width:auto}section{padding:.2em .5em}"
    "td[data-label]:before{content:attr(data-label) ': ';font-weight:bold}}"
)
_DIGEST = b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = {  # of the answer that brings such a page to a browser
    # Stricter than for other pages: nothing may be loaded or sent, and this one style is known by its digest.
    "Content-Security-Policy": (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-{_DIGEST}'"
    ),
}


def document(title: str, tongue: str, body: str) -> str:
    """The whole page around a body of HTML in which everything is escaped already."""
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )
