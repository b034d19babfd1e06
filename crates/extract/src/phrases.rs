//! What pages say after and between an article's paragraphs: "Read more", "Das könnte Sie auch interessieren".
//!
//! The tables hold such phrases in the languages of large newspapers. A phrase of one word counts only alone or before a
//! colon: "Comments", not "Comments by the minister".

use crate::block::Block;

/// A block that starts with one of these and is no longer than a headline says nothing of the article.
const ASIDE: &[&str] = &[
    "a lire aussi",
    "about the author",
    "about us",
    "ähnliche artikel",
    "ähnliche beiträge",
    "ähnliche themen",
    "all rights reserved",
    "alle rechte vorbehalten",
    "anzeige",
    "articles liés",
    "articles similaires",
    "articoli correlati",
    "artikel teilen",
    "artículos relacionados",
    "aktuelle artikel",
    "auch interessant",
    "auteur",
    "author",
    "autor",
    "bild",
    "bildnachweis",
    "bisher keine kommentare",
    "categories",
    "comentarios",
    "comentários",
    "commentaires",
    "comments",
    "comments are closed",
    "compartir",
    "condividi",
    "contact",
    "copyright",
    "crédits photos",
    "czytaj także",
    "czytaj też",
    "das könnte dich auch interessieren",
    "das könnte sie auch interessieren",
    "dowiedz się więcej",
    "drucken",
    "drukuj",
    "en savoir plus",
    "etiquetas",
    "explore further",
    "filed under",
    "follow us",
    "foto",
    "further reading",
    "gerelateerd",
    "image",
    "inhaltsverzeichnis",
    "join the conversation",
    "komentarze",
    "kommentare",
    "kommentar schreiben",
    "kontakt",
    "laisser un commentaire",
    "last modified",
    "last updated",
    "latest news",
    "latest stories",
    "le puede interesar",
    "lea también",
    "leave a comment",
    "leave a reply",
    "lee también",
    "lees meer",
    "lees ook",
    "leggi anche",
    "leia mais",
    "leia também",
    "lesen sie auch",
    "lesen sie hier",
    "lesen sie mehr",
    "letzte änderung",
    "lire aussi",
    "lire la suite",
    "más información",
    "más noticias",
    "mehr dazu",
    "mehr themen",
    "mehr zum thema",
    "meistgelesen",
    "more about",
    "more articles",
    "more from",
    "more news",
    "more on this",
    "more stories",
    "most popular",
    "most read",
    "mots-clés",
    "neueste artikel",
    "newsletter",
    "no comments",
    "noticias relacionadas",
    "notícias relacionadas",
    "otras noticias",
    "partager",
    "passend zum thema",
    "permalink",
    "permalien",
    "photo",
    "photograph by",
    "photo credit",
    "popular posts",
    "post a comment",
    "potrebbe interessarti",
    "pressekontakt",
    "print",
    "przeczytaj także",
    "puede interesarle",
    "puedes ver",
    "quelle",
    "quellen",
    "quellenangaben",
    "reacties",
    "read also",
    "read more",
    "read next",
    "recommended",
    "recommended for you",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related posts",
    "related stories",
    "related topics",
    "schlagwörter",
    "schreibe einen kommentar",
    "share",
    "share this",
    "sign up",
    "síguenos",
    "sources",
    "subscribe",
    "suggested citation",
    "sur le même sujet",
    "tagged",
    "tags",
    "te puede interesar",
    "teilen",
    "temas",
    "themen",
    "topics",
    "trending",
    "udostępnij",
    "über den autor",
    "über die autorin",
    "verwandte artikel",
    "verwandte beiträge",
    "vous aimerez aussi",
    "weitere artikel",
    "weitere beiträge",
    "weitere informationen",
    "weitere inhalte",
    "weitere infos",
    "weitere meldungen",
    "weitere themen",
    "weiterlesen",
    "you may also like",
    "you may be interested",
    "you might also like",
    "zobacz także",
    "zobacz też",
    "zum weiterlesen",
    "źródło",
    "©",
    "à lire aussi",
    "à propos de l'auteur",
];

/// Words of what a page offers or says of itself below an article.
const OFFER: &[&str] = &[
    "abonnez-vous",
    "abonnier",
    "all rights reserved",
    "cookies",
    "datenschutz",
    "follow us",
    "folgen sie uns",
    "inscrivez-vous",
    "newsletter",
    "privacy policy",
    "sign up",
    "siguenos",
    "subscribe",
    "suscrib",
    "síguenos",
    "terms of use",
];

/// Longest block in characters that offers something.
const LONGEST_OFFER: usize = 320;

/// Longest block in characters that a phrase makes an aside.
const LONGEST: usize = 200;

/// Longest block in characters that may head what follows an article.
const HEADING: usize = 70;

/// True for a block that is no text of the article.
pub fn is_aside(block: &Block) -> bool {
    block.chars <= LONGEST && phrase(&block.text)
}

/// True for a block that may head what follows the article.
pub fn is_end(block: &Block) -> bool {
    block.chars <= HEADING && is_aside(block)
}

/// True for a block that, at the end of an article, offers a subscription or the like.
pub fn is_offer(block: &Block) -> bool {
    let text = block.text.to_lowercase();
    block.chars <= LONGEST_OFFER && OFFER.iter().any(|word| text.contains(word))
}

fn phrase(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    ASIDE.iter().any(|phrase| {
        let Some(rest) = text.strip_prefix(phrase) else { return false };
        let next = rest.chars().next();
        let word = !phrase.contains(' ') && *phrase != "©";
        match next {
            None => true,
            Some(c) if word => c == ':' || rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty(),
            Some(c) => !c.is_alphanumeric(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::phrase;

    #[test]
    fn phrases_around_articles_are_known() {
        for text in
            ["Read more: Talks open", "» Mehr zum Thema", "Comments", "Tags: Syria, Iran", "© 2020 Example"]
        {
            assert!(phrase(text), "{text}");
        }
    }

    #[test]
    fn sentences_are_left_alone() {
        for text in
            ["Comments by the minister drew criticism.", "Related talks failed.", "Sharon said no.", ""]
        {
            assert!(!phrase(text), "{text}");
        }
    }
}
