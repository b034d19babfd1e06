//! CoNLL-U, in and out (Universal Dependencies, format version 2).
//!
//! Named entities stand in MISC, as `NER=B-PER` and `NER=I-PER` (IOB2). Empty nodes, DEPS and all else in MISC but
//! `SpaceAfter=No` are not kept.

use crate::{Entity, Multiword, Sentence, Span, Str, Token};
use std::fmt::Write as _;

/// What a CoNLL-U file holds: the text, rebuilt, and the sentences that point into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Words and the white space between them; a line break after each sentence, an empty line before a paragraph.
    pub text: String,
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// Why a CoNLL-U text was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConlluError {
    /// A word line without its ten columns.
    #[error("line {line}: expected 10 columns separated by tabs, but found {found}")]
    Columns {
        /// From 1.
        line: usize,
        /// Columns that were there.
        found: usize,
    },
    /// A column that does not hold what it should.
    #[error("line {line}: expected {expected}, but found `{found}`")]
    Field {
        /// From 1.
        line: usize,
        /// What the column should hold.
        expected: &'static str,
        /// What it holds.
        found: String,
    },
}

/// Reads CoNLL-U.
///
/// # Errors
/// Names the line where a word line has not ten columns, an ID is out of sequence, a FORM is empty, UPOS is unknown, or a
/// HEAD lies outside its sentence.
///
/// # Source
/// <https://universaldependencies.org/format.html>
pub fn read(source: &str) -> Result<Read, ConlluError> {
    let mut out = Read::default();
    let mut sentence = Draft::default();
    for (at, line) in source.lines().enumerate() {
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            sentence.finish(&mut out)?;
        } else if let Some(comment) = line.strip_prefix('#') {
            sentence.comment(comment.trim_start());
        } else {
            sentence.word(at + 1, line, &mut out.text)?;
        }
    }
    sentence.finish(&mut out)?;
    Ok(out)
}

/// A sentence while its lines are read.
#[derive(Default)]
struct Draft {
    sentence: Sentence,
    /// (line, HEAD) of each word, checked when the length is known.
    heads: Vec<(usize, usize)>,
    /// End of the multiword token that is open: index of its last word, and whether a space follows it.
    open: Option<(usize, bool)>,
}

impl Draft {
    fn comment(&mut self, comment: &str) {
        if !comment.starts_with("text =") {
            self.sentence.comments.push(comment.to_owned());
        }
    }

    fn word(&mut self, line: usize, source: &str, text: &mut String) -> Result<(), ConlluError> {
        let columns: Vec<&str> = source.split('\t').collect();
        let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns.as_slice() else {
            return Err(ConlluError::Columns { line, found: columns.len() });
        };
        if id.contains('.') {
            return Ok(());
        }
        let field = |expected, found: &str| ConlluError::Field { line, expected, found: found.to_owned() };
        if form.is_empty() {
            return Err(field("a FORM", form));
        }
        let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
        let next = self.sentence.tokens.len();
        if let Some((first, last)) = id.split_once('-') {
            let range = first.parse::<usize>().ok().zip(last.parse::<usize>().ok());
            let (first, last) = range.ok_or_else(|| field("a range of IDs", id))?;
            if first != next + 1 || last < first {
                return Err(field("a range that starts at the next word", id));
            }
            let span = push(text, form, space_after);
            self.sentence.multiwords.push(Multiword { first: first - 1, last: last - 1, span });
            self.open = Some((last - 1, space_after));
            return Ok(());
        }
        if id.parse::<usize>() != Ok(next + 1) {
            return Err(field("the next ID", id));
        }
        let span = match self.open {
            Some(_) => self.sentence.multiwords.last().map(|m| m.span).unwrap_or_default(),
            None => push(text, form, space_after),
        };
        let last_of_open = self.open.is_some_and(|(last, _)| last == next);
        let space_after = match self.open {
            Some((_, after)) => last_of_open && after,
            None => space_after,
        };
        if last_of_open {
            self.open = None;
        }
        let head = if head == "_" { 0 } else { head.parse().map_err(|_| field("a HEAD", head))? };
        self.heads.push((line, head));
        self.sentence.tokens.push(Token {
            span,
            form: form.into(),
            lemma: lemma.into(),
            upos: upos.parse().map_err(|()| field("a UPOS tag", upos))?,
            xpos: blank(xpos),
            feats: blank(feats),
            head: head.checked_sub(1),
            deprel: blank(deprel),
            space_after,
        });
        let tag = misc.split('|').find_map(|m| m.strip_prefix("NER="));
        add_entity_word(&mut self.sentence.entities, next, tag.unwrap_or("O"));
        Ok(())
    }

