"""Turns pictures into images, one JSON line in and one out: a program of its own, run by `ruxcheck.charts.images`.

The converter takes 200 MB, holds up all else in its process for up to two seconds, and is an optional extra.
"""

import base64
import json
import re
import sys

import vl_convert


def convert(source: dict | str, across: int) -> list[str]:
    """A Vega-Lite specification or a finished vector image, as vector image and, so many `across`, as pixels (base64)."""
    svg = source if isinstance(source, str) else vl_convert.vegalite_to_svg(source)
    width = float(re.search(r'width="([\d.]+)"', svg)[1])
    pixels = vl_convert.svg_to_png(svg, scale=across / width)
    return [svg, base64.b64encode(pixels).decode()]


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(convert(*json.loads(line))))
