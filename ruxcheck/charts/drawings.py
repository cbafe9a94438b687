"""Pictures as vector images for a report."""

from ruxcheck.charts.export import AXES, WIDTH, converted
from ruxcheck.charts.frame import Picture, on_paper
from ruxcheck.document import Drawing


def drawings(shown: tuple[Picture, ...]) -> tuple[Drawing, ...]:
    """Pictures made for light paper; the finding and source line of each stand below it as text instead of inside it.

    Raises as `converted` does.
    """
    images = converted([_untitled(picture) for picture in shown])
    return tuple(
        Drawing(image.svg, picture.alt, f"{picture.finding}. {picture.footer}") for picture, image in zip(shown, images)
    )


def _untitled(shown: Picture) -> dict:
    spec = {key: value for key, value in on_paper(shown.spec, "light").items() if key != "title"}
    sized = {"width": WIDTH} if "width" in spec else {}
    return spec | sized | {"config": spec["config"] | AXES}
