//! The cue lexicon: which words report, and what complements carry what they report.

use std::str::FromStr;
use std::sync::OnceLock;

/// The table; its first line names the columns.
const TABLE: &str = include_str!("../../../rules/quotes/cues.tsv");

/// Names of media and platforms, and nouns that head a medium or a channel.
const MEDIA: &str = include_str!("../../../rules/quotes/media.tsv");

/// Declares a closed set of labels once: variant, its name in the table, meaning.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $text:literal $about:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $about] $variant,)* }

        impl $name {
            /// As the table writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl FromStr for $name {
            type Err = ();

            /// Reads the table's name; anything else is an error.
            fn from_str(text: &str) -> Result<Self, ()> {
                [$(Self::$variant),*].into_iter().find(|label| label.as_str() == text).ok_or(())
            }
        }
    };
}

labels! {
    /// What a cue does with its content.
    Kind {
        Say "say" "Asserts, announces, promises it.",
        Tell "tell" "Asserts it to somebody, or bids somebody do it.",
        Ask "ask" "Asks it.",
        Deny "deny" "Says that it is not so.",
        Think "think" "Believes, expects, fears it.",
        Know "know" "Knows or learns it.",
        Show "show" "Is evidence of it: a poll, a study.",
        Want "want" "Wants, plans, refuses it.",
        Judge "judge" "Takes a stand on it: supports, condemns it.",
        Call "call" "Describes it as something.",
        Seem "seem" "Gives it as an appearance.",
    }
}

labels! {
    /// The class of word that a cue is.
    Class {
        Verb "verb" "A verb.",
        Noun "noun" "A noun.",
        Adjective "adj" "An adjective with a copula.",
        Adverb "adverb" "An adverb over the clause that it reports.",
        Phrase "phrase" "A complex preposition before the source.",
    }
}

labels! {
    /// A complement that carries the content.
    Complement {
        Quote "quote" "A direct quotation.",
        That "that" "A finite clause, declarative or interrogative.",
        To "to" "An infinitive without a subject of its own.",
        Ing "ing" "A gerund.",
        Person "person" "The object is who hears it, not what is said.",
        Object "obj" "An object.",
        ObjectTo "obj-to" "An object and an infinitive, together.",
        As "as" "An object, described by a phrase with `as`.",
        Call "call" "An object and what it is called.",
        AsSaying "as-saying" "An object and a phrase `as saying`.",
        Raise "raise" "The subject and the infinitive below the cue.",
        Clause "clause" "The clause around the cue.",
        Source "source" "The cue stands before its source, within the content.",
    }
}

/// A line of the table.
#[derive(Debug)]
pub(crate) struct Cue {
    lemma: &'static str,
    class: Class,
    /// What the cue does.
    pub(crate) kind: Kind,
    complements: u32,
    /// Prepositions that mark the content.
    pub(crate) prepositions: Vec<&'static str>,
}

impl Cue {
    /// True where the cue takes this complement.
    pub(crate) fn takes(&self, complement: Complement) -> bool {
        self.complements & (1 << complement as u32) != 0
    }

    /// Reads a line; `None` where it is malformed, which a test rules out.
    fn parse(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (lemma, class, kind) =
            (columns.next()?, columns.next()?.parse().ok()?, columns.next()?.parse().ok()?);
        let mut cue = Self { lemma, class, kind, complements: 0, prepositions: Vec::new() };
        for item in columns.next()?.split(',') {
            match item.strip_prefix("prep:") {
                Some(preposition) => cue.prepositions.push(preposition),
                None => cue.complements |= 1 << item.parse::<Complement>().ok()? as u32,
            }
        }
        Some(cue)
    }
}

/// True for the lemma of a verb that introduces what somebody says.
///
/// ```
/// assert!(demarche_quotes::is_reporting("say"));
/// assert!(!demarche_quotes::is_reporting("kill"));
/// ```
pub fn is_reporting(lemma: &str) -> bool {
    cue(lemma, Class::Verb).is_some()
}

/// True for a lower-case lemma that names a medium: a statement, an interview, Twitter, a broadcaster.
pub fn is_medium(lemma: &str) -> bool {
    medium(lemma).is_some()
}

/// The entry of a lower-case lemma (particle attached: `point_out`) as a word of this class.
pub(crate) fn cue(lemma: &str, class: Class) -> Option<&'static Cue> {
    static CUES: OnceLock<Vec<Cue>> = OnceLock::new();
    let cues = CUES.get_or_init(|| {
        let mut cues: Vec<Cue> = TABLE.lines().skip(1).filter_map(Cue::parse).collect();
        cues.sort_by(|a, b| (a.lemma, a.class).cmp(&(b.lemma, b.class)));
        cues
    });
    cues.binary_search_by(|cue| (cue.lemma, cue.class).cmp(&(lemma, class))).ok().map(|at| &cues[at])
}

labels! {
    /// What a word says about a medium.
    Medium {
        Outlet "outlet" "A press organ or platform, by name.",
        Press "press" "A noun that heads the description of a press organ.",
        Channel "channel" "A noun for the form in which something was said.",
    }
}

/// What a lower-case lemma says about a medium.
pub(crate) fn medium(lemma: &str) -> Option<Medium> {
    static ROWS: OnceLock<Vec<(&str, Medium)>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let parse = |line: &'static str| {
            let (lemma, rest) = line.split_once('\t')?;
            Some((lemma, rest.parse().ok()?))
        };
        let mut rows: Vec<_> = MEDIA.lines().skip(1).filter_map(parse).collect();
        rows.sort_unstable();
        rows
    });
    rows.binary_search_by(|row| row.0.cmp(lemma)).ok().map(|at| rows[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a table, first line aside, are sorted, distinct and all readable.
    fn check(table: &'static str, columns: usize, readable: impl Fn(&'static str) -> bool) {
        let rows: Vec<&str> = table.lines().skip(1).collect();
        let key = |row: &'static str| row.split('\t').take(columns).collect::<Vec<_>>();
        for pair in rows.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "expected sorted rows, but found {pair:?}");
        }
        for row in rows {
            assert!(readable(row), "expected a readable row, but found {row:?}");
        }
    }

    #[test]
    fn tables_are_sorted_and_readable() {
        check(TABLE, 2, |row| Cue::parse(row).is_some());
        check(MEDIA, 1, |row| row.split_once('\t').is_some_and(|(_, kind)| kind.parse::<Medium>().is_ok()));
    }

    #[test]
    fn entries_are_found_by_lemma_and_class() {
        let said = cue("say", Class::Verb).unwrap();
        assert!(said.takes(Complement::Quote) && said.takes(Complement::That));
        assert_eq!(cue("claim", Class::Noun).unwrap().kind, Kind::Say);
        assert!(cue("bombard", Class::Verb).is_none());
        assert_eq!(medium("reuters"), Some(Medium::Outlet));
    }
}
