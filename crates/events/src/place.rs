//! Where an event took place: by syntax, then by dateline, then by the story.

use crate::event::{By, Category, Participant, Status, Where};
use demarche_places::{Place, Upon};
use demarche_text::Sentence;

/// Sentences from the start of a report, after its dateline, that the dateline may place.
const LEAD: usize = 3;

/// What is known of an event before it has a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happening<'a> {
    pub sentence: usize,
    pub token: usize,
    pub category: Category,
    pub status: Status,
    pub background: bool,
    pub actors: &'a [Participant],
    pub recipients: &'a [Participant],
}

/// The places of a report, with the one in its dateline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground<'a> {
    pub sentences: &'a [Sentence],
    pub places: &'a [Place],
    pub dateline: Option<&'a Place>,
}

impl Ground<'_> {
    /// Where an event took place; `None` where the report does not say.
    pub fn of(&self, event: &Happening<'_>) -> Option<Where> {
        let sentence = self.sentences.get(event.sentence)?;
        let own = demarche_places::of_event(
            sentence,
            event.sentence,
            event.token,
            self.places,
            upon(event.category),
        );
        let found = own.map(|p| (p, By::Sentence)).or_else(|| Some((self.by_dateline(event)?, By::Dateline)));
        let (place, by) = found.or_else(|| Some((self.by_story(event)?, By::Story)))?;
        let place = self.places.iter().position(|p| std::ptr::eq(p, place))?;
        Some(Where { place, by })
    }

    /// The dateline places what its lead tells as done, if it lies in a country of those it is done to; where they have none,
    /// if those who do it are no foreigners there; where nobody suffers it, if it is the country of one who takes part.
    fn by_dateline(&self, event: &Happening<'_>) -> Option<&Place> {
        let place = self.dateline?;
        let lead = (place.sentence..=place.sentence + LEAD).contains(&event.sentence);
        let done = event.status == Status::Actual && !event.background;
        let known = |side: &[Participant]| side.iter().any(|p| p.actor.country.is_some());
        let of = |side: &[Participant]| {
            side.iter().any(|p| p.actor.country.as_deref() == Some(place.country.as_str()))
        };
        let suffers = event.category.quad() == 4 && !event.recipients.is_empty();
        let own = of(event.actors) || !known(event.actors);
        let there = match (suffers, known(event.recipients)) {
            (true, true) => of(event.recipients),
            (true, false) => own,
            _ => of(event.recipients) || of(event.actors),
        };
        // The report of a statement is written where its reporter is, which need not be where it was made.
        (lead && done && there && !event.category.is_verbal()).then_some(place)
    }

    fn by_story(&self, event: &Happening<'_>) -> Option<&Place> {
        let goes_on = event.status == Status::Actual && !event.background && !event.category.is_verbal();
        if !goes_on {
            return None;
        }
        demarche_places::of_story(self.sentences, event.sentence, event.token, self.places)
    }
}

/// What an act that is done to a place says of where it is.
const fn upon(category: Category) -> Upon {
    match category {
        Category::Assault => Upon::Anything,
        Category::Consult | Category::Coerce | Category::Mobilize | Category::Retreat | Category::Aid => {
            Upon::Towns
        }
        _ => Upon::Nothing,
    }
}
