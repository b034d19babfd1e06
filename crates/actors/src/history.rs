//! What the base says of one name over time.

use crate::base::Base;
use crate::fold::pieces;
use crate::index::{Index, Target, extend};
use crate::{Actor, Str};
use jiff::civil::Date;

/// What somebody or something was for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Slug of the person or body; the code of a country.
    pub entity: Str,
    /// Its canonical name.
    pub name: Str,
    /// Country and sectors while the fact holds.
    pub actor: Actor,
    /// The office held, empty for a body or country.
    pub office: Str,
    /// First day, if it is known to have one.
    pub from: Option<Date>,
    /// Last day, if it is known to have one.
    pub to: Option<Date>,
}

impl Fact {
    /// True where it holds at a date.
    pub fn holds(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

impl Base {
    /// Every fact about a person, body or country of this name, alias, last name or slug; by entity, oldest first.
    ///
    /// ```
    /// use demarche_actors::Base;
    /// let facts = Base::builtin().history("Angela Merkel");
    /// assert!(facts.iter().any(|f| f.actor.code() == "DEUGOV" && f.to.is_some_and(|to| to.year() == 2021)));
    /// assert!(Base::builtin().history("Nobody Nowhere").is_empty());
    /// ```
    pub fn history(&self, name: &str) -> Vec<Fact> {
        let mut out = vec![];
        for (target, _) in self.index.targets(self.index.list(self.key_of(name))) {
            self.facts(target, &mut out);
        }
        if let Some(&person) = self.by_id.get(name) {
            self.facts(Target::Person(person), &mut out);
        }
        if let Some(body) = self.bodies.iter().position(|b| b.id == name) {
            self.facts(Target::Body(body as u32), &mut out);
        }
        out.sort_by(|a, b| (&a.entity, a.from, a.to).cmp(&(&b.entity, b.from, b.to)));
        out.dedup();
        out
    }

    /// The key of a whole name.
    pub(crate) fn key_of(&self, name: &str) -> u64 {
        let mut key = Index::start();
        pieces(name, |piece, _| key = extend(key, self.index.word(piece)));
        key
    }

    fn facts(&self, target: Target, out: &mut Vec<Fact>) {
        match target {
            Target::Person(at) | Target::Surname(at) => self.offices(at, out),
            Target::Body(at) => {
                let Some(body) = self.bodies.get(at as usize) else { return };
                let actor =
                    Actor { country: body.code.clone(), sectors: body.sectors.to_vec(), ..Actor::default() };
                let (entity, name, office) = (body.id.clone(), body.name.clone(), Str::default());
                out.push(Fact { entity, name, actor, office, from: first(body.from), to: last(body.to) });
            }
            Target::Country(at, _) => {
                let Some(country) = self.countries.get(at as usize) else { return };
                let (code, sectors) = (Some(country.code.clone()), country.sectors.to_vec());
                let actor = Actor { country: code, sectors, ..Actor::default() };
                let (entity, name, office) = (country.code.clone(), country.name.clone(), Str::default());
                out.push(Fact { entity, name, actor, office, from: None, to: None });
            }
            Target::People(_) | Target::Agent(_) | Target::Place(_) => {}
        }
    }

    fn offices(&self, person: u32, out: &mut Vec<Fact>) {
        let Some(person) = self.people.get(person as usize) else { return };
        out.extend(self.tenures_of(person).iter().map(|tenure| Fact {
            entity: person.id.clone(),
            name: person.name.clone(),
            actor: Actor {
                country: tenure.country.clone(),
                sectors: tenure.sectors.to_vec(),
                ..Actor::default()
            },
            office: tenure.title.clone(),
            from: first(tenure.from),
            to: last(tenure.to),
        }));
    }
}

fn first(date: Date) -> Option<Date> {
    (date != Date::MIN).then_some(date)
}

fn last(date: Date) -> Option<Date> {
    (date != Date::MAX).then_some(date)
}
