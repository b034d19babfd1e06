"""Outlines of countries for the map: Natural Earth's, in the Equal Earth projection, as paths of an SVG.

python3 knowledge/import/world.py DATA
"""
import csv
import json
import math
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WIDTH = 2000.0
# Equal Earth: B. Savric, T. Patterson, B. Jenny, "The Equal Earth map projection", 2018.
A = (1.340264, -0.081106, 0.000893, 0.003796)
NUMERIC = {"Kosovo": "KOS", "Somaliland": "SOM", "N. Cyprus": "CYP"}
SKIPPED = {"ATA"}


def project(lon, lat):
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2, t6 = t * t, t ** 6
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(t) / (3 * (9 * A[3] * t6 * t2 + 7 * A[2] * t6 + 3 * A[1] * t2 + A[0]))
    y = t * (A[3] * t6 * t2 + A[2] * t6 + A[1] * t2 + A[0])
    scale = WIDTH / 2 / 2.70663
    return round(WIDTH / 2 + x * scale), round(WIDTH * 0.2434 - y * scale)


def rings(topology, geometry):
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(at):
        x = y = 0
        out = []
        for dx, dy in topology["arcs"][at if at >= 0 else ~at]:
            x, y = x + dx, y + dy
            out.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        return out if at >= 0 else out[::-1]

    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in polygons:
        for ring in polygon:
            points = []
            for at in ring:
                points += arc(at)[1 if points else 0:]
            yield points


def halves(points):
    """A ring, or where it crosses the antimeridian its parts on either side, each brought to the edge of the map."""
    crosses = any(abs(a[0] - b[0]) > 180 for a, b in zip(points, points[1:]))
    if not crosses:
        return [points]
    sides = ([], [])
    for (lon, lat), (after, _) in zip(points, points[1:] + points[:1]):
        side = lon < 0
        sides[side].append((lon, lat))
        if abs(after - lon) > 180:
            sides[side].append((-180.0 if side else 180.0, lat))
            sides[not side].append((180.0 if side else -180.0, lat))
    return list(sides)


def path(points):
    """A ring as a path in whole units, relative after the first; '' where nothing is left of it."""
    seen = []
    for lon, lat in points:
        at = project(lon, lat)
        if not seen or seen[-1] != at:
            seen.append(at)
    if len(seen) < 4:
        return ""
    out = "M%d %d" % seen[0] + "l"
    steps = ["%d %d" % (b[0] - a[0], b[1] - a[1]) for a, b in zip(seen, seen[1:-1])]
    return out + " ".join(steps).replace(" -", "-") + "z"


def main(folder):
    with open(os.path.join(folder, "actors", "countries", "country-codes.csv"), encoding="utf-8-sig") as f:
        codes = {row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-3"] for row in csv.DictReader(f)}
    shapes = {}
    # The coarser outlines first; what they leave out comes from the finer ones.
    for name in ("countries-110m.topojson", "countries-50m.topojson"):
        with open(os.path.join(folder, "actors", "geo", name), encoding="utf-8") as f:
            topology = json.load(f)
        found = {}
        for geometry in topology["objects"]["countries"]["geometries"]:
            code = codes.get(geometry.get("id", "").zfill(3)) or NUMERIC.get(geometry["properties"]["name"])
            if not code or code in SKIPPED or code in shapes or not geometry.get("arcs"):
                continue
            text = "".join(path(part) for ring in rings(topology, geometry) for part in halves(ring))
            if text:
                found[code] = found.get(code, "") + text
        shapes.update(found)
    target = os.path.join(ROOT, "crates", "web", "assets", "world.tsv")
    with open(target, "w", encoding="utf-8", newline="\n") as f:
        f.write("code\tpath\n")
        f.writelines(f"{code}\t{shapes[code]}\n" for code in sorted(shapes))


main(sys.argv[1])
