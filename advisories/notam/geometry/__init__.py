"""The geometry of item E: `read_shapes(text)` and `geojson(shapes)`."""

from advisories.geo.shapes import geojson
from advisories.notam.geometry.reading import Shapes, read_shapes

__all__ = ["Shapes", "geojson", "read_shapes"]
