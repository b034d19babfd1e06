//! How far to trust an event: the chance that a reader would code it too, from what rules of its kind are worth.
//!
//! The chance is logistic in a sum of weights, one for each thing that holds of the event: its category, its rule (where
//! enough of its events were judged), its status, whether it has an actor and a recipient, of how many a country is
//! known. The weights are data, `rules/plover/confidence.tsv`: log-odds fitted to judged events of news, so that of the
//! events at 0.8 eight in ten are right. docs/EVALUATION.md has the reliability. It leaves out whether the parties are
//! right, and how sure the parser was.

use crate::event::{Participant, Status};
use crate::rule::Rule;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The chance that an event coded by `rule` with these parties is one, 0.02 to 0.98.
///
/// A rule of the user's own counts as its category.
pub(crate) fn of(rule: &Rule, status: Status, actors: &[Participant], recipients: &[Participant]) -> f32 {
    let countries = actors.iter().chain(recipients).filter(|p| p.actor.country.is_some()).count();
    let country = if countries == 0 { "country:0" } else { "country:2" };
    let sum = weight("base")
        + weight(&format!("category:{}", rule.category.as_str()))
        + weight(&format!("rule:{}", rule.id))
        + weight(&format!("status:{}", status.as_str()))
        + if actors.is_empty() { weight("actor:none") } else { 0.0 }
        + if recipients.is_empty() { weight("recipient:none") } else { 0.0 }
        + if countries == 1 { 0.0 } else { weight(country) };
    (1.0 / (1.0 + (-sum).exp())).clamp(0.02, 0.98)
}

/// Log-odds that a feature adds; none where it is not listed.
fn weight(feature: &str) -> f32 {
    static TABLE: OnceLock<HashMap<&'static str, f32>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = include_str!("../../../rules/plover/confidence.tsv").lines().skip(1);
        rows.filter_map(|row| row.split_once('\t')).filter_map(|(f, w)| Some((f, w.parse().ok()?))).collect()
    });
    table.get(feature).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rules;

    fn alone(id: &str, status: Status) -> f32 {
        let rules = Rules::builtin().unwrap();
        let rule = rules.all().iter().find(|r| r.id == id).unwrap();
        of(rule, status, &[], &[])
    }

    #[test]
    fn killings_are_surer_than_praise_and_facts_than_fears() {
        let kill = alone("assault/kill", Status::Actual);
        assert!(kill > alone("support/praise", Status::Actual));
        assert!(kill > alone("assault/kill", Status::Hypothetical));
        assert!((0.02..=0.98).contains(&kill));
    }

    #[test]
    fn the_table_names_rules_and_categories_that_exist() {
        let rules = Rules::builtin().unwrap();
        for row in include_str!("../../../rules/plover/confidence.tsv").lines().skip(1) {
            let (feature, weight) = row.split_once('\t').unwrap();
            assert!(weight.parse::<f32>().is_ok(), "{row}");
            if let Some(id) = feature.strip_prefix("rule:") {
                assert!(rules.all().iter().any(|r| r.id == id), "{row}");
            }
            if let Some(category) = feature.strip_prefix("category:") {
                assert!(category.parse::<crate::Category>().is_ok(), "{row}");
            }
        }
    }
}
