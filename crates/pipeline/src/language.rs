//! Which language a report is in, so that nothing but English is coded as English.

use whatlang::Lang;

/// So many letters a text must have for its language to be told.
const ENOUGH: usize = 60;

/// So much of a text is looked at, in bytes.
const SAMPLE: usize = 4096;

/// Of a hundred words of English, so many are among the commonest; other languages share hardly one with them.
const COMMON_IN_100: usize = 9;

/// The commonest words of English news that are no word of its neighbours.
const COMMON: [&str; 20] = [
    "the", "of", "and", "to", "that", "is", "was", "for", "it", "with", "said", "by", "from", "has", "have",
    "are", "his", "their", "which", "this",
];

/// ISO 639-1 code of the language of a text that is surely not English; none where it is English or cannot be told.
pub fn foreign(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    if sample.chars().filter(|c| c.is_alphabetic()).take(ENOUGH).count() < ENOUGH || is_english(sample) {
        return None;
    }
    let found = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    (found.lang() != Lang::Eng).then(|| code(found.lang()))
}

fn is_english(sample: &str) -> bool {
    let words = || sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let common = words().filter(|w| COMMON.iter().any(|c| c.eq_ignore_ascii_case(w))).count();
    common * 100 >= words().count() * COMMON_IN_100
}

/// The two letters of ISO 639-1, or the three of ISO 639-3 where it has none.
fn code(language: Lang) -> &'static str {
    match language.code() {
        "afr" => "af",
        "aka" => "ak",
        "amh" => "am",
        "ara" => "ar",
        "aze" => "az",
        "bel" => "be",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" => "zh",
        "cym" => "cy",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "guj" => "gu",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "hye" => "hy",
        "ind" => "id",
        "ita" => "it",
        "jav" => "jv",
        "jpn" => "ja",
        "kan" => "kn",
        "kat" => "ka",
        "khm" => "km",
        "kor" => "ko",
        "lat" => "la",
        "lav" => "lv",
        "lit" => "lt",
        "mal" => "ml",
        "mar" => "mr",
        "mkd" => "mk",
        "mya" => "my",
        "nep" => "ne",
        "nld" => "nl",
        "nob" => "nb",
        "ori" => "or",
        "pan" => "pa",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "sin" => "si",
        "slk" => "sk",
        "slv" => "sl",
        "sna" => "sn",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tam" => "ta",
        "tel" => "te",
        "tgl" => "tl",
        "tha" => "th",
        "tuk" => "tk",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "uzb" => "uz",
        "vie" => "vi",
        "yid" => "yi",
        "zul" => "zu",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn other_languages_are_told_and_english_is_left_alone() {
        let french = "Le ministre des Affaires étrangères a rencontré mardi son homologue russe à Moscou, selon le Quai d'Orsay.";
        let russian =
            "Министр иностранных дел России встретился во вторник со своим коллегой из Турции в Анкаре.";
        let spanish = "El presidente dijo el lunes que su gobierno no aceptará las condiciones de los rebeldes en la mesa.";
        assert_eq!([french, russian, spanish].map(foreign), [Some("fr"), Some("ru"), Some("es")]);
        let english = "Foreign Minister Jean-Yves Le Drian met his counterpart Sergei Lavrov in Moscow, the ministry said.";
        assert_eq!(foreign(english), None);
        assert_eq!(foreign("Accord signé."), None, "too short to tell");
    }
}