    fn finish(&mut self, out: &mut Read) -> Result<(), ConlluError> {
        let mut sentence = std::mem::take(&mut self.sentence);
        let heads = std::mem::take(&mut self.heads);
        self.open = None;
        if sentence.tokens.is_empty() {
            // Comments that precede no word belong to the next sentence.
            self.sentence.comments = sentence.comments;
            return Ok(());
        }
        if let Some(&(line, head)) = heads.iter().find(|(_, head)| *head > sentence.tokens.len()) {
            return Err(ConlluError::Field {
                line,
                expected: "a HEAD within the sentence",
                found: head.to_string(),
            });
        }
        for at in 0..sentence.multiwords.len() {
            share(&mut sentence, at, &out.text);
        }
        sentence.span = sentence.tokens.iter().fold(sentence.tokens[0].span, |s, t| s.hull(t.span));
        out.text.truncate(sentence.span.end);
        out.text.push('\n');
        out.sentences.push(sentence);
        Ok(())
    }
}

/// Gives each word of a multiword token its part of the surface, where the words' forms add up to it.
fn share(sentence: &mut Sentence, at: usize, text: &str) {
    let Multiword { first, last, span } = sentence.multiwords[at].clone();
    let last = last.min(sentence.tokens.len() - 1);
    let words = &mut sentence.tokens[first..=last];
    let joined: String = words.iter().map(|t| t.form.as_str()).collect();
    if joined != span.of(text) {
        return;
    }
    let mut start = span.start;
    for word in words {
        word.span = Span::new(start, start + word.form.len());
        start = word.span.end;
    }
}

/// Reads the IOB2 tag of word `at`: `B-` opens an entity, `I-` goes on with one of its type or opens one, all else is none.
///
/// ```
/// let mut entities = Vec::new();
/// for (at, tag) in ["B-PER", "I-PER", "O", "I-LOC"].into_iter().enumerate() {
///     demarche_text::conllu::add_entity_word(&mut entities, at, tag);
/// }
/// assert_eq!(entities.iter().map(|e| (e.first, e.last)).collect::<Vec<_>>(), [(0, 1), (3, 3)]);
/// ```
///
/// # Source
/// Ramshaw and Marcus (1995), "Text Chunking using Transformation-Based Learning"; IOB2 as in CoNLL-2002.
pub fn add_entity_word(entities: &mut Vec<Entity>, at: usize, tag: &str) {
    let Some((side, kind)) = tag.split_once('-') else { return };
    match entities.last_mut() {
        Some(open) if side == "I" && open.last + 1 == at && open.kind == kind => open.last = at,
        _ => entities.push(Entity { first: at, last: at, kind: kind.into() }),
    }
}

/// Reads words with IOB2 tags: a word and its tag a line, separated by a tab; an empty line after each sentence; lines
/// that begin with `#` and have no tab are comments. Only forms and entities are set.
///
/// ```
/// let sentences = demarche_text::conllu::read_bio("Kim\tB-PER\nwaits\tO\n\nRome\tB-LOC\n").unwrap();
/// assert_eq!(sentences.len(), 2);
/// assert_eq!(sentences[1].entities[0].kind, "LOC");
/// assert!(demarche_text::conllu::read_bio("Kim").is_err());
/// ```
///
/// # Errors
/// Names the line that is none of these.
pub fn read_bio(source: &str) -> Result<Vec<Sentence>, ConlluError> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    for (at, line) in source.lines().enumerate() {
        if let Some((form, tag)) = line.split_once('\t') {
            add_entity_word(&mut sentence.entities, sentence.tokens.len(), tag);
            sentence.tokens.push(Token { form: form.into(), ..Token::default() });
        } else if line.is_empty() {
            sentences.push(std::mem::take(&mut sentence));
        } else if !line.starts_with('#') {
            let expected = "a word, a tab and a tag";
            return Err(ConlluError::Field { line: at + 1, expected, found: line.to_owned() });
        }
    }
    sentences.push(sentence);
    sentences.retain(|s| !s.tokens.is_empty());
    Ok(sentences)
}

fn push(text: &mut String, form: &str, space_after: bool) -> Span {
    let start = text.len();
    text.push_str(form);
    let span = Span::new(start, text.len());
    if space_after {
        text.push(' ');
    }
    span
}

fn blank(field: &str) -> Str {
    if field == "_" { Str::default() } else { field.into() }
}

/// Writes sentences as CoNLL-U, with a `# text` comment each; reading what was written gives the same sentences.
pub fn write(text: &str, sentences: &[Sentence]) -> String {
    let mut out = String::new();
    for sentence in sentences {
        write_sentence(&mut out, text, sentence);
    }
    out
}

