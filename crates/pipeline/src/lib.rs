//! The facade: a [`Document`] in, every layer and its events out.
//!
//! ```
//! use demarche_pipeline::{Coder, Document};
//! let coder = Coder::builtin()?;
//! let document = Document {
//!     text: "Russian jets bombed Idlib on Monday.".to_owned(),
//!     date: Some(jiff::civil::date(2018, 9, 5)),
//!     ..Document::default()
//! };
//! let coded = coder.code(&document);
//! assert_eq!(coded.events[0].category.as_str(), "ASSAULT");
//! assert_eq!(coded.events[0].actors[0].actor.country.as_deref(), Some("RUS"));
//! # Ok::<(), demarche_pipeline::CoderError>(())
//! ```
//!
//! It leaves out reading documents and writing records.

use demarche_actors::{Actor, Base, Mention};
use demarche_events::{Analysis, Event, RuleError, Rules};
use demarche_places::{Gazetteer, Place};
use demarche_quotes::Attribution;
use demarche_syntax::{Model, ModelError};
use demarche_text::{GivenMention, Sentence, Span};
use demarche_times::Timex;
use std::borrow::Cow;

mod check;
mod claims;
mod intake;
mod knowledge;
mod language;
mod markup;
mod mend;
mod own;
mod parallel;

pub use check::check;
pub use claims::claims;
pub use demarche_text::Document;
pub use intake::take_in;
pub use knowledge::{base, gazetteer};
pub use own::{Own, OwnError, OwnFile, OwnRules};
pub use parallel::{guarded, map_in_order};

/// Version of the program and of its rules, knowledge and model: the same version codes the same text the same way.
pub const VERSION: &str = concat!("demarche-", env!("CARGO_PKG_VERSION"), "+", env!("DEMARCHE_KNOWLEDGE"));

/// The English model that comes with the program.
pub const MODEL: &[u8] = include_bytes!("../../../models/en.model");

/// Everything that coding needs, read once and shared between threads.
pub struct Coder {
    model: Model,
    base: Cow<'static, Base>,
    gazetteer: Cow<'static, Gazetteer>,
    rules: Rules,
}

/// Why a coder could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CoderError {
    /// The model is not one of ours.
    #[error("model: {0}")]
    Model(#[from] ModelError),
    /// A rule file is refused.
    #[error("rules: {0}")]
    Rules(#[from] RuleError),
}

/// How far to analyse a document; each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Sentences, words, trees.
    Syntax,
    /// Temporal expressions, places and actor mentions.
    Mentions,
    /// Who says what.
    Attributions,
    /// Events.
    Events,
}

/// Sentences of a report that its headline is read with.
const LEAD: usize = 12;

/// A document with its layers.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// Sentences with their trees.
    pub sentences: Vec<Sentence>,
    /// Temporal expressions, in order of the text.
    pub timexes: Vec<Timex>,
    /// Places, in order of the text.
    pub places: Vec<Place>,
    /// Actor mentions, in order of the text.
    pub mentions: Vec<Mention>,
    /// Attributions, in order of the text.
    pub attributions: Vec<Attribution>,
    /// Events, in order of the text.
    pub events: Vec<Event>,
}

impl Coder {
    /// A coder of the model, knowledge and rules that come with the program.
    ///
    /// # Errors
    /// If the embedded model or a rule is refused, which the tests rule out.
    pub fn builtin() -> Result<Self, CoderError> {
        Ok(Self::new(Model::read(MODEL)?, Rules::builtin()?))
    }

    /// A coder of another model or other rules.
    pub fn new(model: Model, rules: Rules) -> Self {
        Self { model, base: Cow::Borrowed(base()), gazetteer: Cow::Borrowed(gazetteer()), rules }
    }

    /// The same coder with another actor base, such as [`base`] with actors of the user's own.
    #[must_use]
    pub fn with_base(self, base: Cow<'static, Base>) -> Self {
        Self { base, ..self }
    }

    /// The same coder with another gazetteer, such as [`gazetteer`] with places of the user's own.
    #[must_use]
    pub fn with_gazetteer(self, gazetteer: Cow<'static, Gazetteer>) -> Self {
        Self { gazetteer, ..self }
    }

