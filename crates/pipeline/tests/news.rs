//! Sentences of news in `news.txt`: what the segmenter, the tagger and the parser make of them, and what they should.
//!
//! Whatever is wrong is marked there with what comes out instead; a failure prints the lines to put in place.

use demarche_pipeline::Coder;
use demarche_text::{Sentence, Span, Token};
use std::fmt::Write as _;

const NEWS: &str = include_str!("news.txt");

/// Cases there are at least.
const CASES: usize = 150;
/// Share of the lines that must be right, in percent; it is raised as the model gets better, never lowered.
const FLOOR: usize = 85;

#[test]
fn news_is_read_as_it_is_marked() {
    let coder = Coder::builtin().unwrap();
    let cases: Vec<Case> = cases(NEWS).collect();
    assert!(cases.len() >= CASES, "{} cases", cases.len());
    let (mut stale, mut all, mut right) = (String::new(), 0, 0);
    for case in &cases {
        let parsed = Parsed::new(case.text, &coder);
        for line in &case.lines {
            let found = parsed.find(&line.claim);
            all += 1;
            right += usize::from(line.claim.holds(&found));
            let fresh = line.claim.written(&found);
            if fresh != line.source {
                let _ = writeln!(stale, "{}: {fresh}", line.number);
            }
        }
    }
    assert!(stale.is_empty(), "{right} of {all} lines are right; these lines of news.txt are now:\n{stale}");
    assert!(right * 100 >= all * FLOOR, "{right} of {all} lines are right, less than {FLOOR} %");
}

/// A text and what is claimed about it.
struct Case<'a> {
    text: &'a str,
    lines: Vec<Line<'a>>,
}

/// A claim and where it is written.
struct Line<'a> {
    number: usize,
    source: String,
    claim: Claim<'a>,
}

/// What should come out.
enum Claim<'a> {
    /// The whole text with its borders.
    Borders(&'a str),
    /// A stretch of text, its words separated by spaces.
    Words(&'a str),
    /// A word, its relations of which one must hold, its head.
    Relation(&'a str, &'a str, &'a str),
}

/// The cases of a file; "#" begins a comment.
fn cases(source: &str) -> impl Iterator<Item = Case<'_>> {
    let numbered: Vec<(usize, &str)> = source.lines().enumerate().map(|(i, line)| (i + 1, line)).collect();
    let blocks: Vec<Vec<(usize, &str)>> = numbered
        .split(|(_, line)| line.trim().is_empty())
        .map(|block| {
            block.iter().copied().filter(|(_, line)| !line.starts_with("# ") && *line != "#").collect()
        })
        .collect();
    blocks.into_iter().filter(|b| !b.is_empty() && !b[0].1.starts_with("##")).map(|block| case(&block))
}

fn case<'a>(block: &[(usize, &'a str)]) -> Case<'a> {
    let (number, text) = block[0];
    // A mark about the borders is a line of its own below the text; without one the text itself is the line.
    let marked = block.get(1).filter(|(_, line)| line.starts_with("FIXME -> "));
    let (number, source) = marked.map_or((number, text), |&(n, line)| (n, line));
    let borders = Line { number, source: source.to_owned(), claim: Claim::Borders(text) };
    let rest = &block[1 + usize::from(marked.is_some())..];
    Case { text, lines: std::iter::once(borders).chain(rest.iter().map(|&(n, l)| line(n, l))).collect() }
}

fn line(number: usize, source: &str) -> Line<'_> {
    let plain = source.strip_prefix("FIXME ").unwrap_or(source).split(" -> ").next().unwrap_or("");
    let claim = match plain.strip_prefix("= ") {
        Some(words) => Claim::Words(words),
        None => match plain.split_whitespace().collect::<Vec<_>>()[..] {
            [dependent, relation, head] => Claim::Relation(dependent, relation, head),
            _ => panic!("news.txt:{number}: expected \"word relation head\", but found \"{source}\""),
        },
    };
    Line { number, source: source.to_owned(), claim }
}

