//! People as of a date: which of several is meant, and what they were then.

use crate::base::{Base, Person, Tenure};
use crate::index::Target;
use crate::office::Office;
use crate::{Actor, Sector, Str};
use jiff::civil::Date;

/// What a phrase says of a person besides the name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'a> {
    pub date: Option<Date>,
    /// Country named with the person: "Iranian President X".
    pub country: Option<&'a str>,
    /// Office named with the person.
    pub office: Option<Office>,
    /// A title without "former" is given.
    pub titled: bool,
}

/// Years after the end of the highest offices in which a last name alone still means who held them.
const REMEMBERED: i16 = 12;

/// Countries whose leaders need no introduction.
const MAJOR: &[&str] = &[
    "CHN", "DEU", "EGY", "FRA", "GBR", "IND", "IRN", "IRQ", "ISR", "JPN", "PAK", "PRK", "RUS", "SAU", "SYR",
    "TUR", "UKR", "USA",
];

impl Base {
    pub(crate) fn tenures_of(&self, person: &Person) -> &[Tenure] {
        self.tenures.get(person.tenures.start as usize..person.tenures.end as usize).unwrap_or(&[])
    }

    /// The offices of a person, by the person's id.
    pub(crate) fn tenures_by_id(&self, id: &str) -> &[Tenure] {
        self.by_id.get(id).and_then(|at| self.people.get(*at as usize)).map_or(&[], |p| self.tenures_of(p))
    }

    /// The person that a list of the index most likely means: none where the country named with it contradicts all.
    pub(crate) fn choose(&self, list: u32, hints: Hints<'_>) -> Option<u32> {
        let people = self.index.targets(list).filter_map(|(target, _)| match target {
            Target::Person(at) => Some(at),
            _ => None,
        });
        self.choose_of(people, hints)
    }

    /// Of several people the one that is most likely meant.
    pub(crate) fn choose_of(&self, people: impl Iterator<Item = u32>, hints: Hints<'_>) -> Option<u32> {
        let scored = people.map(|at| (self.score(at, hints), at)).filter(|(score, _)| *score > i32::MIN);
        // Of equals the first in the table.
        scored
            .max_by_key(|(score, at)| (*score, self.undated_order(*at, hints), std::cmp::Reverse(*at)))
            .map(|(_, at)| at)
    }

    /// Without a date, whoever was in office last.
    fn undated_order(&self, at: u32, hints: Hints<'_>) -> Option<Date> {
        let person = self.people.get(at as usize).filter(|_| hints.date.is_none())?;
        self.tenures_of(person).iter().map(|t| t.to).max()
    }

    /// Whose given names begin with these letters, of those who have a last name: "G. W. Bush".
    pub(crate) fn with_initials(&self, surnames: u32, letters: &str, hints: Hints<'_>) -> Option<u32> {
        let people = self.index.targets(surnames).filter_map(|(target, _)| match target {
            Target::Surname(at) => Some(at),
            _ => None,
        });
        let fits = |at: &u32| {
            let name = self.people.get(*at as usize).map(|p| crate::fold::fold(&p.name)).unwrap_or_default();
            let given = name.rsplit_once(' ').map_or("", |(given, _)| given);
            let initials: String = given.split(' ').filter_map(|w| w.chars().next()).collect();
            initials.starts_with(letters)
        };
        self.choose_of(people.filter(fits), hints)
    }

    /// How well a person fits what is said of them.
    fn score(&self, at: u32, hints: Hints<'_>) -> i32 {
        let Some(person) = self.people.get(at as usize) else { return i32::MIN };
        let tenures = self.tenures_of(person);
        let of_country = |t: &Tenure| hints.country.is_some() && t.country.as_deref() == hints.country;
        if hints.country.is_some() && !tenures.iter().any(of_country) {
            return i32::MIN;
        }
        let each = tenures.iter().map(|t| {
            let active = hints.date.map_or(t.to == Date::MAX, |d| t.from <= d && d <= t.to);
            let past = hints.date.is_none_or(|d| t.from <= d);
            let office = hints.office.is_some_and(|o| o == t.office && o != Office::Other);
            i32::from(t.office.weight()) + 4 * i32::from(active) + i32::from(past) + 4 * i32::from(office)
        });
        each.max().unwrap_or(0) + tenures.len().min(3) as i32
    }

    /// The person whose last name alone this is: whoever held, or lately held, a high office at the date.
    ///
    /// `spoken_of` tells which countries the report speaks of.
    pub(crate) fn by_surname(
        &self,
        list: u32,
        hints: Hints<'_>,
        spoken_of: &dyn Fn(&str) -> bool,
    ) -> Option<u32> {
        let people = self.index.targets(list).filter_map(|(target, _)| match target {
            Target::Surname(at) => Some(at),
            _ => None,
        });
        self.best_known(people, hints, spoken_of)
    }

    /// Of several people of one last name the best known, where one is.
    pub(crate) fn best_known(
        &self,
        people: impl Iterator<Item = u32>,
        hints: Hints<'_>,
        spoken_of: &dyn Fn(&str) -> bool,
    ) -> Option<u32> {
        let mut all = 0;
        let mut best: Option<(i32, u32)> = None;
        let mut tied = false;
        for at in people {
            all += 1;
            let Some(score) = self.fame(at, hints) else { continue };
            match best {
                Some((top, _)) if top > score => {}
                Some((top, _)) if top == score => tied = true,
                _ => (best, tied) = (Some((score, at)), false),
            }
        }
        let (_, at) = best.filter(|_| !tied)?;
        let country = self
            .people
            .get(at as usize)
            .and_then(|p| self.tenures_of(p).last())
            .and_then(|t| t.country.as_deref())?;
        let known = hints.country.is_some() || hints.office.is_some() || all <= 2 || spoken_of(country);
        (known || MAJOR.contains(&country)).then_some(at)
    }