    /// Whom it knows.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The rules it codes by.
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The syntax model.
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Sentences of a report.
    pub fn parse(&self, text: &str) -> Vec<Sentence> {
        let mut sentences = self.model.segment(&markup::without_marks(text));
        sentences.iter_mut().for_each(mend::part_possessives);
        sentences.iter_mut().for_each(mend::part_final_stop);
        self.model.annotate(&mut sentences);
        mend::names(&mut sentences);
        sentences.iter_mut().for_each(mend::mend);
        sentences
    }

    /// Whose own statement a document is, by its title.
    fn author(&self, document: &Document) -> Option<Actor> {
        let phrase = demarche_quotes::author(document.title.as_deref()?)?;
        let actor = demarche_actors::resolve(&self.base, phrase, document.date, None).actor;
        actor.country.is_some().then_some(actor)
    }

    /// Codes a document: all layers.
    pub fn code(&self, document: &Document) -> Coded {
        self.analyse(document, Level::Events)
    }

    /// Analyses a document up to a level; layers above it stay empty.
    pub fn analyse(&self, document: &Document, level: Level) -> Coded {
        self.layers(document, self.parse(&document.text), level)
    }

    /// The headline of a report that has been coded, with its layers, read before the beginning of the report's text so that
    /// the names in it are known; `None` where there is none, or where the text begins with it.
    ///
    /// The spans are those of the document that is given back.
    pub fn headline(&self, document: &Document, coded: &Coded) -> Option<(Document, Coded)> {
        let title = document.title.as_deref().map(str::trim)?;
        if title.is_empty() || document.text.starts_with(title) {
            return None;
        }
        let lead = &coded.sentences[..coded.sentences.len().min(LEAD)];
        let end = lead.last().map_or(0, |s| s.span.end);
        let text = format!("{title}\n\n{}", document.text.get(..end)?);
        let before = text.len() - end;
        let mut sentences = self.parse(title);
        let count = sentences.len();
        sentences.extend(lead.iter().map(|s| s.moved(before)));
        let given = document.mentions.iter().filter(|m| m.span.end <= end);
        let moved = |m: &GivenMention| GivenMention {
            span: Span::new(m.span.start + before, m.span.end + before),
            code: m.code.clone(),
        };
        let whole = Document {
            id: document.id.clone(),
            date: document.date,
            title: document.title.clone(),
            text,
            mentions: given.map(moved).collect(),
            ..Document::default()
        };
        let mut coded = self.layers(&whole, sentences, Level::Events);
        coded.sentences.truncate(count);
        coded.events.retain(|e| e.sentence < count);
        coded.timexes.retain(|t| t.sentence < count);
        Some((whole, coded))
    }

    fn layers(&self, document: &Document, sentences: Vec<Sentence>, level: Level) -> Coded {
        let text = document.text.as_str();
        let mut coded = Coded { sentences, ..Coded::default() };
        if level >= Level::Mentions {
            coded.timexes = demarche_times::find(text, &coded.sentences, document.date);
            coded.places = demarche_places::find(text, &coded.sentences, &self.gazetteer);
            coded.mentions = demarche_actors::mentions(document, &coded.sentences, &self.base);
        }
        if level >= Level::Attributions {
            coded.attributions = demarche_quotes::find(text, &coded.sentences, &coded.mentions);
            demarche_quotes::first_person(&coded.sentences, &mut coded.mentions, &coded.attributions);
            if let Some(author) = self.author(document) {
                demarche_quotes::own_words(&coded.sentences, &mut coded.mentions, &author);
            }
        }
        if level >= Level::Events {
            let analysis = Analysis {
                date: document.date,
                sentences: &coded.sentences,
                mentions: &coded.mentions,
                timexes: &coded.timexes,
                places: &coded.places,
                dateline: demarche_places::dateline(text, &coded.sentences, &coded.places),
                attributions: &coded.attributions,
            };
            coded.events = demarche_events::code(&analysis, &self.rules);
        }
        coded
    }
}
