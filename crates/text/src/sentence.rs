//! Sentences, words, and the tree over them.

use crate::{Span, Str};
use std::fmt;
use std::str::FromStr;

/// A sentence: its words in order, with a dependency tree over them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// From the first byte of its first word to the last of its last.
    pub span: Span,
    /// Syntactic words, in the order of the text.
    pub tokens: Vec<Token>,
    /// Surface tokens that stand for several words, in order.
    pub multiwords: Vec<Multiword>,
    /// Named entities, in order; no two share a word.
    pub entities: Vec<Entity>,
    /// CoNLL-U comment lines without `# `, `text = …` left out.
    pub comments: Vec<String>,
}

/// A surface token of several words: "don't", French "du".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Multiword {
    /// Index of its first word.
    pub first: usize,
    /// Index of its last word.
    pub last: usize,
    /// Where the surface token stands.
    pub span: Span,
}

/// A name of somebody or something: "Kim Jong Un", "the Kremlin", "French".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Index of its first word.
    pub first: usize,
    /// Index of its last word.
    pub last: usize,
    /// Its type as the training data names it: `PER`, `ORG`, `LOC`, `OTH` (nationalities above all).
    pub kind: Str,
}

/// A syntactic word with its CoNLL-U fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Where it stands. Words of a multiword token that cannot be told apart in the text share its span.
    pub span: Span,
    /// FORM.
    pub form: Str,
    /// LEMMA.
    pub lemma: Str,
    /// UPOS.
    pub upos: Upos,
    /// XPOS; for English, the Penn tag.
    pub xpos: Str,
    /// FEATS as CoNLL-U writes them (`Number=Sing|Tense=Past`), empty for `_`.
    pub feats: Str,
    /// HEAD as an index into the sentence's tokens; `None` for the root.
    pub head: Option<usize>,
    /// DEPREL, with its subtype.
    pub deprel: Str,
    /// False where the next word follows without white space.
    pub space_after: bool,
}

impl Token {
    /// DEPREL without its subtype: `nsubj` for `nsubj:pass`.
    ///
    /// ```
    /// # use demarche_text::Token;
    /// let token = Token { deprel: "nsubj:pass".into(), ..Token::default() };
    /// assert_eq!(token.relation(), "nsubj");
    /// ```
    pub fn relation(&self) -> &str {
        let end = self.deprel.bytes().position(|b| b == b':');
        end.map_or(self.deprel.as_str(), |end| &self.deprel[..end])
    }

    /// The value of one feature.
    ///
    /// ```
    /// # use demarche_text::Token;
    /// let token = Token { feats: "Number=Sing|Tense=Past".into(), ..Token::default() };
    /// assert_eq!(token.feat("Tense"), Some("Past"));
    /// assert_eq!(token.feat("Mood"), None);
    /// ```
    pub fn feat(&self, name: &str) -> Option<&str> {
        self.feats
            .split('|')
            .find_map(|pair| pair.split_once('=').filter(|(k, _)| *k == name).map(|(_, v)| v))
    }
}

impl Sentence {
    /// The same sentence in a text that has so many bytes more before it.
    #[must_use]
    pub fn moved(&self, bytes: usize) -> Self {
        let mut moved = self.clone();
        let spans = moved.tokens.iter_mut().map(|t| &mut t.span);
        let spans = spans.chain(moved.multiwords.iter_mut().map(|m| &mut m.span)).chain([&mut moved.span]);
        for span in spans {
            *span = Span::new(span.start + bytes, span.end + bytes);
        }
        moved
    }

    /// Indices of the words that depend on word `head`, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |&i| self.tokens[i].head == Some(head))
    }

    /// The first dependent of `head` whose DEPREL is `deprel`, or whose relation without subtype is.
    pub fn child(&self, head: usize, deprel: &str) -> Option<usize> {
        self.children(head).find(|&i| self.tokens[i].deprel == deprel || self.tokens[i].relation() == deprel)
    }

    /// Index of the root, or `None` in an empty sentence.
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// True where word `below` is `above` or hangs under it.
    pub fn dominates(&self, above: usize, below: usize) -> bool {
        let mut at = Some(below);
        // A tree of n words has no path longer than n: malformed input ends too.
        for _ in 0..=self.tokens.len() {
            match at {
                Some(i) if i == above => return true,
                Some(i) => at = self.tokens.get(i).and_then(|t| t.head),
                None => return false,
            }
        }
        false
    }

    /// Indices of the words under `head`, itself included, in order of the text.
    pub fn subtree(&self, head: usize) -> Vec<usize> {
        (0..self.tokens.len()).filter(|&i| self.dominates(head, i)).collect()
    }

    /// Index of the word that covers byte `at` of the document.
    pub fn token_at(&self, at: usize) -> Option<usize> {
        self.tokens.iter().position(|t| t.span.start <= at && at < t.span.end)
    }
}

/// Declares the universal part-of-speech tags once: variant, CoNLL-U name, meaning.
macro_rules! upos {
    ($($variant:ident $name:literal $doc:literal),* $(,)?) => {
        /// Universal part-of-speech tags (Universal Dependencies, version 2).
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Upos {
            $(#[doc = $doc] $variant,)*
            /// Other, and what was not tagged yet.
            #[default]
            X,
        }

        impl Upos {
            /// Every tag, in a fixed order: `Upos::ALL[tag as usize] == tag`.
            pub const ALL: [Self; 17] = [$(Self::$variant,)* Self::X];

            /// As CoNLL-U writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::X => "X" }
            }
        }

        impl FromStr for Upos {
            type Err = ();

            /// Reads CoNLL-U's name; anything else is an error.
            fn from_str(name: &str) -> Result<Self, ()> {
                match name { $($name => Ok(Self::$variant),)* "X" | "_" => Ok(Self::X), _ => Err(()) }
            }
        }
    };
}

upos! {
    Adj "ADJ" "Adjective.", Adp "ADP" "Adposition.", Adv "ADV" "Adverb.", Aux "AUX" "Auxiliary.",
    Cconj "CCONJ" "Coordinating conjunction.", Det "DET" "Determiner.", Intj "INTJ" "Interjection.",
    Noun "NOUN" "Noun.", Num "NUM" "Numeral.", Part "PART" "Particle.", Pron "PRON" "Pronoun.",
    Propn "PROPN" "Proper noun.", Punct "PUNCT" "Punctuation.", Sconj "SCONJ" "Subordinating conjunction.",
    Sym "SYM" "Symbol.", Verb "VERB" "Verb.",
}

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
