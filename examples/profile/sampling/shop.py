"""A service that finds the nearest pick-up point, and slows down the longer it runs."""

# --8<-- [start:main]
from math import cos, hypot, radians
from random import Random

from starlette.requests import Request
from starlette.responses import JSONResponse

Place = tuple[float, float]

lat, lon = Random(1), Random(2)
POINTS = [(lat.uniform(47, 55), lon.uniform(6, 15)) for _ in range(300)]
asked: list[Place] = []


def distance(here: Place, there: Place) -> float:
    middle = radians((here[0] + there[0]) / 2)
    east = radians(there[1] - here[1]) * cos(middle)
    return 6371 * hypot(east, radians(there[0] - here[0]))


def remember(place: Place) -> None:
    if place not in asked:
        asked.append(place)


async def nearest(request: Request) -> JSONResponse:
    query = request.query_params
    here = float(query["lat"]), float(query["lon"])
    remember(here)
    point = min(POINTS, key=lambda one: distance(here, one))
    return JSONResponse(point)


# --8<-- [end:main]
