"""Sources that say who held an office on one day, or which leader a country had, without the office's name."""
import re
from common import plain, read_csv
from factbook import caps
from iso import iso
from offices import office


def directory(folder):
    """Country, office, sectors and name of each official in the CIA's directory of world leaders of June 2019."""
    for row in read_csv(f"{folder}/cia_world_leaders_2019/cia_world_leaders_2019-06.csv"):
        country, name = iso(row["country"]), re.sub(r"\(.*?\)|\".*?\"|,.*", "", row["name"]).strip()
        title = row["title"].lower().replace("dep. ", "deputy ").replace("intl.", "international").replace("min. of", "minister of").replace(" & ", " and ")
        words = [caps(w) if w.isupper() and len(w) > 1 else w for w in name.split() if not w.endswith(".") or len(w) == 2]
        found = office(re.sub(r"^(?:federal|senior) ", "", title), country) if country and country not in ("GBR", "USA") else None
        if found and len(words) > 1:
            yield country, *found, " ".join(words)


OFFICES = {"President": "president", "Prime Minister": "prime minister", "Premier": "prime minister", "Chancellor": "chancellor",
           "King": "king", "Emperor": "emperor", "Sultan": "sultan"}


def leaders_2026(folder):
    """Country, office, name and first day of the heads of state and government of August 2026, of G20 and ASEAN states."""
    for row in read_csv(f"{folder}/world_leaders_2026/g20_asean_leaders_2026-08-22.csv"):
        for title, name, since in (("HoG Title", "Head of Government", "HoG Since"), ("HoS Title", "Head of State", "HoS Since")):
            country, job = iso(row["Country"]), OFFICES.get(row[title].split(" (")[0])
            if country and job and row[name] and row[since]:
                yield country, job, row[name], row[since]


def reign(folder):
    """Country, name, from and to of national leaders 1975-2021 whose full name the source gives."""
    codes = {row["cow_id"]: row["iso3"].replace("ATA", "ATG") for row in read_csv(f"{folder}/oeda/ngec/cow2iso.txt")}  # 58 is Antigua
    for row in read_csv(f"{folder}/reign/reign_leaders_tidy.csv"):
        name = re.sub(r"\(.*?\)", "", row["leader"]).strip()
        country = codes.get(row["ccode"])
        if country and row["start"] >= "1975" and len(plain(name).split()) > 1 and "," not in name and country != "SMR":
            yield country, name, row["start"], row["end_month"]
