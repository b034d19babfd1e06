//! The gazetteer as bytes: written once, looked up where they lie, without reading them first.
//!
//! All numbers are little-endian. A name is looked up by its hash in a sorted list of hashes, so that a few probes find it;
//! a place takes 18 bytes beside its name. No byte is trusted: a broken image finds nothing or wrong places, and
//! nothing worse.

use crate::table::Row;
use crate::{Kind, fold};
use demarche_text::Str;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// What an image starts with.
const MAGIC: u32 = 0x315a_4147;
/// Bytes before the sections: magic and five sizes.
const HEAD: usize = 24;
/// Bytes of a division, a place, and a name's entry beside its hash.
const DIVISION: usize = 8;
const PLACE: usize = 18;
const KEY: usize = 8;
/// Bits of a posting: the name is no name of the place but an adjective; it is not its first name.
const ADJECTIVE: u32 = 1 << 31;
const ALIAS: u32 = 1 << 30;

/// Why bytes were refused as a gazetteer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The bytes are not a gazetteer, or one of another version.
    #[error("expected a gazetteer made by `demarche places import`, but found something else")]
    Magic,
    /// The bytes end too early, or go on.
    #[error("expected {expected} bytes of gazetteer, but found {found}")]
    Length {
        /// What the head says.
        expected: u64,
        /// What is there.
        found: u64,
    },
}

/// A place as an image holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Its name.
    pub name: &'a str,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Sort of place.
    pub kind: Kind,
    /// ISO 3166-1, alpha-3; empty where it lies in none or in several.
    pub country: &'a str,
    /// Name of its division of the first level; empty where there is none.
    pub admin1: &'a str,
    /// Number of that division, or of the country where there is none, in this image.
    pub division: u16,
    /// People who live there, within a tenth.
    pub population: f32,
    /// `GeoNames`' id, 0 where it has none.
    pub id: u32,
}

/// One way to read a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Number of the place in the image.
    pub place: u32,
    /// True where the name is not the place's first.
    pub alias: bool,
    /// True where the name is an adjective or a people.
    pub adjective: bool,
}

/// The places of one image.
#[derive(Clone, Debug)]
pub struct Image {
    bytes: Cow<'static, [u8]>,
    divisions: Section,
    places: Section,
    hashes: Section,
    keys: Section,
    readings: Section,
    pool: usize,
}

#[derive(Clone, Copy, Debug)]
struct Section {
    start: usize,
    len: usize,
    width: usize,
}

impl Section {
    const fn end(self) -> usize {
        self.start + self.len * self.width
    }

    /// Where item `at` begins; `None` beyond the last.
    fn item(self, at: usize) -> Option<usize> {
        (at < self.len).then(|| self.start + at * self.width)
    }
}

impl Image {
    /// Takes bytes that [`Builder::finish`] made.
    ///
    /// # Errors
    /// If they are no gazetteer, or not whole.
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ImageError> {
        let bytes = bytes.into();
        let head: Vec<u32> = (0..HEAD / 4).map_while(|i| number(&bytes, i * 4)).collect();
        let [MAGIC, divisions, places, keys, readings, pool] = head[..] else {
            return Err(ImageError::Magic);
        };
        let section = |start: usize, len: u32, width| Section { start, len: len as usize, width };
        let divisions = section(HEAD, divisions, DIVISION);
        let places = section(divisions.end(), places, PLACE);
        let hashes = section(places.end(), keys, 4);
        let keys = section(hashes.end(), keys, KEY);
        let readings = section(keys.end(), readings, 4);
        let (expected, found) = ((readings.end() + pool as usize) as u64, bytes.len() as u64);
        if expected != found {
            return Err(ImageError::Length { expected, found });
        }
        let pool = readings.end();
        Ok(Self { bytes, divisions, places, hashes, keys, readings, pool })
    }

    /// How many places it has.
    pub fn len(&self) -> usize {
        self.places.len
    }

    /// True where it has none.
    pub fn is_empty(&self) -> bool {
        self.places.len == 0
    }

