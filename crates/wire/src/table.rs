//! Events as a table for a person.

use crate::record::{ActorRecord, EventRecord};
use demarche_pipeline::Document;
use std::fmt::Write as _;

/// Width of the table where the terminal does not say.
pub const TABLE_WIDTH: usize = 120;

/// Narrowest width of a column of parties.
const NARROW: usize = 14;

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
        let line = self.line(["when", "who", "does what", "to whom", "status", "on whose word"]);
        format!("{line}\n{}\n", "─".repeat(self.width.min(line.chars().count().max(NARROW))))
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
        let (who, whom) = (side(&event.actors), side(&event.recipients));
        self.line([&when, &who, &what, &whom, event.status, &said])
    }

    fn line(self, cells: [&str; 6]) -> String {
        const FIXED: [usize; 3] = [11, 22, 12];
        let parties = (self.width.saturating_sub(FIXED.iter().sum::<usize>() + 8) / 3).max(NARROW);
        let widths = [FIXED[0], parties, FIXED[1], parties, FIXED[2], parties];
        let cells = cells.iter().zip(widths).map(|(cell, width)| {
            let cell = cut(&visible(cell), width);
            let pad = width - cell.chars().count();
            format!("{cell}{}", " ".repeat(pad))
        });
        let line = cells.collect::<Vec<_>>().join(" ");
        format!("  {}", line.trim_end())
    }
}

fn side(parties: &[ActorRecord<'_>]) -> String {
    parties.iter().map(party).collect::<Vec<_>>().join(" + ")
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

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
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
    fn long_cells_are_cut_with_a_sign() {
        assert_eq!(cut("Ankara", 4), "Ank…");
        assert_eq!(cut("Ankara", 6), "Ankara");
    }
}
