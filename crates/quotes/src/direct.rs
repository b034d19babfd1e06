//! Which cue introduces which quotation.
//!
//! A quotation belongs to the cue right behind it ("…," said X), else to the cue right before it (X said: "…"), else
//! it goes on with what the speaker of the quotation before it said.

use crate::cues::Draft;
use crate::marks::Quote;
use crate::tree::Tree;
use demarche_text::Span;

/// A quotation with the draft that introduces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Index of the draft.
    pub(crate) draft: usize,
    /// True where only the run of quotations tells the speaker.
    pub(crate) carried: bool,
}

/// What the drafts of a text look like to a quotation.
pub(crate) struct Cues<'a> {
    text: &'a str,
    paragraphs: &'a [Span],
    /// In order of the text.
    drafts: &'a [Draft],
    /// Of each draft: its cue, and the hull of cue and source.
    spans: Vec<(Span, Span)>,
    sentences: Vec<Span>,
}

impl<'a> Cues<'a> {
    /// Lays out the drafts; those inside a quotation cannot introduce another.
    pub(crate) fn new(text: &'a str, paragraphs: &'a [Span], trees: &[Tree], drafts: &'a [Draft]) -> Self {
        let layout = |d: &Draft| {
            let tree = &trees[d.sentence];
            let cue = tree.span(&d.cue);
            (cue, d.source.as_ref().map_or(cue, |s| tree.span(s).hull(cue)))
        };
        let sentences = trees.iter().map(|t| t.sentence().span).collect();
        Self { text, paragraphs, drafts, spans: drafts.iter().map(layout).collect(), sentences }
    }

    /// The claim on each quotation, in their order.
    pub(crate) fn claims(&self, quotes: &[Quote]) -> Vec<Option<Claim>> {
        let inside = self.inside(quotes);
        let mut out: Vec<Option<Claim>> = Vec::with_capacity(quotes.len());
        for (at, quote) in quotes.iter().enumerate() {
            let direct = self.behind(quote, &inside).or_else(|| self.before(quotes, at, &inside));
            let claim = direct.map(|draft| Claim { draft, carried: false });
            out.push(claim.or_else(|| self.carried(quotes, at, &out)));
        }
        out
    }

    /// Of each draft, whether its cue stands inside a quotation.
    fn inside(&self, quotes: &[Quote]) -> Vec<bool> {
        let within = |cue: Span| {
            let next = quotes.partition_point(|q| q.outer.end <= cue.start);
            quotes.get(next).is_some_and(|q| q.outer.contains(cue))
        };
        self.spans.iter().map(|&(cue, _)| within(cue)).collect()
    }

    /// "…," said X.
    fn behind(&self, quote: &Quote, inside: &[bool]) -> Option<usize> {
        let from = self.spans.partition_point(|(cue, _)| cue.start < quote.outer.end);
        let last = last_char(quote.inner.of(self.text));
        (from..self.drafts.len()).take(3).find(|&d| {
            let (_, clause) = self.spans[d];
            let start = clause.start.max(quote.outer.end);
            let gap = self.text.get(quote.outer.end..start).unwrap_or("x");
            let touching = clause.start >= quote.outer.end
                && gap.len() < 8
                && gap.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '—' | '–' | '-'));
            let ended = matches!(last, Some('.' | '…')) && !gap.starts_with(',');
            let own = self.says_more(d);
            self.drafts[d].quotes && !inside[d] && touching && !ended && (matches!(last, Some(',')) || !own)
        })
    }

    /// True where the draft's own content follows its cue.
    fn says_more(&self, draft: usize) -> bool {
        let draft = &self.drafts[draft];
        let after = draft.cue.end;
        draft.found.as_ref().is_some_and(|f| f.words.iter().any(|w| w.start >= after))
    }

    /// X said: "…", and X said in Y that "…".
    fn before(&self, quotes: &[Quote], at: usize, inside: &[bool]) -> Option<usize> {
        let quote = &quotes[at];
        let to = self.spans.partition_point(|(cue, _)| cue.start < quote.outer.start);
        let earlier = at.checked_sub(1).map_or(0, |p| quotes[p].outer.end);
        let draft = (0..to).rev().take(4).find(|&d| self.drafts[d].quotes && !inside[d])?;
        let (cue, clause) = self.spans[draft];
        let gap = self.text.get(clause.end..quote.outer.start)?;
        let lead = gap.trim_end();
        let same = self.sentence_at(quote.outer.start) == Some(self.drafts[draft].sentence);
        let introduced = if lead.ends_with(':') {
            gap.len() < 400
        } else {
            same && (lead.is_empty() || lead.ends_with(',') || lead == "that") && gap.len() < 200
        };
        let fresh = cue.start >= earlier || clause.end > earlier;
        (introduced && fresh && !lead.contains(['.', '?', '!'])).then_some(draft)
    }

    /// Index of the sentence around a byte.
    fn sentence_at(&self, at: usize) -> Option<usize> {
        let index = self.sentences.partition_point(|s| s.end <= at);
        self.sentences.get(index).filter(|s| s.start <= at).map(|_| index)
    }

    /// A quotation of whole sentences goes on with the one before it, in its paragraph or filling the next.
    fn carried(&self, quotes: &[Quote], at: usize, claims: &[Option<Claim>]) -> Option<Claim> {
        let previous = claims.last().copied().flatten()?;
        let (before, quote) = (&quotes[at - 1], &quotes[at]);
        if quote.paragraph > before.paragraph {
            let next = quote.paragraph == before.paragraph + 1;
            let fills = self.paragraphs[quote.paragraph] == quote.outer;
            let last = self.text[before.outer.end..self.paragraphs[before.paragraph].end].len() < 120;
            return (next && fills && last).then_some(Claim { carried: true, ..previous });
        }
        let end = self.sentences[self.drafts[previous.draft].sentence].end.max(before.outer.end);
        let between = self.text.get(end..quote.outer.start).unwrap_or("");
        let adjoins = between.chars().all(|c| !c.is_alphanumeric());
        let whole = quote.inner.of(self.text).starts_with(|c: char| c.is_uppercase() || c == '[')
            && matches!(last_char(quote.inner.of(self.text)), Some('.' | '?' | '!' | ',' | '…'));
        let starts =
            self.text[..quote.outer.start].trim_end().ends_with(['.', '?', '!', '"', '”', '\'', '’', '»']);
        (starts && (adjoins || whole)).then_some(Claim { carried: previous.carried || !adjoins, ..previous })
    }
}

fn last_char(text: &str) -> Option<char> {
    text.trim_end().chars().next_back()
}