    /// How well known somebody is at the date, and nothing for those who hold and held no high office.
    fn fame(&self, at: u32, hints: Hints<'_>) -> Option<i32> {
        let tenures = self.tenures_of(self.people.get(at as usize)?);
        let least = if hints.country.is_some() && hints.titled { 0 } else { 2 };
        let each = tenures.iter().filter_map(|t| {
            if hints.country.is_some() && t.country.as_deref() != hints.country {
                return None;
            }
            let matched = hints.office.is_some_and(|o| o == t.office);
            if hints.office.is_some_and(|o| o != Office::Other) && hints.titled && !matched {
                return None;
            }
            let weight = i32::from(t.office.weight()) + i32::from(t.office == Office::Leader);
            let active = hints.date.map_or(t.to == Date::MAX, |d| t.from <= d && d <= t.to);
            let lately =
                hints.date.is_none_or(|d| t.from <= d && t.to < d && t.to.year() + REMEMBERED > d.year());
            let major = t.country.as_deref().is_some_and(|c| MAJOR.contains(&c));
            match (active, lately) {
                (true, _) if weight >= least => Some(10 + 2 * weight + i32::from(major)),
                (_, true) if weight >= 3 => Some(4 + i32::from(major)),
                // "President Carter" needs no date.
                _ if weight >= 3 && major && matched && hints.titled => Some(1),
                _ => None,
            }
        });
        each.max()
    }

    /// What a person was at the date: in office, out of office (`ELI`), or of a country alone before any office.
    pub(crate) fn person(&self, at: u32, hints: Hints<'_>) -> Actor {
        let Some(person) = self.people.get(at as usize) else { return Actor::default() };
        let tenures = self.tenures_of(person);
        let (country, sectors) = match tenure_at(tenures, hints) {
            Some((tenure, true)) => (tenure.country.clone(), tenure.sectors.to_vec()),
            Some((tenure, false)) => (tenure.country.clone(), vec![Sector::Eli]),
            None => (tenures.first().and_then(|t| t.country.clone()), vec![]),
        };
        let (entity, name) = (Some(person.id.clone()), Some(person.name.clone()));
        Actor { country, sectors, entity, name, own: None }
    }

    /// Who holds an office of a country at a date; of two, whoever came later. Of an office just vacated, whoever left it:
    /// "the president died". The leader of a party or of rebels leads no country.
    pub(crate) fn holder(&self, country: &str, office: Office, date: Date) -> Option<u32> {
        let held = self.holders.get(&(Str::from(country), office))?;
        let tenures = held.iter().filter_map(|t| self.tenures.get(*t as usize));
        let aside = |t: &&Tenure| office != Office::Leader || t.sectors.contains(Sector::Gov);
        let tenures: Vec<&Tenure> = tenures.filter(aside).collect();
        // The plainest title is the office itself: "secretary-general", not "director-general of an agency".
        let plain = |t: &Tenure| std::cmp::Reverse(t.title.split([' ', '-']).count());
        let held = tenures.iter().filter(|t| t.from <= date && date <= t.to);
        let left = tenures.iter().filter(|t| t.to < date && (date - t.to).get_days() <= VACANCY);
        let held = held.max_by_key(|t| (plain(t), t.from));
        held.or_else(|| left.max_by_key(|t| (plain(t), t.to))).map(|t| t.person)
    }
}

/// Days for which news still calls by an office whoever left it without a successor.
const VACANCY: i32 = 7;

/// The office that counts at a date and whether it is held then; nothing where all begin later.
fn tenure_at<'t>(tenures: &'t [Tenure], hints: Hints<'_>) -> Option<(&'t Tenure, bool)> {
    let Some(date) = hints.date else { return undated(tenures, hints) };
    let active = tenures.iter().filter(|t| t.from <= date && date <= t.to);
    let fits = |t: &Tenure| hints.office.is_some_and(|o| o == t.office && o != Office::Other);
    if let Some(tenure) = active.max_by_key(|t| {
        let first = t.sectors.first();
        (
            fits(t),
            first.is_some(),
            first != Some(Sector::Eli),
            first == Some(Sector::Gov),
            t.office.weight(),
            t.from,
        )
    }) {
        return Some((tenure, true));
    }
    // A title in front of the name says that the office is held, whatever the table's last day.
    let near = |t: &&Tenure| {
        hints.titled && fits(t) && t.to.year() + 1 >= date.year() && t.from.year() <= date.year() + 1
    };
    if let Some(tenure) = tenures.iter().filter(near).max_by_key(|t| t.to) {
        return Some((tenure, true));
    }
    tenures.iter().filter(|t| t.to < date).max_by_key(|t| (t.to, t.office.weight())).map(|t| (t, false))
}

/// First year of which a text without a date may tell: who held office since counts as holding it.
const RECENT: i16 = 2016;

/// Without a date: the office held to this day, lately, or the one that the title names, else out of office.
fn undated<'t>(tenures: &'t [Tenure], hints: Hints<'_>) -> Option<(&'t Tenure, bool)> {
    let fits = |t: &Tenure| hints.titled && hints.office.is_some_and(|o| o == t.office && o != Office::Other);
    let last = tenures.iter().map(|t| t.to).max().unwrap_or(Date::MAX);
    let held =
        tenures.iter().filter(|t| t.to == Date::MAX || t.to == last && last.year() >= RECENT || fits(t));
    let held = held.max_by_key(|t| (fits(t), t.office.weight(), t.from)).map(|t| (t, true));
    held.or_else(|| tenures.iter().max_by_key(|t| (t.office.weight(), t.to)).map(|t| (t, false)))
}
