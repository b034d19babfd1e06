//! What in the base contradicts itself, overlaps, or stands twice.
//!
//! It leaves out what only the world can tell: whether a date is right.

use crate::Str;
use crate::base::{Base, NON_STATES, Tenure};
use crate::index::Target;
use crate::office::Office;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::fmt;

/// Something in the base that cannot be right, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Finding {
    /// It ends before it begins.
    Reversed {
        /// The person or body.
        entity: Str,
        /// The office, empty for a body.
        office: Str,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// An office of one has two holders for longer than a handover takes.
    Overlap {
        /// The country.
        country: Str,
        /// The office.
        office: Str,
        /// Who came first.
        first: Str,
        /// Who came second.
        second: Str,
        /// From when on both hold it.
        from: Date,
        /// Until when.
        to: Date,
    },
    /// Two people of one country have the same name.
    SamePerson {
        /// The name.
        name: Str,
        /// One.
        first: Str,
        /// The other.
        second: Str,
    },
    /// Two bodies of one country have the same name at one time.
    SameBody {
        /// One.
        first: Str,
        /// The other.
        second: Str,
    },
    /// A code that is no country's, nor one of PLOVER's for non-states.
    Code {
        /// The person or body.
        entity: Str,
        /// The code.
        code: Str,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reversed { entity, office, from, to } => {
                write!(f, "reversed\t{entity}\t{office} from {from} ends before, on {to}")
            }
            Self::Overlap { country, office, first, second, from, to } => {
                write!(f, "overlap\t{country} {office}\t{first} and {second}, {from} to {to}")
            }
            Self::SamePerson { name, first, second } => {
                write!(f, "same person\t{name}\t{first} and {second}")
            }
            Self::SameBody { first, second } => write!(f, "same body\t{first}\tand {second}"),
            Self::Code { entity, code } => write!(f, "unknown code\t{entity}\t`{code}` is no country"),
        }
    }
}

/// Days for which an office may have two holders: tables differ on when one follows the other.
const HANDOVER: i32 = 45;

impl Base {
    /// Looks for contradictions, overlaps and duplicates, sorted by kind.
    pub fn lint(&self) -> Vec<Finding> {
        let mut out = vec![];
        self.lint_spans(&mut out);
        self.lint_offices(&mut out);
        self.lint_people(&mut out);
        self.lint_bodies(&mut out);
        out.sort();
        out.dedup();
        out
    }

    fn id_of(&self, tenure: &Tenure) -> Str {
        self.people.get(tenure.person as usize).map(|p| p.id.clone()).unwrap_or_default()
    }

    fn lint_spans(&self, out: &mut Vec<Finding>) {
        for tenure in &self.tenures {
            let (entity, office) = (self.id_of(tenure), tenure.title.clone());
            if tenure.from > tenure.to {
                out.push(Finding::Reversed {
                    entity: entity.clone(),
                    office,
                    from: tenure.from,
                    to: tenure.to,
                });
            }
            self.lint_code(&entity, tenure.country.as_ref(), out);
        }
        for body in &self.bodies {
            if body.from > body.to {
                let (entity, office) = (body.id.clone(), Str::default());
                out.push(Finding::Reversed { entity, office, from: body.from, to: body.to });
            }
            self.lint_code(&body.id, body.code.as_ref(), out);
        }
    }

    fn lint_code(&self, entity: &Str, code: Option<&Str>, out: &mut Vec<Finding>) {
        let known = |c: &Str| self.country(c).is_some() || NON_STATES.contains(&c.as_str());
        if let Some(code) = code.filter(|c| !known(c)) {
            out.push(Finding::Code { entity: entity.clone(), code: code.clone() });
        }
    }

