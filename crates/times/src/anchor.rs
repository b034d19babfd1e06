//! Expressions that count from an event: "two days after the summit", "the day before the vote".
//!
//! The event's own day is looked for on the event ("the summit on June 12", "Sunday's vote"), then on earlier words for
//! the same act. A length that finds one keeps its value, as `TimeBank` has it, and gets the days it means; "the day
//! after" is a date of its own only where the event's day is known.
//!
//! It leaves out chains ("a week after the day before the vote") and acts that are told with different stems.

use crate::calendar::{Cal, Unit, iso, plus_days, weekday_from, weekday_until};
use crate::link;
use crate::numbers::Amount;
use crate::rules::units_from;
use crate::{Clause, Kind, Timex};
use demarche_text::{Sentence, Span, Upos};
use jiff::civil::Date;

/// Id of what is told as one unit from an event.
const RULE: &str = "unit-from-event";
/// How many sentences back an event is looked for.
const REACH: usize = 40;

/// Counts what is told from an event.
pub(crate) fn resolve(sentences: &[Sentence], timexes: &mut Vec<Timex>) {
    let known = timexes.clone();
    for timex in timexes.iter_mut().filter(|t| t.kind == Kind::Duration) {
        let Some(sentence) = sentences.get(timex.sentence) else { continue };
        let Some((amount, unit)) = length(&timex.value) else { continue };
        let dated =
            |token: usize| known.iter().any(|t| t.sentence == timex.sentence && t.tokens.contains(&token));
        if let Some(event) = event_after(sentence, timex.tokens.end.wrapping_sub(1), timex.tokens.end, dated)
            && let Some((day, from)) = day_of(sentences, timex.sentence, event.token, &known)
            && let Some(cal) = units_from(Cal::Day(day), amount, unit, event.sign)
        {
            timex.range = cal.range();
            timex.anchor = Some(from);
        }
    }
    for timex in timexes.iter_mut().filter(|t| t.rule == "weekday" && t.kind == Kind::Date) {
        if let Some(sentence) = sentences.get(timex.sentence) {
            weekday_from_event(sentences, sentence, timex, &known);
        }
    }
    let mut found: Vec<Timex> = (0..sentences.len()).flat_map(|at| one_unit(sentences, at, &known)).collect();
    if !found.is_empty() {
        timexes.append(&mut found);
        timexes.sort_by_key(|t| t.span.start);
    }
}

/// "The Sunday after the vote", "the first Friday before June 12": that day where the event's is known, else an open one.
fn weekday_from_event(sentences: &[Sentence], sentence: &Sentence, timex: &mut Timex, known: &[Timex]) {
    let tokens = &sentence.tokens;
    let before = timex.tokens.start.checked_sub(1).and_then(|i| tokens.get(i));
    let nth = before.filter(|t| t.feat("NumType") == Some("Ord")).map(|t| ordinal(&t.lemma));
    let article = tokens.get(timex.tokens.start).is_some_and(|t| t.lemma == "the");
    let at = timex.tokens.end;
    let weekday = timex.value.parse::<Date>().map(|day| day.weekday().to_monday_one_offset());
    let (true, Some(weekday_word), Ok(weekday)) = (nth.is_some() || article, at.checked_sub(1), weekday)
    else {
        return;
    };
    let Some(event) = event_after(sentence, weekday_word, at, |_| false) else { return };
    let day = day_of(sentences, timex.sentence, event.token, known).and_then(|(day, from)| {
        let near = plus_days(day, event.sign)?;
        let near = if event.sign > 0 { weekday_from(near, weekday) } else { weekday_until(near, weekday) };
        Some((plus_days(near?, 7 * (nth.flatten().unwrap_or(1) - 1) * event.sign)?, from))
    });
    timex.range = day.map(|(day, _)| (day, day));
    timex.value = day.map_or_else(|| format!("XXXX-WXX-{weekday}"), |(day, _)| iso(day));
    timex.anchor = day.map(|(_, from)| from);
    timex.clause = Clause::Unasked;
}

/// The number that an ordinal tells: "third", "3rd".
fn ordinal(word: &str) -> Option<i64> {
    const FIRST: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
    let digits = word.trim_end_matches(char::is_alphabetic).parse();
    FIRST.iter().position(|w| word.eq_ignore_ascii_case(w)).map(|i| i as i64 + 1).or(digits.ok())
}

/// The event that something counts from.
struct Event {
    token: usize,
    /// -1 for what lies before it.
    sign: i64,
}

