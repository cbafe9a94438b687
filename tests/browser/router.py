"""The pages as the router lists them, so that a new page is tested without being named in a test."""

import ast
from collections import namedtuple

from ruxcheck.web.teaching.labs import LABS
from tests.browser.conftest import ROOT

Listed = namedtuple("Listed", "file title path")


def _listed(call: ast.Call) -> Listed:
    """One `st.Page(PAGES / "file.py", title=..., url_path=...)`; the default page has no path of its own."""
    said = {keyword.arg: keyword.value.value for keyword in call.keywords}
    return Listed(call.args[0].right.value, said["title"], said.get("url_path", ""))


def pages() -> list[Listed]:
    """Every page, in the order of the navigation."""
    router = ast.parse((ROOT / "ruxcheck" / "web" / "main.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(router) if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page"]
    return [_listed(call) for call in calls]


PAGES = pages()
# a lab is as long as a page, and only one is shown at a time
PATHS = [page.path for page in PAGES] + [f"labs?lab={lab}" for lab in list(LABS)[1:]]


def name_of(path: str) -> str:
    """A page's name in the ids of tests and in the names of screenshots."""
    return path.replace("?lab=", "-") or "check"