/// Writes one sentence and the empty line after it.
pub fn write_sentence(out: &mut String, text: &str, sentence: &Sentence) {
    for comment in &sentence.comments {
        let _ = writeln!(out, "# {comment}");
    }
    let surface = sentence.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "# text = {surface}");
    let mut multiwords = sentence.multiwords.iter().peekable();
    let mut inside = 0;
    for (i, token) in sentence.tokens.iter().enumerate() {
        if let Some(m) = multiwords.next_if(|m| m.first == i) {
            let after = sentence.tokens.get(m.last).is_none_or(|t| t.space_after);
            let form = m.span.of(text);
            let _ =
                writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{}", m.first + 1, m.last + 1, misc(after));
            inside = m.last + 1;
        }
        let entity = sentence.entities.iter().find(|e| e.first <= i && i <= e.last);
        write_token(out, i, token, i < inside, entity);
    }
    out.push('\n');
}

fn write_token(out: &mut String, at: usize, token: &Token, in_multiword: bool, entity: Option<&Entity>) {
    let Token { form, lemma, upos, xpos, feats, head, deprel, .. } = token;
    let head = head.map_or(0, |h| h + 1);
    let space = misc(in_multiword || token.space_after);
    let misc = match entity {
        None => space.to_owned(),
        Some(Entity { first, kind, .. }) => {
            let side = if *first == at { 'B' } else { 'I' };
            let rest = if space == "_" { "" } else { "|SpaceAfter=No" };
            format!("NER={side}-{kind}{rest}")
        }
    };
    let (form, lemma, xpos) = (or_blank(form), or_blank(lemma), or_blank(xpos));
    let (feats, deprel) = (or_blank(feats), or_blank(deprel));
    let _ =
        writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{deprel}\t_\t{misc}", at + 1);
}

fn misc(space_after: bool) -> &'static str {
    if space_after { "_" } else { "SpaceAfter=No" }
}

fn or_blank(field: &str) -> &str {
    if field.is_empty() { "_" } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONT: &str = "# sent_id = a\n# text = I don't know.\n\
        1\tI\tI\tPRON\tPRP\t_\t4\tnsubj\t_\t_\n\
        2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_\n\
        3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_\n\
        4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n";

    #[test]
    fn what_is_written_is_what_was_read() {
        let read = read(DONT).unwrap();
        assert_eq!(read.text, "I don't know.\n");
        assert_eq!(write(&read.text, &read.sentences), DONT);
    }

    #[test]
    fn entities_are_read_and_written() {
        let source = "# text = Kim Jong Un's Seoul\n\
            1\tKim\t_\tPROPN\t_\t_\t0\troot\t_\tNER=B-PER\n\
            2-3\tUn's\t_\t_\t_\t_\t_\t_\t_\t_\n\
            2\tUn\t_\tPROPN\t_\t_\t1\tflat\t_\tNER=I-PER\n\
            3\t's\t_\tPART\t_\t_\t1\tcase\t_\t_\n\
            4\tSeoul\t_\tPROPN\t_\t_\t1\tdep\t_\tNER=B-LOC|SpaceAfter=No\n\n"
            .replace("Kim Jong Un's Seoul", "Kim Un's Seoul");
        let read = read(&source).unwrap();
        let entities: Vec<_> =
            read.sentences[0].entities.iter().map(|e| (e.first, e.last, e.kind.as_str())).collect();
        assert_eq!(entities, [(0, 1, "PER"), (3, 3, "LOC")]);
        assert_eq!(write(&read.text, &read.sentences), source);
    }

    #[test]
    fn words_of_a_multiword_token_have_their_own_spans() {
        let read = read(DONT).unwrap();
        let words: Vec<&str> = read.sentences[0].tokens.iter().map(|t| t.span.of(&read.text)).collect();
        assert_eq!(words, ["I", "do", "n't", "know", "."]);
    }

    #[test]
    fn refusals_name_the_line() {
        let error = |source: &str| read(source).unwrap_err().to_string();
        insta::assert_snapshot!(error("# a\n1\tI\n"), @"line 2: expected 10 columns separated by tabs, but found 2");
        insta::assert_snapshot!(
            error("1\tI\tI\tPRON\t_\t_\t9\troot\t_\t_\n"),
            @"line 1: expected a HEAD within the sentence, but found `9`"
        );
        insta::assert_snapshot!(
            error("1\tI\tI\tPRONOUN\t_\t_\t0\troot\t_\t_\n"),
            @"line 1: expected a UPOS tag, but found `PRONOUN`"
        );
        insta::assert_snapshot!(
            error("1\t\tI\tPRON\t_\t_\t0\troot\t_\t_\n"),
            @"line 1: expected a FORM, but found ``"
        );
        insta::assert_snapshot!(
            error("2\tI\tI\tPRON\t_\t_\t0\troot\t_\t_\n"),
            @"line 1: expected the next ID, but found `2`"
        );
    }
}
