//! The base as bytes: written when the program is built, read when it starts, without folding or hashing a name.
//!
//! Everything is little-endian; strings stand once, in a pool. It is no format for exchange: an image is read by the
//! program that was built with it.

use crate::base::{Agent, Base, BaseError, Body, Country, Gender, People, Person, Tenure};
use crate::index::{Frozen, Index};
use crate::office::Office;
use crate::sector::Sectors;
use crate::variant::Variants;
use crate::{Sector, Str};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// What an image starts with.
const MAGIC: u32 = 0x314d_4445;

/// Marks what is not there.
const NOTHING: u32 = u32::MAX;

/// Writes an image.
#[derive(Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    pool: FxHashMap<Str, u32>,
    texts: Vec<Str>,
}

impl Writer {
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub fn u32(&mut self, value: u32) {
        self.bytes.extend(value.to_le_bytes());
    }

    pub fn u64(&mut self, value: u64) {
        self.bytes.extend(value.to_le_bytes());
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.u32(bytes.len() as u32);
        self.bytes.extend(bytes);
    }

    pub fn u32s(&mut self, values: &[u32]) {
        self.u32(values.len() as u32);
        for value in values {
            self.u32(*value);
        }
    }

    pub fn u64s(&mut self, values: &[u64]) {
        self.u32(values.len() as u32);
        for value in values {
            self.u64(*value);
        }
    }

    fn text(&mut self, text: &Str) {
        let next = self.texts.len() as u32;
        let at = *self.pool.entry(text.clone()).or_insert(next);
        if at == next {
            self.texts.push(text.clone());
        }
        self.u32(at);
    }

    fn maybe(&mut self, text: Option<&Str>) {
        match text {
            Some(text) => self.text(text),
            None => self.u32(NOTHING),
        }
    }

    fn date(&mut self, date: Date) {
        self.u32(u32::from(date.year() as u16) << 16 | (date.month() as u32) << 8 | date.day() as u32);
    }

    fn sectors(&mut self, sectors: Sectors) {
        let mut codes = [u8::MAX; 4];
        for (slot, sector) in codes.iter_mut().zip(sectors.iter()) {
            *slot = sector as u8;
        }
        self.bytes.extend(codes);
    }

    fn gender(&mut self, gender: Option<Gender>) {
        self.u8(gender.map_or(u8::MAX, |g| g as u8));
    }

    /// The pool, then the rest.
    fn finish(self) -> Vec<u8> {
        let mut out = Self::default();
        out.u32(MAGIC);
        let (mut heap, mut ends) = (vec![], vec![]);
        for text in &self.texts {
            heap.extend(text.as_bytes());
            ends.push(heap.len() as u32);
        }
        out.u32s(&ends);
        out.raw(&heap);
        out.bytes.extend(self.bytes);
        out.bytes
    }
}

/// Reads an image.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    pool: Vec<Str>,
}

type Read<T> = Result<T, BaseError>;

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Read<Self> {
        let mut reader = Self { bytes, pool: vec![] };
        if reader.u32()? != MAGIC {
            return Err(BaseError::Image { expected: "an image of the base" });
        }
        let ends = reader.u32s()?;
        let heap = reader.raw()?;
        let mut start = 0;
        let mut pool = Vec::with_capacity(ends.len());
        for end in ends {
            let text = heap.get(start..end as usize).and_then(|t| std::str::from_utf8(t).ok());
            pool.push(text.ok_or(BaseError::Image { expected: "text" })?.into());
            start = end as usize;
        }
        reader.pool = pool;
        Ok(reader)
    }

    fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let (head, rest) =
            self.bytes.split_at_checked(count).ok_or(BaseError::Image { expected: "more bytes" })?;
        self.bytes = rest;
        Ok(head)
    }

    pub fn u8(&mut self) -> Read<u8> {
        Ok(self.take(1)?[0])
    }

    pub fn u32(&mut self) -> Read<u32> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    pub fn raw(&mut self) -> Read<&'a [u8]> {
        let count = self.u32()? as usize;
        self.take(count)
    }

    pub fn u32s(&mut self) -> Read<Vec<u32>> {
        let count = self.u32()? as usize;
        let bytes = self.take(count.saturating_mul(4))?;
        let (words, _) = bytes.as_chunks::<4>();
        Ok(words.iter().map(|w| u32::from_le_bytes(*w)).collect())
    }

    pub fn u64s(&mut self) -> Read<Vec<u64>> {
        let count = self.u32()? as usize;
        let bytes = self.take(count.saturating_mul(8))?;
        let (words, _) = bytes.as_chunks::<8>();
        Ok(words.iter().map(|w| u64::from_le_bytes(*w)).collect())
    }

    fn text(&mut self) -> Read<Str> {
        self.maybe()?.ok_or(BaseError::Image { expected: "a text" })
    }

    fn maybe(&mut self) -> Read<Option<Str>> {
        let at = self.u32()?;
        if at == NOTHING {
            return Ok(None);
        }
        let text = self.pool.get(at as usize).cloned();
        text.map(Some).ok_or(BaseError::Image { expected: "a text of the pool" })
    }

    fn date(&mut self) -> Read<Date> {
        let packed = self.u32()?;
        let (year, month, day) = ((packed >> 16) as u16 as i16, (packed >> 8) as i8, packed as i8);
        Date::new(year, month, day).map_err(|_| BaseError::Image { expected: "a date" })
    }

    fn sectors(&mut self) -> Read<Sectors> {
        let codes = self.take(4)?;
        Ok(codes.iter().filter_map(|code| Sector::ALL.get(usize::from(*code)).copied()).collect())
    }

    fn gender(&mut self) -> Read<Option<Gender>> {
        let code = self.u8()?;
        Ok([Gender::Female, Gender::Male].into_iter().find(|g| *g as u8 == code))
    }

    fn office(&mut self) -> Read<Office> {
        let code = self.u8()?;
        Office::ALL.get(usize::from(code)).copied().ok_or(BaseError::Image { expected: "an office" })
    }

    /// As many as the count that comes first.
    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let count = self.u32()? as usize;
        let mut out = Vec::with_capacity(count.min(self.bytes.len()));
        for _ in 0..count {
            out.push(one(self)?);
        }
        Ok(out)
    }
}

