//! Events in the columns of the event data sets that people have programs for: GDELT 2.0, ICEWS and POLECAT.
//!
//! ```
//! use demarche_wire::Exchange;
//! let widths = [Exchange::Gdelt, Exchange::Icews, Exchange::Polecat].map(Exchange::width);
//! assert_eq!(widths, [61, 20, 40]);
//! ```
//!
//! These sets have no column for whether a thing happened. So that nobody counts a denied attack as an attack, only events that
//! are reported as done are written, and plans only where the codebook has a category for planning (a meeting to come is
//! AGREE). Each pair of actor and recipient is a row, and each ordered pair of a meeting's participants, as in those sets.

mod codes;

use crate::record::{ActorRecord, EventRecord, PlaceRecord, WhereRecord};
use codes::{cameo, country, quad, sector};
use demarche_pipeline::{Document, VERSION};
use std::collections::BTreeMap;

/// A data set whose columns are written, one tab-separated row a dyad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// GDELT 2.0 Events: 61 columns, no header.
    Gdelt,
    /// ICEWS coded event data: 20 columns.
    Icews,
    /// POLECAT: 40 columns.
    Polecat,
}

/// Column names of ICEWS.
const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t\
    Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\t\
    Latitude\tLongitude";

/// Column names of POLECAT.
const POLECAT: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t\
    Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\t\
    Recipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\t\
    Recipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t\
    GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\t\
    Story Locations\tLanguage\tVersion";

/// Cells of a place in GDELT's table: type, name, country, two divisions, latitude, longitude, id.
const GDELT_PLACE: usize = 8;

/// Columns of GDELT 2.0 Events.
const GDELT: usize = 61;

/// Sentences from the start of a report that count as its lead.
const LEAD: usize = 2;

impl Exchange {
    /// Columns in a row.
    pub fn width(self) -> usize {
        self.header().map_or(GDELT, |header| header.split('\t').count())
    }

    /// The line of column names, without line break; GDELT's files have none.
    pub const fn header(self) -> Option<&'static str> {
        match self {
            Self::Gdelt => None,
            Self::Icews => Some(ICEWS),
            Self::Polecat => Some(POLECAT),
        }
    }

    /// The events of a document as rows, each with its line break.
    ///
    /// Cells hold no tab, line break or other control character: a space stands where the text has one,
    /// and an apostrophe for a double quote.
    pub fn rows(self, document: &Document, events: &[EventRecord<'_>]) -> String {
        let dyads = dyads(events);
        let mut out = String::new();
        for dyad in &dyads {
            let cells = match self {
                Self::Gdelt => dyad.gdelt(document),
                Self::Icews => dyad.icews(document),
                Self::Polecat => dyad.polecat(document),
            };
            let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
            out.push_str(&cells.join("\t"));
            out.push('\n');
        }
        out
    }
}

/// One act between two parties, or of one, and how often the report tells it.
struct Dyad<'e> {
    event: &'e EventRecord<'e>,
    actor: Option<&'e ActorRecord<'e>>,
    recipient: Option<&'e ActorRecord<'e>>,
    /// Mentions of the same act between the same parties on the same day in this report, this one included.
    told: usize,
}

/// What makes two dyads of a report the same: the code of the act, its day, and who the parties are.
type Key<'e> = (&'e str, &'e str, Option<&'e str>, Option<&'e str>);

