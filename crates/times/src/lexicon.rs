//! The words that time is told with: `data/words.tsv`, read once, with the plurals that regular spelling gives.

use crate::calendar::{Hour, Season, Unit};
use crate::feasts;
use crate::pattern::{Edge, Which};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word can mean where time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// 1 for Monday to 7 for Sunday.
    Weekday(i8),
    /// "Fri": needs a full stop or a comma to be one.
    WeekdayShort(i8),
    Month(i8),
    MonthShort(i8),
    Unit(Unit),
    Number(i64),
    Ordinal(i64),
    Season(Season),
    Part(Hour),
    Which(Which),
    Edge(Edge),
    /// "several": some number of.
    Vague,
    /// "nineties": 90.
    Decade(i16),
    /// "GMT".
    Zone,
    /// First word of the name of a feast.
    Feast,
}

impl Sense {
    /// The bit that stands for this kind of sense in a first set.
    pub(crate) const fn bit(self) -> u32 {
        1 << match self {
            Self::Weekday(_) | Self::WeekdayShort(_) => 0,
            Self::Month(_) | Self::MonthShort(_) => 1,
            Self::Unit(_) => 2,
            Self::Number(_) => 3,
            Self::Ordinal(_) => 4,
            Self::Season(_) => 5,
            Self::Part(_) => 6,
            Self::Which(_) => 7,
            Self::Edge(_) => 8,
            Self::Vague => 9,
            Self::Decade(_) => 10,
            Self::Zone => 11,
            Self::Feast => 12,
        }
    }

    /// True where "-s" makes a plural that still tells time.
    const fn has_plural(self) -> bool {
        matches!(self, Self::Weekday(_) | Self::Unit(_) | Self::Season(_) | Self::Part(_))
    }
}

/// The bit of a number written in digits, beside those of [`Sense::bit`].
pub(crate) const DIGITS: u32 = 1 << 13;

/// A word of the lexicon.
#[derive(Debug, Default)]
pub(crate) struct Word {
    pub(crate) senses: Vec<Sense>,
    pub(crate) plural: bool,
}

/// Every word, by its lower-case form.
pub(crate) static WORDS: LazyLock<FxHashMap<String, Word>> = LazyLock::new(|| {
    let mut words: FxHashMap<String, Word> = FxHashMap::default();
    for line in include_str!("../data/words.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (word, class) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        if let Some(sense) = sense(class, fields.next().unwrap_or("")) {
            words.entry(word.to_owned()).or_default().senses.push(sense);
        }
    }
    for feast in feasts::ALL.iter() {
        let senses = &mut words.entry(feast.words[0].clone()).or_default().senses;
        if !senses.contains(&Sense::Feast) {
            senses.push(Sense::Feast);
        }
    }
    add_plurals(&mut words);
    words
});

fn add_plurals(words: &mut FxHashMap<String, Word>) {
    let plurals: Vec<(String, Word)> = words
        .iter()
        .filter_map(|(word, entry)| {
            let senses: Vec<Sense> = entry.senses.iter().copied().filter(|s| s.has_plural()).collect();
            (!senses.is_empty()).then(|| (plural(word), Word { senses, plural: true }))
        })
        .collect();
    for (word, entry) in plurals {
        words.entry(word).or_insert(entry);
    }
}

fn plural(word: &str) -> String {
    match word {
        "millennium" => "millennia".to_owned(),
        _ => match word.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
            _ => format!("{word}s"),
        },
    }
}

/// Reads the class and value columns; `None` for what no sense has, which the test of the file refuses.
fn sense(class: &str, value: &str) -> Option<Sense> {
    let number = || value.parse::<i64>().ok();
    Some(match class {
        "weekday" => Sense::Weekday(number()? as i8),
        "weekday-short" => Sense::WeekdayShort(number()? as i8),
        "month" => Sense::Month(number()? as i8),
        "month-short" => Sense::MonthShort(number()? as i8),
        "unit" => Sense::Unit(unit(value)?),
        "number" => Sense::Number(number()?),
        "ordinal" => Sense::Ordinal(number()?),
        "season" => Sense::Season(season(value)?),
        "part" => Sense::Part(part(value)?),
        "which" => Sense::Which(which(value)?),
        "edge" => Sense::Edge(edge(value)?),
        "vague" => Sense::Vague,
        "decade-name" => Sense::Decade(number()? as i16),
        "zone" => Sense::Zone,
        _ => return None,
    })
}

fn unit(value: &str) -> Option<Unit> {
    Some(match value {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

fn season(value: &str) -> Option<Season> {
    Some(match value {
        "SP" => Season::Spring,
        "SU" => Season::Summer,
        "FA" => Season::Fall,
        "WI" => Season::Winter,
        _ => return None,
    })
}

fn part(value: &str) -> Option<Hour> {
    Some(match value {
        "MO" => Hour::Morning,
        "MI" => Hour::Midday,
        "AF" => Hour::Afternoon,
        "EV" => Hour::Evening,
        "NI" => Hour::Night,
        _ => return None,
    })
}

fn which(value: &str) -> Option<Which> {
    Some(match value {
        "this" => Which::This,
        "last" => Which::Last,
        "next" => Which::Next,
        "before" => Which::Before,
        "after" => Which::After,
        "that" => Which::That,
        _ => return None,
    })
}

fn edge(value: &str) -> Option<Edge> {
    Some(match value {
        "start" => Edge::Start,
        "mid" => Edge::Mid,
        "end" => Edge::End,
        "earlier" => Edge::Earlier,
        "later" => Edge::Later,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_sense_and_stands_in_order() {
        let lines: Vec<&str> =
            include_str!("../data/words.tsv").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.is_sorted(), "expected sorted lines");
        for line in lines {
            let mut fields = line.split('\t').skip(1);
            let sense = sense(fields.next().unwrap_or(""), fields.next().unwrap_or(""));
            assert!(sense.is_some(), "expected a class with its value, but found `{line}`");
        }
    }

    #[test]
    fn plurals_are_spelt_by_rule() {
        for (word, unit) in
            [("days", Unit::Day), ("centuries", Unit::Century), ("millennia", Unit::Millennium)]
        {
            assert!(WORDS[word].plural && WORDS[word].senses == [Sense::Unit(unit)], "{word}");
        }
        assert!(!WORDS.contains_key("thirds"));
    }
}
