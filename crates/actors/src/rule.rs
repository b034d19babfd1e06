//! Ids of the decisions that code an actor.

use std::fmt;

/// Declares the rules once: variant, id, what it does with an example.
macro_rules! rules {
    ($($variant:ident $id:literal $doc:literal),* $(,)?) => {
        /// The decision that gave a mention its actor.
        ///
        /// ```
        /// use demarche_actors::Rule;
        /// assert_eq!(Rule::Person.id(), "actors.person");
        /// assert!(Rule::Person.doc().starts_with("A listed person"));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Rule {
            $(#[doc = $doc] $variant,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its stable id.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// What it does, for a reader.
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }
        }
    };
}

rules! {
    Person "actors.person" "A listed person, in the office held at the date: \"Angela Merkel\" is DEUGOV in 2018, DEUELI in 2022.",
    Surname "actors.surname" "A last name alone, of whoever held high office then: \"Museveni\" in 2022.",
    TitledName "actors.titled-name" "A name nobody listed, coded by its title: \"Turkish Foreign Minister Mevlut Cavusoglu\".",
    Holder "actors.holder" "An office of a country, and who held it at the date: \"the French president\" in 2018.",
    Agent "actors.agent" "A common noun for somebody, with the country of its modifiers: \"Syrian rebels\", \"trade unions in Denmark\".",
    BodyAgent "actors.body-agent" "A common noun for somebody of a body: \"Islamic State militants\", \"UN officials\".",
    PersonAgent "actors.person-agent" "A common noun for those around a person: \"the Assad regime\".",
    Body "actors.body" "A listed organisation, group, medium or company.",
    Country "actors.country" "A country by its name or its people: \"France\", \"the Syrians\".",
    Seat "actors.seat" "A capital or seat of power for its government: \"Ankara\", \"the Kremlin\".",
    People "actors.people" "A people without a state of its own: \"Kurds\".",
    Place "actors.place" "A city or region, by the country it lies in.",
    Modified "actors.modified" "A noun that is no actor, with the country of its modifiers: \"a Syrian ship\".",
    Led "actors.led" "A coalition by the country that leads it: \"the US-led coalition\".",
    Partitive "actors.partitive" "Some of those named after \"of\": \"members of the PKK\".",
    Apposition "actors.apposition" "What the apposition says: \"Ri Yong Ho, the North's foreign minister\".",
    Predicate "actors.predicate" "What the predicate says: \"Ri is the North's foreign minister\".",
    Unknown "actors.unknown" "A name or person-noun of which nothing is known.",
    Given "actors.given" "A code that came with the document.",
    SameName "coref.name" "A name that an earlier name in the document ends or starts with.",
    Pronoun "coref.pronoun" "A pronoun, by the nearest fitting mention before it.",
    Relative "coref.relative" "A relative pronoun, by the noun it belongs to.",
    Possessor "coref.possessor" "A noun after a possessive pronoun, of the country of whom the pronoun means: \"his forces\".",
    Definite "coref.definite" "A definite noun, by the last mention that it fits: \"the group\", \"the president\".",
    Context "coref.context" "An institution without a country, by the country that the report speaks of: \"the army\".",
    Counterpart "coref.counterpart" "A counterpart: the same office in another country.",
    Sides "coref.sides" "\"Both sides\", \"the two leaders\": the last two actors that were named together.",
    Korea "actors.korea" "\"The North\" and \"the South\", where the report speaks of Korea.",
    Speaker "coref.speaker" "A first person inside a quotation, by its speaker.",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