/// Pairs of parties of the events that are done or are plans by category, each pair once a report, in order of the text.
fn dyads<'e>(events: &'e [EventRecord<'e>]) -> Vec<Dyad<'e>> {
    let mut seen: BTreeMap<Key<'e>, usize> = BTreeMap::new();
    let mut found: Vec<Dyad<'e>> = vec![];
    for event in events.iter().filter(|event| counts(event)) {
        for (actor, recipient) in pairs(event) {
            let known = |party: Option<&'e ActorRecord<'e>>| party.map(|p| p.entity.unwrap_or(&p.code));
            let key = (event.cameo, day(event), known(actor), known(recipient));
            if let Some(&first) = seen.get(&key) {
                found[first].told += 1;
                continue;
            }
            seen.insert(key, found.len());
            found.push(Dyad { event, actor, recipient, told: 1 });
        }
    }
    found
}

/// Whether an event belongs in a table that cannot say "planned" or "denied".
pub(crate) fn counts(event: &EventRecord<'_>) -> bool {
    match event.status {
        "actual" => true,
        "planned" => matches!(event.event, "AGREE" | "CONCEDE"),
        _ => false,
    }
}

type Pair<'e> = (Option<&'e ActorRecord<'e>>, Option<&'e ActorRecord<'e>>);

/// Who acts towards whom: every actor with every recipient, or every participant with every other.
fn pairs<'e>(event: &'e EventRecord<'e>) -> Vec<Pair<'e>> {
    let (actors, recipients) = (&event.actors, &event.recipients);
    let mutual = recipients.is_empty() && actors.len() > 1 && matches!(event.event, "CONSULT" | "AGREE");
    if mutual {
        let others =
            |i: usize| actors.iter().enumerate().filter(move |(j, _)| *j != i).map(|(_, other)| other);
        return (0..actors.len()).flat_map(|i| others(i).map(move |o| (Some(&actors[i]), Some(o)))).collect();
    }
    each(actors).flat_map(|actor| each(recipients).map(move |recipient| (actor, recipient))).collect()
}

/// Every party of a side, or nobody once.
fn each<'e>(side: &'e [ActorRecord<'e>]) -> impl Iterator<Item = Option<&'e ActorRecord<'e>>> {
    let nobody = side.is_empty().then_some(None);
    side.iter().map(Some).chain(nobody)
}

/// GDELT's quad class, which goes by the root of the CAMEO code: an appeal (02) is verbal cooperation there.
fn quad_of_root(root: &str) -> Option<u8> {
    match root.parse().ok()? {
        1..=5_u8 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        14..=20 => Some(4),
        _ => None,
    }
}

/// First day of an event as ISO 8601: its own, else that of its report, else empty.
fn day<'e>(event: &'e EventRecord<'e>) -> &'e str {
    let own = event.date.as_ref().map(|date| date.from.as_str());
    own.or(event.date_default.as_deref()).or(event.doc_date.as_deref()).unwrap_or_default()
}

impl Dyad<'_> {
    fn gdelt(&self, document: &Document) -> Vec<String> {
        let event = self.event;
        let digits = day(event).replace('-', "");
        let part = |to: usize| digits.get(..to).unwrap_or_default().to_owned();
        let mut cells = vec![self.number(), digits.clone(), part(6), part(4), fraction(&digits)];
        cells.extend(gdelt_party(self.actor));
        cells.extend(gdelt_party(self.recipient));
        let base: String = event.cameo.chars().take(3).collect();
        let root: String = event.cameo.chars().take(2).collect();
        cells.push(u8::from(event.sentence < LEAD).to_string());
        let quad = quad_of_root(&root).unwrap_or(event.quad);
        cells.extend([event.cameo.to_owned(), base, root, quad.to_string()]);
        cells.push(cameo(event.cameo).1.to_owned());
        // Mentions, sources, articles: of this report alone. Tone is not measured.
        cells.extend([self.told.to_string(), "1".to_owned(), "1".to_owned(), String::new()]);
        cells.extend(std::iter::repeat_n(String::new(), 2 * GDELT_PLACE));
        cells.extend(gdelt_place(event.place.as_ref()));
        let added = document.date.map_or(digits, |date| date.strftime("%Y%m%d").to_string());
        cells.push(if added.is_empty() { added } else { added + "000000" });
        cells.push(document.url.clone().unwrap_or_default());
        cells
    }

    fn icews(&self, document: &Document) -> Vec<String> {
        let event = self.event;
        let (name, intensity) = cameo(event.cameo);
        let mut cells = vec![self.number(), day(event).to_owned()];
        cells.extend(icews_party(self.actor));
        cells.extend([name, event.cameo, intensity].map(str::to_owned));
        cells.extend(icews_party(self.recipient));
        cells.extend([document.id.clone(), (event.sentence + 1).to_string()]);
        cells.push(document.publisher.clone().unwrap_or_default());
        cells.extend(icews_place(event.place.as_ref()));
        cells
    }

    fn polecat(&self, document: &Document) -> Vec<String> {
        let event = self.event;
        let mut cells = vec![event.id.clone(), day(event).to_owned(), event.event.to_owned()];
        cells.push(event.mode.unwrap_or_default().to_owned());
        cells.extend([event.score.to_string(), quad(event.quad).to_owned(), event.contexts.join("; ")]);
        cells.extend(polecat_party(self.actor));
        cells.extend(polecat_party(self.recipient));
        cells.extend(polecat_place(event.place.as_ref()));
        cells.push(document.publisher.clone().unwrap_or_default());
        cells.push(event.doc_date.clone().unwrap_or_default());
        cells.extend(std::iter::repeat_n(String::new(), 3));
        cells.push(document.language.clone().unwrap_or_default());
        cells.push(VERSION.to_owned());
        cells
    }

    /// A whole number for the dyad, as those sets have: 52 bits, so that it survives programs that read it as a float.
    fn number(&self) -> String {
        let own =
            |party: Option<&ActorRecord<'_>>| party.map_or(0, |p| (p.start as u64) << 20 | p.end as u64);
        let event = u64::from_str_radix(&self.event.id, 16).unwrap_or_default();
        let parties = own(self.actor).rotate_left(32) ^ own(self.recipient);
        ((event ^ parties.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 12).to_string()
    }
}

/// Eight cells of where it happened: type, name, FIPS country (not kept), two divisions, latitude, longitude, id.
fn gdelt_place(found: Option<&WhereRecord<'_>>) -> [String; GDELT_PLACE] {
    let Some(found) = found else { return [const { String::new() }; GDELT_PLACE] };
    let place = &found.place;
    let home = place.country == Some("USA");
    let kind = match (place.precision, home) {
        ("country", _) => "1",
        ("city", true) => "3",
        ("city", false) => "4",
        (_, true) => "2",
        _ => "5",
    };
    let within = [place.admin1.filter(|a| *a != place.name), place.country.map(named)];
    let full = std::iter::once(place.name).chain(within.into_iter().flatten().filter(|n| *n != place.name));
    let full = full.collect::<Vec<_>>().join(", ");
    let [lat, lon] = degrees(place);
    let id = place.geoname_id.map_or_else(String::new, |id| id.to_string());
    [kind.to_owned(), full, String::new(), String::new(), String::new(), lat, lon, id]
}

/// Six cells: city, district, province, country, latitude, longitude.
fn icews_place(found: Option<&WhereRecord<'_>>) -> [String; 6] {
    let Some(found) = found else { return [const { String::new() }; 6] };
    let place = &found.place;
    let [lat, lon] = degrees(place);
    let [city, district, province] = levels(place, found.kind);
    [city, district, province, place.country.map_or("", named).to_owned(), lat, lon]
}

/// Ten cells: name, city, district, province, country, latitude, longitude, id, words of the report, feature.
fn polecat_place(found: Option<&WhereRecord<'_>>) -> [String; 10] {
    let Some(found) = found else { return [const { String::new() }; 10] };
    let place = &found.place;
    let [lat, lon] = degrees(place);
    let [city, district, province] = levels(place, found.kind);
    let id = place.geoname_id.map_or_else(String::new, |id| id.to_string());
    let own = |text: &str| text.to_owned();
    let country = own(place.country.unwrap_or_default());
    let (raw, feature) = (own(place.span.text), own(found.kind));
    [own(place.name), city, district, province, country, lat, lon, id, raw, feature]
}

/// City, district, province.
fn levels(place: &PlaceRecord<'_>, kind: &str) -> [String; 3] {
    let city = if place.precision == "city" { place.name } else { "" };
    let district = if kind == "ADM2" { place.name } else { "" };
    [city, district, place.admin1.unwrap_or_default()].map(str::to_owned)
}

/// Latitude and longitude; a country is no point.
fn degrees(place: &PlaceRecord<'_>) -> [String; 2] {
    if place.precision == "country" {
        [const { String::new() }; 2]
    } else {
        [place.lat, place.lon].map(|d| d.to_string())
    }
}

/// The name of a country, or its code.
fn named(code: &str) -> &str {
    country(code).map_or(code, |c| c.name)
}

/// Ten cells: code, name, country, known group, ethnic, two religions, three types.
fn gdelt_party(party: Option<&ActorRecord<'_>>) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 10] };
    let group = match party.country {
        Some("UNO") => "UNO",
        Some("EUR") => "EEC",
        _ => "",
    };
    let state = party.country.and_then(country).map_or("", |c| c.cameo);
    // What PLOVER writes as a country that is none is a type here.
    let kind = party.country.filter(|_| state.is_empty() && group.is_empty());
    let types: Vec<&str> =
        kind.into_iter().chain(party.sectors.iter().copied().map(sector_in_cameo)).collect();
    let code = [state, group].into_iter().chain(types.iter().copied().take(3)).collect::<String>();
    let mut cells = vec![code, name(party).to_uppercase(), state.to_owned(), group.to_owned()];
    cells.extend(std::iter::repeat_n(String::new(), 3));
    cells.extend((0..3).map(|i| types.get(i).copied().unwrap_or_default().to_owned()));
    cells
}

/// CAMEO's code of a sector that PLOVER writes otherwise.
fn sector_in_cameo(sector: &str) -> &str {
    match sector {
        "JRN" => "MED",
        "MED" => "HLH",
        "PRM" => "UAF",
        _ => sector,
    }
}

/// Three cells: name, sectors, country.
fn icews_party(party: Option<&ActorRecord<'_>>) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 3] };
    let sectors: Vec<&str> = party.sectors.iter().copied().map(sector).collect();
    vec![name(party).to_owned(), sectors.join(","), country_name(party).to_owned()]
}

/// Eight cells: name, country, number in the Correlates of War, sectors, title, words of the report, Wikipedia.
fn polecat_party(party: Option<&ActorRecord<'_>>) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 8] };
    let cow = party.country.and_then(country).map_or("", |c| c.cow);
    let first = party.sectors.first().copied().unwrap_or_default();
    let [code, title, page] = [party.country.unwrap_or_default(), "", ""];
    let cells = [name(party), code, cow, first, &party.sectors.join("; "), title, party.text, page];
    cells.map(str::to_owned).to_vec()
}

/// The canonical name, or the words of the report.
fn name<'a>(party: &ActorRecord<'a>) -> &'a str {
    party.name.unwrap_or(party.text)
}

fn country_name<'a>(party: &ActorRecord<'a>) -> &'a str {
    party.country.map_or("", named)
}

/// Year and the part of it that is over, as GDELT reckons it: (month × 30 + day) / 365.
fn fraction(digits: &str) -> String {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<f64>().ok());
    match (part(0, 4), part(4, 6), part(6, 8)) {
        (Some(year), Some(month), Some(day)) => {
            format!("{:.4}", year + (month.mul_add(30.0, day) / 365.0).min(0.9999))
        }
        _ => String::new(),
    }
}

/// A cell that keeps its row whole: no tab, line break or control character, and no quote that a reader would pair.
fn plain(cell: &str) -> String {
    let safe = |c: char| match c {
        '"' => '\'',
        '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    cell.chars().map(safe).collect()
}

#[cfg(test)]
mod tests;
