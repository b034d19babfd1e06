//! What users add to a coder: rules, actors and places of their own, as the contents of files that the edges read.

use crate::{Coder, CoderError, MODEL, VERSION, base, gazetteer};
use demarche_actors::{Base, BaseError};
use demarche_events::{Ontology, RuleError, Rules};
use demarche_places::{Gazetteer, Image, ImageError};
use demarche_syntax::Model;
use std::borrow::Cow;

/// A file as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnFile {
    /// Its name in messages; of a rule and of a list, its id.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// Rules, actors and places of the user's own.
///
/// ```
/// use demarche_pipeline::{Document, Own, OwnFile};
/// let actors = OwnFile { name: "mine.txt".into(), content: b"GONDOR [GON]\n".to_vec() };
/// let own = Own { actors: vec![actors], ..Own::default() };
/// assert!(own.version().starts_with(demarche_pipeline::VERSION));
/// let text = "Gondor attacked Russia on Monday.".to_owned();
/// let coded = own.coder()?.code(&Document { text, ..Document::default() });
/// assert_eq!(coded.events[0].actors[0].actor.code(), "GON");
/// # Ok::<(), demarche_pipeline::OwnError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Coding rules instead of the built-in ones; none where those are used.
    pub rules: Option<OwnRules>,
    /// Dictionaries of actors beside the built-in ones: tables, or PETRARCH or TABARI dictionaries.
    pub actors: Vec<OwnFile>,
    /// Gazetteers that `demarche places import` made, beside the built-in one.
    pub gazetteers: Vec<OwnFile>,
}

/// Coding rules, the lists of words that they name, and the ontology that they code in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnRules {
    /// `ontology.toml`: categories and contexts that are not PLOVER's, and whether the built-in rules stay.
    pub ontology: Option<OwnFile>,
    /// TOML files; the name of each is its id, the path below `events/` without extension.
    pub rules: Vec<OwnFile>,
    /// TSV files; the name of each is the path below `lists/` without extension.
    pub lists: Vec<OwnFile>,
}

/// Why something of the user's own is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OwnError {
    /// A rule file.
    #[error("{0}")]
    Rules(#[from] RuleError),
    /// A rule file or list that is no text.
    #[error("{file}: expected UTF-8, but found other bytes")]
    Text {
        /// The file.
        file: String,
    },
    /// A dictionary of actors.
    #[error("{file}: {error}")]
    Actors {
        /// The file.
        file: String,
        /// What is wrong with it.
        error: BaseError,
    },
    /// A gazetteer.
    #[error("{file}: {error}")]
    Gazetteer {
        /// The file.
        file: String,
        /// What is wrong with it.
        error: ImageError,
    },
    /// The program's own model.
    #[error("{0}")]
    Coder(#[from] CoderError),
}

impl Own {
    /// The coder with all of it.
    ///
    /// # Errors
    /// Names the file that is refused.
    pub fn coder(&self) -> Result<Coder, OwnError> {
        let coder = match &self.rules {
            None => Coder::builtin()?,
            Some(own) => Coder::new(Model::read(MODEL).map_err(CoderError::from)?, own.read()?),
        };
        Ok(coder.with_base(self.base()?).with_gazetteer(self.gazetteer()?))
    }

    /// The built-in actors with the user's.
    ///
    /// # Errors
    /// Names the dictionary that is none, and the line.
    pub fn base(&self) -> Result<Cow<'static, Base>, OwnError> {
        let mut all = Cow::Borrowed(base());
        for file in &self.actors {
            // Old dictionaries are not always UTF-8; what is lost is a letter of a name.
            let text = String::from_utf8_lossy(&file.content);
            let added = all.to_mut().add_dictionary(&text);
            added.map_err(|error| OwnError::Actors { file: file.name.clone(), error })?;
        }
        Ok(all)
    }

    /// The built-in gazetteer with the user's.
    ///
    /// # Errors
    /// Names the file that is no gazetteer.
    pub fn gazetteer(&self) -> Result<Cow<'static, Gazetteer>, OwnError> {
        let mut all = Cow::Borrowed(gazetteer());
        for file in &self.gazetteers {
            let image = Image::new(file.content.clone());
            let image = image.map_err(|error| OwnError::Gazetteer { file: file.name.clone(), error })?;
            all.to_mut().add(image);
        }
        Ok(all)
    }

    /// The version of the coder, with a digest of the user's own rules and actors where there are any.
    pub fn version(&self) -> String {
        let contents = self.actors.iter().map(|file| file.content.as_slice());
        let rules = self.rules.iter().flat_map(|own| own.rules.iter().chain(&own.lists).chain(&own.ontology));
        let named = rules.flat_map(|file| [file.name.as_bytes(), file.content.as_slice()]);
        let mut parts = contents.chain(named).peekable();
        if parts.peek().is_none() {
            return VERSION.to_owned();
        }
        format!("{VERSION}.own-{:016x}", parts.fold(DIGEST_OF_NOTHING, digest))
    }
}

impl OwnRules {
    fn read(&self) -> Result<Rules, OwnError> {
        let (rules, lists) = (texts(&self.rules)?, texts(&self.lists)?);
        let ontology = match self.ontology.as_slice() {
            [file] => Ontology::read(text(file)?)?,
            _ => Ontology::default(),
        };
        Ok(Rules::from_files(&rules, &lists, &ontology)?)
    }
}

fn texts(files: &[OwnFile]) -> Result<Vec<(&str, &str)>, OwnError> {
    files.iter().map(|file| Ok((file.name.as_str(), text(file)?))).collect()
}

fn text(file: &OwnFile) -> Result<&str, OwnError> {
    std::str::from_utf8(&file.content).map_err(|_| OwnError::Text { file: file.name.clone() })
}

const DIGEST_OF_NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, 64 bits (Fowler, Noll, Vo), over one more part: enough to tell two states of somebody's rules apart.
fn digest(seed: u64, part: &[u8]) -> u64 {
    let bytes = part.iter().chain(&[0xff]);
    bytes.fold(seed, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &[u8]) -> OwnFile {
        OwnFile { name: name.to_owned(), content: content.to_vec() }
    }

    fn error(own: &Own) -> String {
        own.coder().err().map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn refusals_name_the_file() {
        let actors =
            Own { actors: vec![file("mine.txt", b"GONDOR [GON]\nMONTHS LATER\n")], ..Own::default() };
        insta::assert_snapshot!(error(&actors), @"mine.txt: the dictionary:2: expected a code in brackets, but found `MONTHS LATER`");
        let places = Own { gazetteers: vec![file("mine.gaz", b"Paris")], ..Own::default() };
        insta::assert_snapshot!(error(&places), @"mine.gaz: expected a gazetteer made by `demarche places import`, but found something else");
        let latin =
            OwnRules { rules: vec![file("consult/visit", b"doc = \"K\xf6ln\"")], ..OwnRules::default() };
        insta::assert_snapshot!(error(&Own { rules: Some(latin), ..Own::default() }), @"consult/visit: expected UTF-8, but found other bytes");
    }

    #[test]
    fn what_is_added_changes_the_version() {
        let actors = |content: &[u8]| Own { actors: vec![file("a", content)], ..Own::default() }.version();
        assert_eq!(Own::default().version(), VERSION);
        assert_ne!(actors(b"A [B]\n"), VERSION);
        assert_ne!(actors(b"A [B]\n"), actors(b"A [C]\n"));
    }
}
