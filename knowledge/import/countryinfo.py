"""Leaders 1960-2009 and governments 2003-2011 of CountryInfo.

Its leaders have days; its governments have months, "<20060831" for somebody who was in office in January 2003 already
and ">20051201" for somebody who still was in February 2011.
"""
import re
from common import SMALL
from iso import iso
from offices import office

# Tags of the leaders' block and the office they stand for.
LEADERS = {"presidents": "president", "president": "president", "heads of state": "president", "prime ministers": "prime minister",
           "prime minister": "prime minister", "premiers": "prime minister", "premier": "prime minister", "chancellors": "chancellor",
           "federal chancellors": "chancellor", "kings": "king", "king": "king", "emirs": "emir", "sultans": "sultan",
           "chairmen of the council of ministers": "prime minister", "chairmen of the council of ministers (premiers": "prime minister",
           "chairmen of the council of ministers (prime_ministers": "prime minister", "chairmen of the council of state": "president",
           "chairmen of the state council": "president", "general secretaries of the communist party": "general secretary",
           "chairmen of the executive council": "prime minister", "heads of government": "prime minister",
           "presidents of the federal executive council": "prime minister", "paramount rulers": "king", "chairmen of the supreme soviet": "president",
           "chairmen of the presidency of the republic": "president", "chairman of the state presidency": "president",
           "kings (title_druk_gyalpo": "king", "ministers of state": "minister of state", "presidents, prime_ministers": "president",
           "government leaders": "prime minister", "chief ministers": None, "leaders": None}


# Blocks of territories and parts of states, and one that holds another country's leaders.
LEFT_OUT = set("""ANGUILLA BERMUDA GIBRALTAR GUERNSEY MONTSERRAT PITCAIRN ARUBA TIBET GREENLAND GUADELOUPE MARTINIQUE MAYOTTE KOSOVO NIUE
TOKELAU BOSNIAK/CROAT_FEDERATION BOSNIAN_SERB_REPUBLICA TURKISH_REPUBLIC_OF_NORTH_CYPRUS NETHERLANDS_ANTILLES NORTHERN_IRELAND
WESTERN_SAHARA HONG_KONG MACAU COOK_ISLANDS PUERTO_RICO GUAM_ AMERICAN_SAMOA JERSEY ISLE_OF_MAN FAEROE_ISLANDS FRENCH_POLYNESIA NEW_CALEDONIA
WALLIS_AND_FUTUNA_ISLANDS NORTHERN_MARIANA_ISLANDS UNITED_KINGDOM""".split())


def blocks(folder, tag):
    """Country code and text of a block of each country."""
    with open(f"{folder}/countryinfo/CountryInfo.120116.txt", encoding="utf-8", errors="replace") as f:
        text = f.read()
    for block in re.findall(r"<Country>(.*?)</Country>", text, re.S):
        name = re.search(r"<CountryName>(.*?)</CountryName>", block)
        found = re.search(rf"<{tag}>(.*?)</{tag}>", block, re.S)
        label = name.group(1).strip() if name else ""
        country = iso(label.replace("_", " "))
        if found and country and label not in LEFT_OUT:
            yield country, found.group(1)


def leaders(folder):
    """Country, office, name, from, to of each leader; one row a span."""
    for country, text in blocks(folder, "Leaders"):
        for tag, body in re.findall(r"<([^>/]+)>(.*?)</\1>", text, re.S):
            job = LEADERS.get(tag.strip().lower())
            for line in body.splitlines() if job and country != "GBR" else ():
                m = re.match(r"\s*\{?([A-Z][^\[#;{}]+?)_*\}?(?:\{.*\})?\s+(\[.*)", line)
                if m and not re.match(r"CROWN_PRINCE|.*COUNCIL", m.group(1)):
                    for start, end in spans(re.sub(r"\[[BD]:.*", "", m.group(2))):
                        yield country, job, title_case(m.group(1)), start, end


def governments(folder):
    """Country, office, sectors, names, from, to, seen of each minister; seen is the last year of the source."""
    for country, text in blocks(folder, "Government"):
        for line in text.splitlines():
            m = re.match(r"#?\s*(\{?[A-Z].*?)\s*(\[[A-Z].*\])\s*#\s*(.*)", line)
            if not m or country == "GBR":
                continue
            names = [title_case(n) for n in re.split(r"[{}]+", m.group(1)) if n.strip("_ ")]
            dates, titles = re.findall(r"\[[A-Z]+ ([^\]]*)\]", m.group(2)), m.group(3).split(" & ")
            for date, title in zip(dates, titles if len(titles) == len(dates) else [m.group(3)] * len(dates) if len(dates) == 1 else ()):
                found = office(title.strip(), country)
                if found and names and len(names[0].split()) > 1:
                    yield country, *found, names, *government_span(date)


def government_span(text):
    dates = [month(d) for d in re.findall(r"\d{8}", text)]
    if text.startswith("<"):
        return "2003", dates[0], ""
    if text.startswith(">"):
        return dates[0], "", "2011"
    return dates[0], dates[1] if len(dates) > 1 else "", "2011"


def month(digits):
    return f"{digits[:4]}-{digits[4:6]}"


def spans(text):
    """The spans in a line's brackets, as pairs of dates; the second is empty in the last of somebody still in office."""
    for inner in re.findall(r"\[([^\]]*)\]", text):
        dates = [day(d) for d in re.findall(r"\d{8}", inner)]
        if ">" in inner and dates:
            yield dates[0], ""
        elif len(dates) > 1:
            yield dates[0], dates[1]


def day(digits):
    """A date of eight digits, with days that no month has brought back into it."""
    date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    if date[5:7] == "02":
        return re.sub(r"-(29|30|31)$", "-28", date)
    return re.sub(r"-31$", "-30", date) if date[5:7] in ("04", "06", "09", "11") else date


def title_case(text):
    text = re.sub(r'"[^"]*"|\([^)]*\)?', " ", text)
    words = [w for w in text.strip("{}_ \t").replace("_", " ").split() if w]
    return " ".join(w.lower() if i and w.lower() in SMALL else word_case(w, i) for i, w in enumerate(words))


def word_case(word, i):
    if re.fullmatch(r"[IVX]+", word) and i:
        return word
    parts = re.split(r"(-|')", word)
    out = "".join(p[:1] + p[1:].lower() if len(p) > 1 else p for p in parts)
    out = re.sub(r"^(Al|El|As|An|Ash|Ad)-", lambda m: m.group(0).lower() if i else m.group(0), out)
    return re.sub(r"^(Mc)([a-z])", lambda m: m.group(1) + m.group(2).upper(), re.sub(r"^D'", "d'" if i else "D'", out))