/// "after", "before" at word `at`, and the event whose marker it is; `unit` is the word of the unit before it.
fn event_after(sentence: &Sentence, unit: usize, at: usize, dated: impl Fn(usize) -> bool) -> Option<Event> {
    let marker = sentence.tokens.get(at)?;
    let sign = match marker.lemma.as_str() {
        "after" | "following" => 1,
        "before" => -1,
        // "Three days from Tuesday": but "two days from the capital" is a way.
        "from" if dated(marker.head?) => 1,
        _ => return None,
    };
    let token = marker.head.filter(|h| *h > at && *h != unit)?;
    let is_act =
        matches!(sentence.tokens.get(token)?.upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Num);
    is_act.then_some(Event { token, sign })
}

/// The amount and unit of a plain length: "P2D", "P3W".
fn length(value: &str) -> Option<(Amount, Unit)> {
    let body = value.strip_prefix('P')?;
    let (digits, unit) = body.split_at_checked(body.len().checked_sub(1)?)?;
    let unit = match unit {
        "D" => Unit::Day,
        "W" => Unit::Week,
        "M" => Unit::Month,
        "Y" => Unit::Year,
        _ => return None,
    };
    Some((Amount::Tenths(digits.parse::<i64>().ok()?.checked_mul(10)?), unit))
}

/// "the day after the vote", "the eve of the vote".
fn one_unit(sentences: &[Sentence], at: usize, known: &[Timex]) -> Vec<Timex> {
    let sentence = &sentences[at];
    let free = |span: Span| {
        !known.iter().any(|t| t.sentence == at && t.span.start < span.end && span.start < t.span.end)
    };
    let mut out = Vec::new();
    for i in 1..sentence.tokens.len() {
        let (article, unit) = (&sentence.tokens[i - 1], &sentence.tokens[i]);
        let unit_of = match unit.lemma.as_str() {
            "day" | "eve" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => continue,
        };
        let span = article.span.hull(unit.span);
        if article.lemma != "the" || unit.feat("Number") == Some("Plur") || !free(span) {
            continue;
        }
        let event = if unit.lemma == "eve" {
            eve_of(sentence, i)
        } else {
            event_after(sentence, i, i + 1, |_| false)
        };
        if let Some(event) = event
            && let Some((day, from)) = day_of(sentences, at, event.token, known)
            && let Some(cal) = Cal::around(day, unit_of).and_then(|cal| cal.shift(event.sign))
        {
            out.push(Timex {
                span,
                sentence: at,
                tokens: i - 1..i + 1,
                kind: Kind::Date,
                value: cal.value(),
                range: cal.range(),
                rule: RULE,
                clause: Clause::Unasked,
                anchor: Some(from),
            });
        }
    }
    out
}

/// "the eve of the vote".
fn eve_of(sentence: &Sentence, eve: usize) -> Option<Event> {
    let of = sentence.children(eve).find(|&c| sentence.tokens[c].relation() == "nmod")?;
    (sentence.tokens[of].upos == Upos::Noun).then_some(Event { token: of, sign: -1 })
}

/// The day of the event at word `token`, and the words that tell it: its own date, or that of the same act before.
fn day_of(sentences: &[Sentence], at: usize, token: usize, known: &[Timex]) -> Option<(Date, Span)> {
    if let Some(day) = own_day(&sentences[at], at, token, known) {
        return Some(day);
    }
    let lemma = sentences[at].tokens[token].lemma.to_lowercase();
    (at.saturating_sub(REACH)..=at).rev().find_map(|s| {
        let sentence = &sentences[s];
        let before = if s == at { token } else { sentence.tokens.len() };
        (0..before).rev().filter(|&t| is_same_act(sentence, t, &lemma)).find_map(|t| {
            single_day(link::of_act(sentence, t, known)?).map(|day| (day, sentence.tokens[t].span))
        })
    })
}

/// The day that stands on the event itself, or that is itself what is counted from: "two days after June 12".
fn own_day(sentence: &Sentence, at: usize, token: usize, known: &[Timex]) -> Option<(Date, Span)> {
    let within = known.iter().find(|t| t.sentence == at && t.tokens.contains(&token));
    if let Some(timex) = within {
        return single_day(timex).map(|day| (day, timex.span));
    }
    link::own(sentence, token, known)
        .and_then(|timex| Some((single_day(timex)?, sentence.tokens[token].span)))
}