impl Base {
    /// The base as bytes, for [`Base::from_image`].
    ///
    /// ```
    /// use demarche_actors::{Base, Tables, resolve};
    /// let tables = Tables { agents: "lemma\tsectors\nsoldier\tMIL\n", ..Tables::default() };
    /// let image = Base::from_tables(&tables).unwrap().to_image();
    /// let base = Base::from_image(&image).unwrap();
    /// assert_eq!(resolve(&base, "two soldiers", None, None).actor.code(), "MIL");
    /// ```
    pub fn to_image(&self) -> Vec<u8> {
        let mut out = Writer::default();
        self.index.frozen().write(&mut out);
        self.variants().write(&mut out);
        self.write_names(&mut out);
        self.write_people(&mut out);
        out.finish()
    }

    fn write_names(&self, out: &mut Writer) {
        out.u32(self.countries.len() as u32);
        for country in &self.countries {
            out.text(&country.code);
            out.text(&country.name);
            out.sectors(country.sectors);
        }
        out.u32(self.seats.len() as u32);
        self.seats.iter().for_each(|seat| out.text(seat));
        out.u32(self.places.len() as u32);
        for (name, country) in &self.places {
            out.text(name);
            out.u32(*country);
        }
        out.u32(self.peoples.len() as u32);
        for people in &self.peoples {
            out.maybe(people.code.as_ref());
            out.sectors(people.sectors);
        }
        out.u32(self.bodies.len() as u32);
        for body in &self.bodies {
            out.text(&body.id);
            out.text(&body.name);
            out.maybe(body.code.as_ref());
            out.sectors(body.sectors);
            out.date(body.from);
            out.date(body.to);
        }
        out.u32(self.agents.len() as u32);
        for agent in &self.agents {
            out.text(&agent.lemma);
            out.maybe(agent.code.as_ref());
            out.sectors(agent.sectors);
            out.u8(agent.office as u8);
        }
        out.u32(self.given_names.len() as u32);
        let mut names: Vec<_> = self.given_names.iter().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        for (name, gender) in names {
            out.text(name);
            out.gender(Some(*gender));
        }
    }

    fn write_people(&self, out: &mut Writer) {
        out.u32(self.people.len() as u32);
        for person in &self.people {
            out.text(&person.id);
            out.text(&person.name);
            out.gender(person.gender);
            out.u32(person.tenures.start);
            out.u32(person.tenures.end);
        }
        out.u32(self.tenures.len() as u32);
        for tenure in &self.tenures {
            out.u32(tenure.person);
            out.maybe(tenure.country.as_ref());
            out.sectors(tenure.sectors);
            out.u8(tenure.office as u8);
            out.maybe(Some(&tenure.title));
            out.date(tenure.from);
            out.date(tenure.to);
        }
    }

    /// Reads a base that [`Base::to_image`] wrote.
    ///
    /// # Errors
    /// If the bytes are none, or not all.
    pub fn from_image(image: &[u8]) -> Result<Self, BaseError> {
        let mut reader = Reader::new(image)?;
        let index = Index::thawed(Frozen::read(&mut reader)?);
        let variants = Variants::read(&mut reader)?.into();
        let mut base = Self { index, variants, ..Self::default() };
        base.read_names(&mut reader)?;
        base.read_people(&mut reader)?;
        base.link();
        Ok(base)
    }

    fn read_names(&mut self, from: &mut Reader<'_>) -> Result<(), BaseError> {
        self.countries =
            from.many(|r| Ok(Country { code: r.text()?, name: r.text()?, sectors: r.sectors()? }))?;
        self.seats = from.many(Reader::text)?;
        self.places = from.many(|r| Ok((r.text()?, r.u32()?)))?;
        self.peoples = from.many(|r| Ok(People { code: r.maybe()?, sectors: r.sectors()? }))?;
        self.bodies = from.many(|r| {
            let (id, name, code) = (r.text()?, r.text()?, r.maybe()?);
            Ok(Body { id, name, code, sectors: r.sectors()?, from: r.date()?, to: r.date()? })
        })?;
        self.agents = from.many(|r| {
            let (lemma, code) = (r.text()?, r.maybe()?);
            Ok(Agent { lemma, code, sectors: r.sectors()?, office: r.office()? })
        })?;
        let genders = from.many(|r| Ok((r.text()?, r.gender()?)))?;
        self.given_names = genders.into_iter().filter_map(|(name, gender)| Some((name, gender?))).collect();
        Ok(())
    }

    fn read_people(&mut self, from: &mut Reader<'_>) -> Result<(), BaseError> {
        self.people = from.many(|r| {
            let (id, name, gender) = (r.text()?, r.text()?, r.gender()?);
            Ok(Person { id, name, gender, tenures: r.u32()?..r.u32()? })
        })?;
        self.tenures = from.many(|r| {
            let (person, country, sectors, office) = (r.u32()?, r.maybe()?, r.sectors()?, r.office()?);
            Ok(Tenure { person, country, sectors, office, title: r.text()?, from: r.date()?, to: r.date()? })
        })?;
        Ok(())
    }
}
