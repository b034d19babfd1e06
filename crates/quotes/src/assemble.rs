//! Puts cues and quotations together into attributions.

use crate::Attribution;
use crate::cues::{self, Draft};
use crate::direct::{Claim, Cues};
use crate::lexicon::{Complement, Kind};
use crate::marks::{self, Quote};
use crate::source::trim;
use crate::speaker::Speakers;
use crate::tree::Tree;
use crate::turns::turn;
use demarche_text::Span;

/// Everything that is known of a text before attributions are made.
pub(crate) struct Assembly<'a> {
    pub(crate) text: &'a str,
    pub(crate) trees: &'a [Tree<'a>],
    pub(crate) speakers: &'a Speakers<'a>,
}

impl Assembly<'_> {
    /// Every attribution of the text, in order.
    pub(crate) fn run(&self) -> Vec<Attribution> {
        let paragraphs = marks::paragraphs(self.text);
        let quotes = marks::quotes(self.text, &paragraphs);
        let (drafts, turns) = self.drafts(&paragraphs, &quotes);
        let claims = Cues::new(self.text, &paragraphs, self.trees, &drafts).claims(&quotes);
        let mut mine: Vec<Vec<Quote>> = vec![Vec::new(); drafts.len()];
        let mut out: Vec<Attribution> = Vec::new();
        for (quote, claim) in quotes.iter().zip(&claims) {
            match claim {
                Some(Claim { draft, carried: false }) => mine[*draft].push(*quote),
                Some(Claim { draft, carried: true }) => out.extend(self.carried(&drafts[*draft], *quote)),
                None => {}
            }
        }
        for (at, (draft, claimed)) in drafts.iter().zip(&mine).enumerate() {
            let turn = turns.iter().find(|(d, _)| *d == at).map(|(_, content)| *content);
            out.extend(self.attribution(draft, claimed, turn, &quotes, &claims));
        }
        nested(self.text, &mut out);
        out.sort_by_key(Attribution::position);
        out
    }

    /// The drafts in order of the text, and of those that are turns what is spoken.
    fn drafts(&self, paragraphs: &[Span], quotes: &[Quote]) -> (Vec<Draft>, Vec<(usize, Span)>) {
        let (mut drafts, mut turns) = (Vec::new(), Vec::new());
        let mut next = 0;
        for (number, tree) in self.trees.iter().enumerate() {
            let start = tree.sentence().span.start;
            while paragraphs.get(next).is_some_and(|p| p.start < start) {
                next += 1;
            }
            let opens = paragraphs.get(next).filter(|p| p.start == start);
            if let Some(turn) = opens.and_then(|p| turn(self.text, tree, number, *p, quotes)) {
                turns.push((drafts.len(), turn.content));
                drafts.push(turn.draft);
            }
            drafts.extend(cues::drafts(tree, number));
        }
        (drafts, turns)
    }

    /// One attribution; `None` where the cue has neither complement nor quotation.
    fn attribution(
        &self,
        draft: &Draft,
        claimed: &[Quote],
        turn: Option<Span>,
        quotes: &[Quote],
        claims: &[Option<Claim>],
    ) -> Option<Attribution> {
        let tree = &self.trees[draft.sentence];
        let cue = tree.span(&draft.cue);
        let source = draft.source.as_ref().map(|s| self.with_comma(tree.span(s)));
        let mut content = self.syntactic(draft, claimed, cue);
        for piece in &mut content {
            Self::complete(piece, cue, quotes, claims);
        }
        content.extend(claimed.iter().map(|q| q.outer));
        content.extend(turn);
        let clause = source.map_or(cue, |s| s.hull(cue));
        let content = without(self.text, merge(self.text, content), cue, source);
        let content: Vec<Span> = content.into_iter().filter_map(|s| tidy(self.text, s)).collect();
        if content.is_empty() {
            return None;
        }
        let rule = if claimed.is_empty() { draft.rule } else { "direct" };
        let inside = Self::quoted(&content, clause, quotes);
        Some(self.finish(draft, source, content, inside, rule))
    }

    /// The complement, unless quotations say better where the content is.
    fn syntactic(&self, draft: &Draft, claimed: &[Quote], cue: Span) -> Vec<Span> {
        let tree = &self.trees[draft.sentence];
        let Some(found) = &draft.found else { return self.lead(draft, claimed, cue) };
        let spans = found.words.iter().map(|w| tree.span(&trim(tree, w.clone()))).filter(|s| !s.is_empty());
        let clause_or_none = found.complement == Complement::That;
        spans
            .filter(|s| {
                claimed.is_empty() || (clause_or_none && claimed.iter().any(|q| q.outer.overlaps(*s)))
            })
            .collect()
    }

    /// What stands between the start of the sentence and a quotation that ends right before the cue: `They "had
    /// chemistry," said X`.
    fn lead(&self, draft: &Draft, claimed: &[Quote], cue: Span) -> Vec<Span> {
        let sentence = self.trees[draft.sentence].sentence().span;
        let Some(first) = claimed.first().filter(|q| q.outer.end <= cue.start) else { return Vec::new() };
        let lead = Span::new(sentence.start, first.outer.start.max(sentence.start));
        let whole = first.inner.of(self.text).starts_with(char::is_uppercase);
        if lead.is_empty() || whole { Vec::new() } else { vec![lead] }
    }

    /// Widens a piece of content to the quotations that it shares words with.
    fn complete(piece: &mut Span, cue: Span, quotes: &[Quote], claims: &[Option<Claim>]) {
        let from = quotes.partition_point(|q| q.outer.end <= piece.start);
        for at in from..quotes.len() {
            let quote = quotes[at];
            // A closing mark right behind the piece is its own.
            if quote.outer.start >= piece.end {
                break;
            }
            if quote.outer.contains(cue) || claims[at].is_some_and(|c| c.carried) {
                continue;
            }
            *piece = piece.hull(quote.outer);
        }
    }

    /// The parts of the content between quotation marks.
    fn quoted(content: &[Span], clause: Span, quotes: &[Quote]) -> Vec<Span> {
        let mut out = Vec::new();
        for span in content {
            let from = quotes.partition_point(|q| q.outer.end <= span.start);
            let here = quotes[from..].iter().take_while(|q| q.outer.start < span.end);
            out.extend(here.filter(|q| !q.outer.contains(clause)).map(|q| q.inner));
        }
        out.dedup();
        out
    }

    /// A source with an apposition takes the comma that closes it.
    fn with_comma(&self, source: Span) -> Span {
        let next = self.text.get(source.end..).and_then(|t| t.chars().next());
        let inner = source.of(self.text).contains(", ");
        if inner && next == Some(',') { Span::new(source.start, source.end + 1) } else { source }
    }

    fn carried(&self, draft: &Draft, quote: Quote) -> Option<Attribution> {
        let tree = &self.trees[draft.sentence];
        let source = draft.source.as_ref().map(|s| self.with_comma(tree.span(s)));
        let content = tidy(self.text, quote.outer)?;
        Some(self.finish(draft, source, vec![content], vec![quote.inner], "carried"))
    }

    fn finish(
        &self,
        draft: &Draft,
        source: Option<Span>,
        content: Vec<Span>,
        quoted: Vec<Span>,
        rule: &'static str,
    ) -> Attribution {
        let tree = &self.trees[draft.sentence];
        let medium = self.speakers.medium(tree, draft);
        Attribution {
            sentence: draft.sentence,
            cue_token: Some(draft.token),
            source: source.into_iter().collect(),
            cue: vec![tree.span(&draft.cue)],
            content,
            quoted,
            speaker: self.speakers.speaker(tree, draft),
            medium: medium.mention,
            medium_span: medium.span,
            kind: draft.kind,
            denies: draft.denies,
            vouches: vouches(draft, rule),
            rule,
        }
    }
}