fn single_day(timex: &Timex) -> Option<Date> {
    let (from, to) = timex.range?;
    (matches!(timex.kind, Kind::Date | Kind::Time) && from == to).then_some(from)
}

/// True for a word of the same act: the same lemma, or the verb of a noun in "-ing".
fn is_same_act(sentence: &Sentence, token: usize, lemma: &str) -> bool {
    let word = &sentence.tokens[token];
    let other = word.lemma.to_lowercase();
    matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Verb)
        && (other == lemma
            || lemma.strip_suffix("ing") == Some(&other)
            || other.strip_suffix("ing") == Some(lemma))
}

#[cfg(test)]
mod tests {
    use crate::find;
    use demarche_text::conllu;

    /// Expressions of a tree in lines of "form lemma UPOS head deprel", sentences apart by an empty line.
    fn found(trees: &str) -> Vec<String> {
        let mut source = String::new();
        for tree in trees.split("\n\n") {
            for (i, line) in tree.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
                let [form, lemma, upos, head, deprel] = line.split(' ').collect::<Vec<_>>()[..] else {
                    panic!("{line}")
                };
                let fields = [&*(i + 1).to_string(), form, lemma, upos, "_", "_", head, deprel, "_", "_\n"];
                source += &fields.join("\t");
            }
            source.push('\n');
        }
        let read = conllu::read(&source).unwrap();
        let found = find(&read.text, &read.sentences, Some(jiff::civil::date(2018, 7, 11)));
        let days = |t: &crate::Timex| t.range.map_or("-".to_owned(), |(a, b)| format!("{a}..{b}"));
        found.iter().map(|t| format!("{} {} {}", t.span.of(&read.text), t.value, days(t))).collect()
    }

    const SUMMIT: &str = "They they PRON 2 nsubj
        held hold VERB 0 root
        a a DET 4 det
        summit summit NOUN 2 obj
        on on ADP 7 case
        June June PROPN 7 compound
        12 12 NUM 4 nmod";

    #[test]
    fn a_length_after_an_event_told_before_has_its_days() {
        let after = "Two two NUM 2 nummod
            days day NOUN 7 obl:unmarked
            after after ADP 5 case
            the the DET 5 det
            summit summit NOUN 7 obl
            they they PRON 7 nsubj
            left leave VERB 0 root";
        assert_eq!(
            found(&format!("{SUMMIT}\n\n{after}")),
            ["June 12 2018-06-12 2018-06-12..2018-06-12", "Two days P2D 2018-06-14..2018-06-14"]
        );
        assert_eq!(found(after), ["Two days P2D -"]);
    }

    #[test]
    fn the_day_before_an_event_is_a_date_where_the_event_has_one() {
        let before = "The the DET 2 det
            day day NOUN 7 obl:unmarked
            before before ADP 5 case
            the the DET 5 det
            summit summit NOUN 2 nmod
            they they PRON 7 nsubj
            agreed agree VERB 0 root";
        assert_eq!(found(&format!("{SUMMIT}\n\n{before}"))[1], "The day 2018-06-11 2018-06-11..2018-06-11");
        assert_eq!(found(before), Vec::<String>::new());
    }

    #[test]
    fn a_light_verb_gives_its_day_to_its_noun_and_a_weekday_counts_from_it() {
        let held = "The the DET 2 det
            summit summit NOUN 4 nsubj:pass
            was be AUX 4 aux:pass
            held hold VERB 0 root
            on on ADP 6 case
            June June PROPN 4 obl
            12 12 NUM 6 nummod";
        let sunday = "The the DET 2 det
            Sunday Sunday PROPN 7 obl:unmarked
            after after ADP 5 case
            the the DET 5 det
            summit summit NOUN 7 obl
            they they PRON 7 nsubj
            met meet VERB 0 root";
        assert_eq!(found(&format!("{held}\n\n{sunday}"))[1], "The Sunday 2018-06-17 2018-06-17..2018-06-17");
        assert_eq!(found(sunday), ["The Sunday XXXX-WXX-7 -"]);
    }

    #[test]
    fn an_event_that_carries_its_day_is_counted_from_at_once() {
        let bombing = "A a DET 2 det
            week week NOUN 6 obl:unmarked
            after after ADP 5 case
            Sunday Sunday PROPN 5 nmod:poss
            bombing bombing NOUN 2 nmod
            left leave VERB 0 root";
        assert_eq!(found(bombing)[0], "A week P1W 2018-07-09..2018-07-15");
    }
}
