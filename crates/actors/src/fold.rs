//! Spellings brought to one form: case, accents, hyphens, British and American, singular and plural.
//!
//! It leaves out transliteration: "Gaddafi" and "Qadhafi" are aliases in the base.

use crate::Str;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Letters with a mark, and the letters that stand for them.
const LETTERS: &[(&str, &str)] = &[
    ("àáâãäåāăąǎạảấầẩẫậắằẳẵặəɑ", "a"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęěẹẻẽếềểễệ", "e"),
    ("ĝğġģǧ", "g"),
    ("ĥħḥḫ", "h"),
    ("ìíîïĩīĭįıịỉǐ", "i"),
    ("ĵ", "j"),
    ("ķḳ", "k"),
    ("ĺļľłḷ", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõöøōŏőọỏốồổỗộớờởỡợơǒ", "o"),
    ("ŕŗř", "r"),
    ("śŝşšșṣ", "s"),
    ("ţťŧțṭ", "t"),
    ("ùúûüũūŭůűųụủứừửữựưǔ", "u"),
    ("ŵ", "w"),
    ("ýÿŷỳỵỷỹ", "y"),
    ("źżžẓ", "z"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ß", "ss"),
    ("þ", "th"),
];

/// Words spelled in two ways, British and American or as given names are transcribed: what is read, what it becomes.
///
/// Both a table's names and a text's are brought to one spelling, so a wrong one does no harm.
const SPELLINGS: &[(&str, &str)] = &[
    ("defence", "defense"),
    ("labour", "labor"),
    ("centre", "center"),
    ("programme", "program"),
    ("offence", "offense"),
    ("centres", "centers"),
    ("labourer", "laborer"),
    ("labourers", "laborers"),
    ("neighbour", "neighbor"),
    ("neighbours", "neighbors"),
    ("harbour", "harbor"),
    ("counsellor", "counselor"),
    ("aleksandr", "alexander"),
    ("aleksander", "alexander"),
    ("alyaksandr", "alexander"),
    ("sergei", "sergey"),
    ("dmitri", "dmitry"),
    ("dmitriy", "dmitry"),
    ("yevgeny", "evgeny"),
    ("yevgeni", "evgeny"),
    ("volodimir", "volodymyr"),
    ("anatoli", "anatoly"),
    ("mohammad", "mohammed"),
    ("muhammad", "mohammed"),
    ("mohamed", "mohammed"),
    ("muhammed", "mohammed"),
    ("mohamad", "mohammed"),
    ("hossein", "hussein"),
    ("hussain", "hussein"),
    ("hassan", "hasan"),
    ("abdallah", "abdullah"),
    ("ibrahem", "ibrahim"),
    ("youssef", "yousef"),
    ("yusuf", "yousef"),
];

/// Calls `each` with the pieces of a word or name: lower case, without accents, apostrophes and full stops, cut at
/// hyphens, slashes and white space. `each` also learns where in `form` the piece starts.
pub(crate) fn pieces(form: &str, mut each: impl FnMut(&str, usize)) {
    let mut piece = Str::default();
    let mut start = 0;
    for (at, c) in form.char_indices() {
        if is_cut(c) {
            flush(&mut piece, start, &mut each);
            continue;
        }
        if piece.is_empty() {
            start = at;
        }
        push_folded(&mut piece, c);
    }
    flush(&mut piece, start, &mut each);
}

fn flush(piece: &mut Str, start: usize, each: &mut impl FnMut(&str, usize)) {
    if !piece.is_empty() {
        each(spelling(piece), start);
        piece.clear();
    }
}

/// The one spelling.
fn spelling(piece: &str) -> &str {
    static KNOWN: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| SPELLINGS.iter().copied().collect());
    if piece.len() < 6 { piece } else { KNOWN.get(piece).copied().unwrap_or(piece) }
}

/// True for characters that part a name into pieces.
pub(crate) fn is_cut(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '/' | ',' | '(' | ')' | '&' | '"' | '“' | '”')
}

fn push_folded(piece: &mut Str, c: char) {
    match c {
        'A'..='Z' => piece.push(c.to_ascii_lowercase()),
        '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | 'ʻ' | 'ʿ' | 'ʾ' => {}
        c if c.is_ascii() => piece.push(c),
        c => c.to_lowercase().for_each(|c| push_letter(piece, c)),
    }
}

fn push_letter(piece: &mut Str, c: char) {
    match LETTERS.iter().find(|(marked, _)| marked.contains(c)) {
        Some((_, plain)) => piece.push_str(plain),
        // Combining marks, left behind by decomposed text.
        None if ('\u{300}'..='\u{36f}').contains(&c) => {}
        None => piece.push(c),
    }
}

/// A name as one string of its pieces: "Jean-Yves Le Drian" is "jean yves le drian".
pub(crate) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    pieces(name, |piece, _| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(piece);
    });
    out
}