/// True where the source stands for the content: a claim, not an attitude or a wish.
fn vouches(draft: &Draft, rule: &str) -> bool {
    match draft.found.as_ref().map(|f| f.complement) {
        _ if rule == "direct" || rule == "carried" => true,
        None | Some(Complement::That | Complement::Clause) => true,
        Some(Complement::Object | Complement::To | Complement::As | Complement::Raise | Complement::Ing) => {
            matches!(draft.kind, Kind::Say | Kind::Tell | Kind::Deny | Kind::Show | Kind::Know)
        }
        Some(_) => false,
    }
}

/// Sorts and joins pieces that touch, over white space.
fn merge(text: &str, mut pieces: Vec<Span>) -> Vec<Span> {
    pieces.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match out.last_mut() {
            Some(last) if piece.start <= last.end || blank(text, last.end, piece.start) => {
                *last = last.hull(piece);
            }
            _ => out.push(piece),
        }
    }
    out
}

fn blank(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|gap| gap.trim().is_empty())
}

/// Takes the cue and the source out of pieces that run over them.
fn without(text: &str, pieces: Vec<Span>, cue: Span, source: Option<Span>) -> Vec<Span> {
    let mut out = pieces;
    for hole in std::iter::once(cue).chain(source) {
        out = out.into_iter().flat_map(|piece| cut(piece, hole)).collect();
    }
    out.retain(|piece| piece.of(text).contains(char::is_alphanumeric));
    out
}