    /// The places that a name may mean, in the order in which they were put in. `key` is [`fold`]ed, or an abbreviation
    /// behind `=`.
    pub fn readings(&self, key: &str) -> impl Iterator<Item = Reading> + '_ {
        let range = self.find(key).unwrap_or_default();
        range.filter_map(|at| {
            let raw = number(&self.bytes, self.readings.item(at)?)?;
            let place = raw & !(ADJECTIVE | ALIAS);
            Some(Reading { place, alias: raw & ALIAS != 0, adjective: raw & ADJECTIVE != 0 })
        })
    }

    /// The readings of a key, as a range of their numbers.
    fn find(&self, key: &str) -> Option<std::ops::Range<usize>> {
        let hash = hash(key);
        let at = |i: usize| self.hashes.item(i).and_then(|o| number(&self.bytes, o));
        let mut first = self.guess(hash)?;
        while first > 0 && at(first - 1)? >= hash {
            first -= 1;
        }
        while at(first)? < hash {
            first += 1;
        }
        while at(first)? == hash {
            let meta = self.keys.item(first)?;
            if self.text(number(&self.bytes, meta)?) == key {
                let start = number(&self.bytes, meta + 4)? as usize;
                let next = self.keys.item(first + 1).and_then(|m| number(&self.bytes, m + 4));
                let end = next.map_or(self.readings.len, |n| (n as usize).min(self.readings.len));
                return Some(start.min(end)..end);
            }
            first += 1;
        }
        None
    }

    /// About where a hash stands in the sorted list: hashes are spread evenly.
    fn guess(&self, hash: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.hashes.len.checked_sub(1)?);
        let guess = ((u64::from(hash) * self.hashes.len as u64) >> 32) as usize;
        // The list strays from the even line by the square root of its length; what is further off is halved.
        let reach = 2 + (self.hashes.len as f64).sqrt() as usize;
        let at = |i: usize| self.hashes.item(i).and_then(|o| number(&self.bytes, o));
        let (left, right) = (guess.saturating_sub(reach), (guess + reach).min(high));
        if at(left)? <= hash {
            low = left;
        }
        if at(right)? >= hash {
            high = right;
        }
        while high > low + 8 {
            let middle = low.midpoint(high);
            if at(middle)? < hash { low = middle } else { high = middle }
        }
        Some(low)
    }

    /// A place by its number.
    pub fn entry(&self, place: u32) -> Option<Entry<'_>> {
        let at = self.places.item(place as usize)?;
        let byte = |i: usize| self.bytes.get(at + i).copied().unwrap_or(0);
        let three = |i: usize| u32::from_le_bytes([byte(i), byte(i + 1), byte(i + 2), 0]) as f32;
        let division = u16::from_le_bytes([byte(6), byte(7)]);
        let (country, admin1) = self.division(division);
        Some(Entry {
            name: self.text(number(&self.bytes, at + 14)?),
            lat: three(0) / STEP - 90.0,
            lon: three(3) / STEP - 180.0,
            kind: Kind::ALL.get(byte(8) as usize).copied().unwrap_or(Kind::Town),
            country,
            admin1,
            division,
            population: if byte(9) == 0 { 0.0 } else { 10_f32.powf(f32::from(byte(9)) / LOG) },
            id: number(&self.bytes, at + 10)?,
        })
    }

    fn division(&self, division: u16) -> (&str, &str) {
        let Some(at) = self.divisions.item(division as usize) else { return ("", "") };
        let code = self.bytes.get(at..at + 4).unwrap_or_default();
        let code = std::str::from_utf8(code).unwrap_or("").trim_end_matches('\0');
        (code, number(&self.bytes, at + 4).map_or("", |name| self.text(name)))
    }

    fn text(&self, at: u32) -> &str {
        let at = self.pool + at as usize;
        let Some(&len) = self.bytes.get(at) else { return "" };
        let bytes = self.bytes.get(at + 1..at + 1 + len as usize).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or("")
    }
}

/// Steps of a degree: 2 to the power of 24 make a circle.
const STEP: f32 = 46_603.38;
/// Steps of a power of ten.
const LOG: f32 = 25.0;

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes)
}