/// Plurals that no ending explains, all in "s" or "n"; the rest follows [`singular`]'s endings.
const IRREGULAR: &[(&str, &str)] = &[
    ("children", "child"),
    ("clergymen", "clergyman"),
    ("forces", "force"),
    ("mps", "mp"),
    ("meps", "mep"),
    ("series", "series"),
    ("wives", "wife"),
    ("thieves", "thief"),
    ("leaves", "leaf"),
];

/// Singulars that look like plurals in "-as" and "-os".
const SINGULAR: &[&str] =
    &["alias", "atlas", "bias", "canvas", "chaos", "christmas", "cosmos", "gas", "pancreas"];

/// The singular of a folded English noun, or the word itself.
///
/// `"ministries"` gives `"ministry"`, `"gunmen"` `"gunman"`, `"forces"` `"force"`, `"boss"` `"boss"`.
pub(crate) fn singular(word: &str) -> Str {
    if !word.ends_with(['s', 'n']) {
        return word.into();
    }
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).into();
    }
    if SINGULAR.contains(&word) {
        return word.into();
    }
    if let Some(stem) = word.strip_suffix("men") {
        return join(stem, "man");
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
        return join(stem, "y");
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].into();
        }
    }
    let keeps = ["ss", "us", "is"].iter().any(|e| word.ends_with(e)) || word.len() < 4;
    match word.strip_suffix('s').filter(|_| !keeps) {
        Some(stem) => stem.into(),
        None => word.into(),
    }
}

fn join(stem: &str, end: &str) -> Str {
    let mut out = Str::from(stem);
    out.push_str(end);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_to_plain_pieces() {
        let cases = [
            ("Ukhnaagiin Khürelsükh", "ukhnaagiin khurelsukh"),
            ("Jean-Yves Le Drian", "jean yves le drian"),
            ("U.S.", "us"),
            ("Côte d’Ivoire", "cote divoire"),
            ("Defence Ministry", "defense ministry"),
            ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
            ("İlham Əliyev", "ilham aliyev"),
            ("", ""),
        ];
        for (name, folded) in cases {
            assert_eq!(fold(name), folded);
        }
    }

    #[test]
    fn plurals_become_singular() {
        let cases = [
            ("ministries", "ministry"),
            ("gunmen", "gunman"),
            ("women", "woman"),
            ("forces", "force"),
            ("boss", "boss"),
            ("coaches", "coach"),
            ("police", "police"),
            ("officials", "official"),
            ("us", "us"),
            ("thieves", "thief"),
            ("militias", "militia"),
            ("guerrillas", "guerrilla"),
            ("commandos", "commando"),
            ("gas", "gas"),
        ];
        for (many, one) in cases {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn pieces_know_where_they_start() {
        let mut seen = vec![];
        pieces("US-led", |piece, at| seen.push((piece.to_owned(), at)));
        assert_eq!(seen, [("us".to_owned(), 0), ("led".to_owned(), 3)]);
    }
}