fn cut(piece: Span, hole: Span) -> impl Iterator<Item = Span> {
    let parts = if piece.overlaps(hole) {
        [Span::new(piece.start, hole.start), Span::new(hole.end, piece.end)]
    } else {
        [piece, Span::new(piece.end, piece.end)]
    };
    parts.into_iter().filter(|s| !s.is_empty())
}

/// Drops white space and loose punctuation at both ends of a piece; quotation marks stay.
fn tidy(text: &str, piece: Span) -> Option<Span> {
    let body = piece.of(text);
    let start = body.len()
        - body.trim_start_matches([' ', '\n', '\r', '\t', '\u{a0}', ',', ';', ':', '—', '–', '.']).len();
    let end = body.trim_end_matches([' ', '\n', '\r', '\t', '\u{a0}', ',', ';', ':', '—', '–']).len();
    let end = if body[..end].ends_with('.') && !body[..end].ends_with("..") && !abbreviated(&body[..end]) {
        end - 1
    } else {
        end
    };
    (start < end).then(|| Span::new(piece.start + start, piece.start + end))
}

/// True for a text that ends in "U.S." and the like.
fn abbreviated(body: &str) -> bool {
    let last = body.rsplit(char::is_whitespace).next().unwrap_or("");
    last.len() > 2 && last[..last.len() - 1].contains('.')
}

fn is_pronoun(source: &str) -> bool {
    const PRONOUNS: [&str; 8] = ["i", "we", "you", "he", "she", "it", "they", "who"];
    PRONOUNS.iter().any(|p| source.eq_ignore_ascii_case(p))
}

/// Keeps of attributions whose cue stands in another's content only those that make a claim of their own; a pronoun
/// there mostly means the outer speaker, whose word it is anyway.
fn nested(text: &str, all: &mut Vec<Attribution>) {
    let hulls: Vec<Span> = all.iter().flat_map(|a| a.content.iter().copied()).collect();
    let mut reach: Vec<Span> = hulls;
    reach.sort_unstable();
    let covered = |cue: Span| {
        let to = reach.partition_point(|s| s.start <= cue.start);
        reach[..to].iter().rev().take(16).any(|s| s.contains(cue))
    };
    let pronoun = |a: &Attribution| a.source.first().is_some_and(|s| is_pronoun(s.of(text)));
    let adds = |a: &Attribution| a.vouches && a.rule != "obj" && (a.denies || !pronoun(a));
    all.retain(|a| adds(a) || !a.cue.iter().any(|c| covered(*c)));
}