    /// Offices that one at a time holds: heads of state and government and their chief ministers.
    fn lint_offices(&self, out: &mut Vec<Finding>) {
        let single =
            |office: Office| office.weight() >= 2 && office != Office::Leader && office != Office::Secretary;
        for ((country, _), held) in self.holders.iter().filter(|((_, office), _)| single(*office)) {
            let mut held: Vec<&Tenure> =
                held.iter().filter_map(|at| self.tenures.get(*at as usize)).collect();
            held.sort_by_key(|t| (t.from, t.to));
            for (nth, first) in held.iter().enumerate() {
                let later = held[nth + 1..].iter().take_while(|second| second.from <= first.to);
                out.extend(later.filter_map(|second| self.overlap(country, first, second)));
            }
        }
    }

    fn overlap(&self, country: &Str, first: &Tenure, second: &Tenure) -> Option<Finding> {
        let (from, to) = (second.from, first.to.min(second.to));
        // Of two titles of one office both may be right: a first and a second vice president.
        let apart = first.person != second.person && first.title == second.title;
        let days = to.since(from).map_or(i32::MAX, |span| span.get_days());
        (apart && days > HANDOVER).then(|| Finding::Overlap {
            country: country.clone(),
            office: first.title.clone(),
            first: self.id_of(first),
            second: self.id_of(second),
            from,
            to,
        })
    }

    fn lint_people(&self, out: &mut Vec<Finding>) {
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, person) in self.people.iter().enumerate() {
            by_name.entry(crate::fold::fold(&person.name)).or_default().push(at);
        }
        let countries =
            |at: usize| self.tenures_of(&self.people[at]).iter().filter_map(|t| t.country.as_ref());
        for same in by_name.values().filter(|same| same.len() > 1) {
            for (nth, &first) in same.iter().enumerate() {
                for &second in &same[nth + 1..] {
                    if countries(first).any(|c| countries(second).any(|other| other == c)) {
                        let (a, b) = (&self.people[first], &self.people[second]);
                        let (name, first, second) = (a.name.clone(), a.id.clone(), b.id.clone());
                        out.push(Finding::SamePerson { name, first, second });
                    }
                }
            }
        }
    }

    fn lint_bodies(&self, out: &mut Vec<Finding>) {
        for (at, body) in self.bodies.iter().enumerate() {
            let list = self.index.list(self.key_of(&body.name));
            let others = self.index.targets(list).filter_map(|(target, _)| match target {
                Target::Body(other) if (other as usize) < at => self.bodies.get(other as usize),
                _ => None,
            });
            out.extend(
                others
                    .filter(|o| o.code == body.code && o.from <= body.to && body.from <= o.to)
                    .map(|o| Finding::SameBody { first: o.id.clone(), second: body.id.clone() }),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Base, Tables};

    #[test]
    fn what_cannot_be_right_is_found() {
        let tables = Tables {
            countries: "code\tnames\tadjectives\tdemonyms\tcapital\tmetonyms\nFRA\tFrance\t\t\tParis\t\n",
            people: "id\tname\taliases\tcountry\tsectors\toffice\tfrom\tto\n\
                     a\tJean Un\t\tFRA\tGOV\tpresident\t2001-01-01\t2005-01-01\n\
                     b\tJean Deux\t\tFRA\tGOV\tpresident\t2004-01-01\t2009-01-01\n\
                     c\tJean Deux\t\tFRA\tGOV\tforeign minister\t2004-01-01\t2003-01-01\n\
                     d\tJean Trois\t\tXXX\tGOV\tforeign minister\t2004\t2004\n",
            groups: "id\tnames\tcode\tsectors\tcountry\ne\tLes Uns\t\tREB\tFRA\nf\tLes Uns\t\tPTY\tFRA\n",
            ..Tables::default()
        };
        let found: Vec<String> =
            Base::from_tables(&tables).unwrap().lint().iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(found.join("\n").replace('\t', " | "), @r"
        reversed | c | foreign minister from 2004-01-01 ends before, on 2003-01-01
        overlap | FRA president | a and b, 2004-01-01 to 2005-01-01
        same person | Jean Deux | b and c
        same body | e | and f
        unknown code | d | `XXX` is no country
        ");
    }
}
