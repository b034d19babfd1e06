//! "I" and "we" inside a quotation are its speaker.

use crate::Attribution;
use demarche_actors::{Actor, Mention, MentionKind, Rule};
use demarche_text::{Sentence, Span};

/// Gives the speaker's actor to every first person inside a quotation: "I" is the speaker, "we" the speaker's side.
///
/// `mentions` and `attributions` are those of the whole document; quotations without a known speaker stay as they are.
pub fn first_person(sentences: &[Sentence], mentions: &mut [Mention], attributions: &[Attribution]) {
    let mut order: Vec<usize> =
        (0..mentions.len()).filter(|&i| person(sentences, &mentions[i]).is_some()).collect();
    order.sort_unstable_by_key(|&i| mentions[i].span.start);
    for attribution in attributions {
        let Some(speaker) = attribution.speaker.and_then(|s| mentions.get(s)) else { continue };
        let (actor, chain) = (speaker.actor.clone(), speaker.chain);
        for quote in &attribution.quoted {
            for &at in within(&order, mentions, *quote) {
                give(sentences, &mut mentions[at], &actor, chain);
            }
        }
    }
}

/// Gives the author's actor to every first person of whom nothing else is known: outside quotations, "I" and "we" are
/// whoever makes the statement, and "we" is the author's country or body.
pub fn own_words(sentences: &[Sentence], mentions: &mut [Mention], author: &Actor) {
    let chain = mentions.iter().map(|m| m.chain).max().map_or(0, |last| last + 1);
    for mention in mentions.iter_mut().filter(|m| m.actor.is_unknown()) {
        match person(sentences, mention) {
            Some(Person::Speaker) => give(sentences, mention, author, chain),
            Some(Person::Side) => {
                give(sentences, mention, author, chain);
                mention.chain = chain + 1;
            }
            None => {}
        }
    }
}

/// The part of `order` that starts inside `quote`.
fn within<'o>(order: &'o [usize], mentions: &[Mention], quote: Span) -> &'o [usize] {
    let from = order.partition_point(|&i| mentions[i].span.start < quote.start);
    let to = order.partition_point(|&i| mentions[i].span.start < quote.end);
    &order[from..to.max(from)]
}

fn give(sentences: &[Sentence], mention: &mut Mention, actor: &Actor, chain: usize) {
    match person(sentences, mention) {
        Some(Person::Speaker) => {
            (mention.actor, mention.chain, mention.rule) = (actor.clone(), chain, Rule::Speaker);
        }
        Some(Person::Side) => {
            (mention.actor, mention.rule) =
                (Actor { entity: None, name: None, ..actor.clone() }, Rule::Speaker);
        }
        None => {}
    }
}

/// Whom a first person means.
enum Person {
    Speaker,
    Side,
}

fn person(sentences: &[Sentence], mention: &Mention) -> Option<Person> {
    if mention.kind != MentionKind::Pronoun {
        return None;
    }
    let form = &sentences.get(mention.sentence)?.tokens.get(mention.head)?.form;
    match form.to_ascii_lowercase().as_str() {
        "i" | "me" | "my" | "mine" | "myself" => Some(Person::Speaker),
        "we" | "us" | "our" | "ours" | "ourselves" => Some(Person::Side),
        _ => None,
    }
}
