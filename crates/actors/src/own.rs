//! Codes of the user's own dictionaries, put together as TABARI and PETRARCH do: the actor's code, then its agents'.
//!
//! "Danish Islamist media" of `DNK`, `~MUS` and `~MED` are `DNKMUSMED`; what stands before the tilde goes in front.

use crate::{Sector, Str};

/// Length of a part of a code.
const PART: usize = 3;

/// What a common noun adds to the code of whom it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Of a dictionary, behind: `~GOV`.
    Behind(Str),
    /// Of a dictionary, in front: `NGO~`.
    Before(Str),
    /// Of a noun that no dictionary has: it says something only where nothing else does.
    Plain(Sector),
}

impl Part {
    /// Reads what a dictionary has in brackets: `~GOV`, `NGO~`; nothing where it is empty or means nobody.
    pub fn read(code: &str) -> Option<Self> {
        let (before, after) = code.split_once('~')?;
        let part = |code: &str| Str::from(code.trim().to_uppercase());
        match (part(before), part(after)) {
            (before, after) if !after.is_empty() && before.is_empty() => Some(Self::Behind(after)),
            (before, _) if !before.is_empty() => Some(Self::Before(before)),
            _ => None,
        }
    }

    /// True for a part that a dictionary gives.
    pub const fn is_given(&self) -> bool {
        !matches!(self, Self::Plain(_))
    }
}

/// An actor's code with what nouns add to it, in the order of the text; a part that it has already is not repeated.
pub(crate) fn compose(actor: &str, parts: &[Part]) -> Str {
    let mut code = String::from(actor);
    for part in parts {
        match part {
            Part::Before(front) if !code.starts_with(front.as_str()) => code.insert_str(0, front),
            Part::Behind(parts) => append(&mut code, parts),
            Part::Plain(sector) if code.len() <= PART => append(&mut code, sector.as_str()),
            Part::Before(_) | Part::Plain(_) => {}
        }
    }
    code.into()
}

fn append(code: &mut String, parts: &str) {
    for part in parts.as_bytes().chunks(PART).filter_map(|p| std::str::from_utf8(p).ok()) {
        let has = code.as_bytes().chunks(PART).any(|own| own == part.as_bytes());
        if !has {
            code.push_str(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(actor: &str, parts: &[&str]) -> Str {
        let parts: Vec<Part> = parts.iter().filter_map(|p| Part::read(p)).collect();
        compose(actor, &parts)
    }

    #[test]
    fn agents_follow_their_actor() {
        assert_eq!(composed("ARN", &["~GOVFRM"]), "ARNGOVFRM");
        assert_eq!(composed("DNK", &["~MUS", "~MED"]), "DNKMUSMED");
        assert_eq!(composed("ARN", &["NGO~", "~GOV"]), "NGOARNGOV");
        assert_eq!(composed("USAGOV", &["~GOV"]), "USAGOV");
        assert_eq!(composed("", &["~MOP"]), "MOP");
    }

    #[test]
    fn a_noun_of_no_dictionary_speaks_where_nothing_else_does() {
        assert_eq!(compose("ARN", &[Part::Plain(Sector::Mil)]), "ARNMIL");
        assert_eq!(compose("USAEDU", &[Part::Plain(Sector::Cvl)]), "USAEDU");
    }
}
