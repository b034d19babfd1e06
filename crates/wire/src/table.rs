//! Events as a table for a person.

use crate::record::{ActorRecord, EventRecord};
use demarche_pipeline::Document;
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Width of the table where the terminal does not say.
pub const TABLE_WIDTH: usize = 120;

/// Narrowest width of a column of parties.
const NARROW: usize = 10;

/// Width from which a line has room for words of the report.
const ROOMY: usize = 140;

/// Columns before each event.
const INDENT: usize = 2;

/// Lays events out for a terminal: a heading for each document, a line for each event, readable without colour.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Characters in a line.
    width: usize,
}

impl Table {
    /// A table as wide as the terminal.
    pub const fn new(width: usize) -> Self {
        Self { width }
    }

    /// The legend above the first document.
    pub fn legend(self) -> String {
        let line = self.line([
            "when",
            "who",
            "does what",
            "to whom",
            "status",
            "on whose word",
            "in the words of the report",
        ]);
        format!("{line}\n{}\n", "─".repeat(self.width.min(line.width().max(NARROW))))
    }

    /// A document with its events; a document without events is one line that says so.
    pub fn document(self, document: &Document, events: &[EventRecord<'_>]) -> String {
        let mut out = String::new();
        let title = document.title.as_deref().unwrap_or(&document.id);
        let date = document.date.map_or("undated   ".to_owned(), |d| d.to_string());
        let none = if events.is_empty() { "  (no event)" } else { "" };
        let _ = writeln!(out, "{}", cut(&format!("{date}  {}{none}", visible(title)), self.width));
        for event in events {
            let _ = writeln!(out, "{}", self.event(event));
        }
        out
    }

    fn event(self, event: &EventRecord<'_>) -> String {
        let when = match (&event.date, &event.date_default) {
            (Some(date), _) if date.from == date.to => date.from.clone(),
            (Some(date), _) => format!("{}…", date.from),
            (None, Some(day)) => format!("{day}*"),
            (None, None) => String::new(),
        };
        let mode = event.mode.map(|m| format!("/{m}")).unwrap_or_default();
        let what = format!("{}{mode}", event.event);
        let said = event.attribution.iter().filter_map(|s| s.speaker.as_ref()).map(party);
        let said = said.collect::<Vec<_>>().join(" ← ");
        let widths = self.widths();
        let (who, whom) = (side(&event.actors, widths[1]), side(&event.recipients, widths[3]));
        let words = around(&visible(event.text), &visible(event.trigger.text), widths[6]);
        self.line([&when, &who, &what, &whom, event.status, &said, &words])
    }

    /// Widths of the columns; the last is 0 where the terminal has no room for words of the report.
    fn widths(self) -> [usize; 7] {
        const FIXED: [usize; 3] = [11, 20, 12];
        let gaps = if self.width < ROOMY { INDENT + 5 } else { INDENT + 6 };
        let rest = self.width.saturating_sub(FIXED.iter().sum::<usize>() + gaps);
        let parties = (if self.width < ROOMY { rest / 3 } else { rest / 5 }).max(NARROW);
        let words = if self.width < ROOMY { 0 } else { rest.saturating_sub(3 * parties) };
        [FIXED[0], parties, FIXED[1], parties, FIXED[2], parties, words]
    }

    fn line(self, cells: [&str; 7]) -> String {
        let cells = cells.iter().zip(self.widths()).map(|(cell, width)| {
            let cell = cut(&visible(cell), width);
            let pad = width.saturating_sub(cell.width());
            format!("{cell}{}", " ".repeat(pad))
        });
        let line = cells.collect::<Vec<_>>().join(" ");
        format!("{}{}", " ".repeat(INDENT), line.trim_end())
    }
}

/// The parties of one side: codes and names where they fit, else codes alone.
fn side(parties: &[ActorRecord<'_>], width: usize) -> String {
    let full = parties.iter().map(party).collect::<Vec<_>>().join(" + ");
    if parties.len() < 2 || full.width() <= width {
        return full;
    }
    let short = |a: &ActorRecord<'_>| if a.code == "---" { party(a) } else { a.code.clone() };
    parties.iter().map(short).collect::<Vec<_>>().join(" + ")
}

/// A party as "USAGOV Donald Trump".
fn party(actor: &ActorRecord<'_>) -> String {
    let name = actor.name.unwrap_or(actor.text);
    if actor.code == "---" { name.to_owned() } else { format!("{} {name}", actor.code) }
}

/// One line without control characters: what a document holds must not steer the terminal.
fn visible(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of a text as `width` columns hold, with a sign where it is cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut room = width.saturating_sub(1);
    for c in text.chars() {
        let Some(left) = room.checked_sub(c.width().unwrap_or(0)) else { break };
        room = left;
        short.push(c);
    }
    if width > 0 {
        short.push('…');
    }
    short
}

/// The part of a sentence that shows its trigger in `width` columns, beginning at a word.
fn around(sentence: &str, trigger: &str, width: usize) -> String {
    let Some(at) = sentence.find(trigger).filter(|&at| at > 0) else { return cut(sentence, width) };
    let until = sentence.get(..at + trigger.len()).unwrap_or(sentence);
    if until.width() < width {
        return cut(sentence, width);
    }
    // A third of the room is for what stands before the trigger.
    let before = sentence.get(..at).unwrap_or("");
    let mut words = before.char_indices().filter(|&(_, c)| c == ' ').map(|(space, _)| space + 1);
    let start = words.find(|&word| before[word..].width() <= width / 3).unwrap_or(at);
    cut(&format!("…{}", sentence.get(start..).unwrap_or("")), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_steer_the_terminal() {
        let document = Document { id: "x\u{1b}[2Jy\nz".to_owned(), ..Document::default() };
        let shown = Table::new(80).document(&document, &[]);
        assert_eq!(shown, "undated     x [2Jy z  (no event)\n");
    }

    #[test]
    fn wide_characters_and_marks_keep_the_columns_straight() {
        assert_eq!(cut("習近平主席", 7), "習近平…");
        assert_eq!(cut("e\u{301}e\u{301}", 2), "e\u{301}e\u{301}");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn the_words_shown_hold_the_trigger() {
        let sentence = "After days of talks in Geneva, Turkey warned Syria not to attack Idlib.";
        assert_eq!(around(sentence, "warned", 100), sentence);
        assert_eq!(around(sentence, "warned", 40), "…Turkey warned Syria not to attack Idli…");
        assert_eq!(around(sentence, "days", 14), "After days of…");
        assert_eq!(around(sentence, "not there", 9), "After da…");
    }

    #[test]
    fn long_cells_are_cut_with_a_sign() {
        assert_eq!(cut("Ankara", 4), "Ank…");
        assert_eq!(cut("Ankara", 6), "Ankara");
    }
}