/// FNV-1a over a text, its bits mixed so that the high ones are even too.
fn wide(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash by which a key is looked up.
fn hash(key: &str) -> u32 {
    (wide(key) >> 32) as u32
}

/// Collects rows, and makes an image of them.
///
/// ```
/// use demarche_places::{Builder, Image, Kind, Row};
/// let row = Row { name: "Oslo", aliases: vec![], lat: 59.91, lon: 10.75, kind: Kind::Capital, country: "NOR",
///     admin1: "12", population: 580_000, id: 3_143_244 };
/// let mut builder = Builder::default();
/// builder.add(&row);
/// let image = Image::new(builder.finish()).unwrap();
/// let reading = image.readings("oslo").next().unwrap();
/// assert_eq!(image.entry(reading.place).unwrap().country, "NOR");
/// ```
#[derive(Debug, Default)]
pub struct Builder {
    divisions: FxHashMap<(Str, Str), u16>,
    /// Names of divisions, as offsets into the pool.
    named: FxHashMap<u16, u32>,
    places: Vec<u8>,
    /// Hash of a key, the key as an offset into the pool, and a reading; as they came.
    keys: Vec<(u32, u32, u32)>,
    pool: Vec<u8>,
    /// Offsets by the hash of the text.
    pooled: FxHashMap<u64, u32>,
}

impl Builder {
    /// Adds a place. Rows beyond a milliard are passed over.
    pub fn add(&mut self, row: &Row<'_>) {
        let place = (self.places.len() / PLACE) as u32;
        if place & (ADJECTIVE | ALIAS) != 0 {
            return;
        }
        let division = self.division(row.country, row.admin1);
        let name = self.text(row.name);
        if row.kind == Kind::Division && !row.admin1.is_empty() {
            self.named.entry(division).or_insert(name);
        }
        let three = |degrees: f32, half: f32| {
            let steps = ((f64::from(degrees) + f64::from(half)) * f64::from(STEP)).round();
            steps.clamp(0.0, f64::from(0x00ff_ffff)) as u32
        };
        self.places.extend(&three(row.lat, 90.0).to_le_bytes()[..3]);
        self.places.extend(&three(row.lon, 180.0).to_le_bytes()[..3]);
        self.places.extend(division.to_le_bytes());
        self.places.push(row.kind as u8);
        let people = (row.population as f32 + 1.0).log10() * LOG;
        self.places.push(people.round().clamp(0.0, 255.0) as u8);
        self.places.extend(row.id.to_le_bytes());
        self.places.extend(name.to_le_bytes());
        self.key(&fold(row.name), place);
        for alias in &row.aliases {
            match alias.as_bytes().first() {
                Some(b'~') => self.key(&fold(alias), place | ADJECTIVE),
                Some(b'=') => self.key(alias, place | ALIAS),
                Some(b'+') => self.key(&fold(alias), place),
                _ => self.key(&fold(alias), place | ALIAS),
            }
        }
    }

    fn key(&mut self, key: &str, reading: u32) {
        if !key.is_empty() && key.len() < 256 {
            let text = self.text(key);
            self.keys.push((hash(key), text, reading));
        }
    }

    fn division(&mut self, country: &str, admin1: &str) -> u16 {
        // Number 0 is nowhere.
        let next = self.divisions.len() as u16 + 1;
        if country.is_empty() || next == u16::MAX {
            return 0;
        }
        *self.divisions.entry((country.into(), admin1.into())).or_insert(next)
    }

    /// Where a text stands in the pool; what is longer than 255 bytes is cut.
    fn text(&mut self, text: &str) -> u32 {
        let mut end = text.len().min(255);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let bytes = &text.as_bytes()[..end];
        let next = self.pool.len() as u32;
        let at = *self.pooled.entry(wide(&text[..end])).or_insert(next);
        let there = self.pool.get(at as usize + 1..at as usize + 1 + end);
        if at != next && self.pool[at as usize] as usize == end && there == Some(bytes) {
            return at;
        }
        self.pool.push(end as u8);
        self.pool.extend(bytes);
        next
    }

    /// The image. The same rows in the same order give the same bytes.
    pub fn finish(mut self) -> Vec<u8> {
        // Stable: the readings of a key stay in the order in which they came, those of one place side by side.
        self.keys.sort_by_key(|(hash, text, _)| (*hash, *text));
        let place = |reading: u32| reading & !(ADJECTIVE | ALIAS);
        self.keys.dedup_by(|b, a| (a.0, a.1, place(a.2)) == (b.0, b.1, place(b.2)));
        let mut starts: Vec<usize> = (0..self.keys.len()).collect();
        starts.dedup_by(|b, a| (self.keys[*a].0, self.keys[*a].1) == (self.keys[*b].0, self.keys[*b].1));
        let nothing = self.text("");
        let mut divisions: Vec<((Str, Str), u16)> = self.divisions.drain().collect();
        divisions.sort_by_key(|(_, number)| *number);
        let places = self.places.len() / PLACE;
        let sizes = [divisions.len() + 1, places, starts.len(), self.keys.len(), self.pool.len()];
        let mut out = Vec::new();
        out.extend(MAGIC.to_le_bytes());
        out.extend(sizes.iter().flat_map(|size| (*size as u32).to_le_bytes()));
        out.extend([0; 4]);
        out.extend(nothing.to_le_bytes());
        for ((country, _), number) in &divisions {
            let mut code = [0; 4];
            country.bytes().take(4).enumerate().for_each(|(i, b)| code[i] = b);
            out.extend(code);
            out.extend(self.named.get(number).unwrap_or(&nothing).to_le_bytes());
        }
        out.append(&mut self.places);
        out.extend(starts.iter().flat_map(|start| self.keys[*start].0.to_le_bytes()));
        for start in &starts {
            out.extend(self.keys[*start].1.to_le_bytes());
            out.extend((*start as u32).to_le_bytes());
        }
        out.extend(self.keys.iter().flat_map(|(_, _, reading)| reading.to_le_bytes()));
        out.append(&mut self.pool);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(name: &'a str, aliases: &[&'a str], kind: Kind, admin1: &'a str) -> Row<'a> {
        let aliases = aliases.to_vec();
        Row {
            name,
            aliases,
            lat: 33.66,
            lon: -95.56,
            kind,
            country: "USA",
            admin1,
            population: 24_782,
            id: 7,
        }
    }

    fn image() -> Image {
        let mut builder = Builder::default();
        builder.add(&row("Paris", &["Parizh"], Kind::Town, "TX"));
        builder.add(&row("Texas", &["=Tex.", "~Texan"], Kind::Division, "TX"));
        Image::new(builder.finish()).unwrap()
    }

    #[test]
    fn what_went_in_comes_out() {
        let image = image();
        let found: Vec<Reading> = image.readings("parizh").collect();
        assert_eq!(found, [Reading { place: 0, alias: true, adjective: false }]);
        let paris = image.entry(0).unwrap();
        assert_eq!((paris.name, paris.country, paris.admin1, paris.id), ("Paris", "USA", "Texas", 7));
        assert!((paris.lat - 33.66).abs() < 1e-4 && (paris.lon + 95.56).abs() < 1e-4);
        assert!((paris.population / 24_782.0 - 1.0).abs() < 0.1);
        assert!(image.readings("texan").all(|r| r.adjective));
        assert_eq!(image.readings("=Tex.").count(), 1);
        assert_eq!(image.readings("tex").count(), 0);
    }

    #[test]
    fn every_name_of_many_is_found() {
        let names: Vec<String> = (0..5000).map(|i| format!("Name {i}")).collect();
        let mut builder = Builder::default();
        for name in &names {
            builder.add(&row(name, &[], Kind::Town, ""));
        }
        let image = Image::new(builder.finish()).unwrap();
        for (i, name) in names.iter().enumerate() {
            assert_eq!(image.readings(&fold(name)).next().map(|r| r.place), Some(i as u32), "{name}");
        }
        assert_eq!(image.readings("name 5000").count(), 0);
    }

    #[test]
    fn broken_bytes_are_refused_or_find_nothing_worse_than_wrong_places() {
        assert_eq!(Image::new(vec![1, 2, 3]).unwrap_err(), ImageError::Magic);
        let good = image().bytes.into_owned();
        assert!(matches!(Image::new(good[..good.len() - 1].to_vec()), Err(ImageError::Length { .. })));
        for at in HEAD..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0xff;
            let Ok(image) = Image::new(bad) else { continue };
            for key in ["paris", "texas", "=Tex.", "nowhere"] {
                let names = image.readings(key).filter_map(|r| image.entry(r.place)).map(|e| e.name);
                assert!(names.take(100).all(|n| n.len() < 256));
            }
        }
    }
}
