//! Who heads an organisation: "the NATO chief", "the head of the IMF".
//!
//! Organisations share a code, so that an office alone does not tell whose it is; its title in the table does:
//! `nato secretary-general`.

use crate::Str;
use crate::base::{Base, Tenure};
use crate::fold::{fold, pieces};
use crate::index::{NONE, START, Target, extend};
use crate::office::Office;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Codes that many organisations share.
const SHARED: &[&str] = &["EUR", "IGO", "NGO", "UNO"];

/// What the head of an organisation may be called, as tables write it.
const TITLES: &[&str] = &[
    "secretary-general",
    "director-general",
    "director general",
    "managing director",
    "executive director",
    "executive secretary",
    "commissioner-general",
    "administrator",
    "commission chairman",
    "commission president",
    "council president",
    "parliament president",
    "president",
    "high representative",
    "director",
];

/// Nouns for whoever heads something.
const HEADS: &[&str] = &["boss", "chief", "head", "leader"];

/// Tenures by the slug of the organisation headed.
pub(crate) type Heads = FxHashMap<Str, Vec<u32>>;

/// True for a code that says of no organisation which it is.
pub(crate) fn is_shared(code: &str) -> bool {
    SHARED.contains(&code)
}

impl Base {
    /// Finds in the titles of tenures which organisation each heads.
    pub(crate) fn find_heads(&self) -> Heads {
        let mut heads = Heads::default();
        for (at, tenure) in self.tenures.iter().enumerate() {
            let Some(code) = tenure.country.as_deref().filter(|c| is_shared(c)) else { continue };
            let Some(title) = TITLES.iter().find(|t| tenure.title.ends_with(**t)) else { continue };
            let whose = tenure.title.trim_end_matches(title).trim_end();
            let name = match (code, *title, whose) {
                ("UNO", "secretary-general", "") => "United Nations".to_owned(),
                ("EUR", "high representative", "") => "European Union".to_owned(),
                ("EUR", _, "") => format!("European {}", title.split(' ').next().unwrap_or("")),
                ("IGO", "commission president" | "commission chairman", whose) => whose.to_owned(),
                _ => whose.to_owned(),
            };
            for body in self.bodies_named(&name) {
                heads.entry(body).or_default().push(at as u32);
            }
        }
        heads
    }

    /// Slugs of the bodies of a name.
    fn bodies_named(&self, name: &str) -> Vec<Str> {
        let mut key = START;
        let mut words = 0;
        pieces(name, |piece, _| {
            key = extend(key, self.index.word(piece));
            words += 1;
        });
        let list = if words == 0 { NONE } else { self.index.list(key) };
        let bodies = self.index.targets(list).filter_map(|(target, _)| match target {
            Target::Body(at) => self.bodies.get(at as usize),
            _ => None,
        });
        bodies.filter(|b| b.code.as_deref().is_some_and(is_shared)).map(|b| b.id.clone()).collect()
    }

    /// Who heads an organisation at a date, where a common noun asks for its head.
    pub(crate) fn head(&self, body: &str, noun: &str, office: Office, date: Date) -> Option<u32> {
        let held = self.heads.get(body)?.iter().filter_map(|t| self.tenures.get(*t as usize));
        let asked = |t: &&Tenure| {
            let any = HEADS.iter().any(|h| noun == *h || noun.ends_with(&format!(" {h}")));
            any || office != Office::Other && t.office == office || fold(&t.title).ends_with(noun)
        };
        let held = held.filter(|t| t.from <= date && date <= t.to).filter(asked);
        held.max_by_key(|t| t.from).map(|t| t.person)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Base, resolve};
    use jiff::civil::date;

    #[track_caller]
    fn check(phrase: &str, name: Option<&str>) {
        let found = resolve(Base::builtin(), phrase, Some(date(2018, 5, 5)), None);
        assert_eq!(found.actor.name.as_deref(), name, "{phrase}");
    }

    #[test]
    fn organisations_have_heads() {
        check("the NATO chief", Some("Jens Stoltenberg"));
        check("NATO's secretary-general", Some("Jens Stoltenberg"));
        check("the head of the IMF", Some("Christine Lagarde"));
        check("the EU's foreign policy chief", Some("Federica Mogherini"));
        check("the president of the European Commission", Some("Jean-Claude Juncker"));
        check("the UN chief", Some("António Guterres"));
        check("the pope", Some("Pope Francis"));
    }

    #[test]
    fn whoever_is_not_the_head_stays_unnamed() {
        check("NATO's deputy secretary-general", None);
        check("a NATO spokesperson", None);
        check("the UN's envoy", None);
    }
}