impl Claim<'_> {
    fn holds(&self, found: &str) -> bool {
        match self {
            Claim::Borders(want) | Claim::Words(want) => found == *want,
            Claim::Relation(_, relations, head) => found.split_once(' ').is_some_and(|(deprel, of)| {
                let base = deprel.split(':').next().unwrap_or(deprel);
                of == *head && relations.split('|').any(|want| want == deprel || want == base)
            }),
        }
    }

    /// The line that says what was found.
    fn written(&self, found: &str) -> String {
        match (self, self.holds(found)) {
            (Claim::Borders(want), true) => (*want).to_owned(),
            (Claim::Borders(_), false) => format!("FIXME -> {found}"),
            (Claim::Words(want), true) => format!("= {want}"),
            (Claim::Words(want), false) => format!("FIXME = {want} -> {found}"),
            (Claim::Relation(word, relation, head), true) => format!("{word} {relation} {head}"),
            (Claim::Relation(word, relation, head), false) => {
                format!("FIXME {word} {relation} {head} -> {found}")
            }
        }
    }
}

/// A text and its analysis.
struct Parsed {
    text: String,
    sentences: Vec<Sentence>,
}

impl Parsed {
    fn new(marked: &str, coder: &Coder) -> Self {
        let text =
            marked.replace(" ⏎‖ ", "\n").replace(" ⏎ ", "\n").replace(" ¶ ", "\n\n").replace(" ‖ ", " ");
        let sentences = coder.parse(&text);
        Self { text, sentences }
    }

    fn find(&self, claim: &Claim) -> String {
        match *claim {
            Claim::Borders(_) => self.borders(),
            Claim::Words(words) => self.words(words),
            Claim::Relation(dependent, _, head) => self.relation(dependent, head),
        }
    }

    /// The text with borders where sentences end.
    fn borders(&self) -> String {
        let mut out = String::new();
        let mut end = 0;
        for sentence in &self.sentences {
            let gap = &self.text[end..sentence.span.start];
            out.push_str(match gap {
                _ if end == 0 => "",
                "" => "‖",
                "\n" => " ⏎‖ ",
                _ if gap.contains("\n\n") => " ¶ ",
                _ => " ‖ ",
            });
            out.push_str(&sentence.span.of(&self.text).replace("\n\n", " [¶] ").replace('\n', " ⏎ "));
            end = sentence.span.end;
        }
        out
    }

    /// How the stretch that is made of `words` is split.
    fn words(&self, words: &str) -> String {
        let spot = self.stretch(&words.replace(' ', ""));
        let tokens = self.tokens().filter(|(_, t)| t.span.start < spot.end && t.span.end > spot.start);
        tokens.map(|(_, t)| t.form.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Where `letters` stand, whatever white space is between them.
    fn stretch(&self, letters: &str) -> Span {
        let solid: Vec<(usize, char)> =
            self.text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        let wanted: Vec<char> = letters.chars().collect();
        let at = solid.windows(wanted.len()).position(|w| w.iter().map(|(_, c)| c).eq(&wanted));
        let at = at.unwrap_or_else(|| panic!("\"{letters}\" is not in \"{}\"", self.text));
        let (last, c) = solid[at + wanted.len() - 1];
        Span::new(solid[at].0, last + c.len_utf8())
    }

    /// Relation and head of `dependent`; heads that were asked for are written as they were asked for.
    fn relation(&self, dependent: &str, head: &str) -> String {
        let Some((sentence, token)) = self.token(dependent) else { return "absent".to_owned() };
        let Some(at) = token.head else { return format!("{} ROOT", token.deprel) };
        let found = &sentence.tokens[at];
        let asked = self.token(head).is_some_and(|(_, t)| std::ptr::eq(t, found));
        format!("{} {}", token.deprel, if asked { head } else { found.form.as_str() })
    }

    /// The token named by its form, "form#2" for the second of that form.
    fn token(&self, name: &str) -> Option<(&Sentence, &Token)> {
        let (form, nth) = match name.rsplit_once('#') {
            Some((form, nth)) if !form.is_empty() => (form, nth.parse::<usize>().ok()? - 1),
            _ => (name, 0),
        };
        self.tokens().filter(|(_, t)| t.form == form).nth(nth)
    }

    fn tokens(&self) -> impl Iterator<Item = (&Sentence, &Token)> {
        self.sentences.iter().flat_map(|s| s.tokens.iter().map(move |t| (s, t)))
    }
}
