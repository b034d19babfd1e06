//! PLOVER's sector codes.

use std::fmt;
use std::str::FromStr;

/// Declares the sectors once: variant, code, meaning.
macro_rules! sectors {
    ($($variant:ident $code:literal $doc:literal),* $(,)?) => {
        /// The part of a society or organisation that an actor belongs to.
        ///
        /// ```
        /// use demarche_actors::Sector;
        /// assert_eq!("GOV".parse(), Ok(Sector::Gov));
        /// assert_eq!(Sector::Jrn.to_string(), "JRN");
        /// ```
        ///
        /// # Source
        /// PLOVER manual, "Sector Codes".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sector {
            $(#[doc = $doc] $variant,)*
        }

        impl Sector {
            /// Every sector.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The three-letter code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl FromStr for Sector {
            type Err = ();

            /// Reads a code; anything else is an error.
            fn from_str(code: &str) -> Result<Self, ()> {
                match code { $($code => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}

sectors! {
    Agr "AGR" "Agriculture: farmers, peasants.",
    Bus "BUS" "Business, other than multinational companies.",
    Cop "COP" "Police and investigators.",
    Crm "CRM" "Criminals and their gangs.",
    Cvl "CVL" "Civilians without a closer affiliation.",
    Edu "EDU" "Teachers, students, schools.",
    Eli "ELI" "Former officials, their families, elites out of office.",
    Gov "GOV" "The executive.",
    Jrn "JRN" "Journalists and their media.",
    Jud "JUD" "Courts and judges.",
    Lab "LAB" "Workers and their unions.",
    Leg "LEG" "Parliaments and their members.",
    Med "MED" "Health: doctors, hospitals.",
    Mil "MIL" "State armed forces.",
    Opp "OPP" "Political opposition.",
    Pre "PRE" "Partially recognised states.",
    Prm "PRM" "Paramilitaries that do not oppose the government.",
    Pty "PTY" "Political parties.",
    Reb "REB" "Armed opposition.",
    Ref "REF" "Refugees and displaced persons.",
    Rel "REL" "Religious bodies and clergy.",
    Soc "SOC" "Civil society not otherwise covered.",
    Spy "SPY" "State intelligence services.",
    Uaf "UAF" "Unidentified armed forces.",
    Unk "UNK" "Generic unidentified actors.",
}

/// Sectors of CAMEO that PLOVER names otherwise; its media, `MED`, are health there.
const CAMEO: &[(&str, Sector)] = &[
    ("CIV", Sector::Cvl),
    ("DEV", Sector::Soc),
    ("ENV", Sector::Soc),
    ("HLH", Sector::Med),
    ("HRI", Sector::Soc),
    ("INS", Sector::Reb),
    ("RAD", Sector::Reb),
    ("SEP", Sector::Reb),
];

impl Sector {
    /// A sector by PLOVER's code, or by CAMEO's where PLOVER has none of that name.
    pub(crate) fn from_any(code: &str) -> Option<Self> {
        let cameo = || CAMEO.iter().find(|(name, _)| *name == code).map(|(_, sector)| *sector);
        code.parse().ok().or_else(cameo)
    }
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Up to four sectors without an allocation, the first being the main one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sectors {
    list: [Option<Sector>; 4],
}

impl Sectors {
    /// The sectors, in order of weight.
    pub fn iter(self) -> impl Iterator<Item = Sector> {
        self.list.into_iter().flatten()
    }

    /// The main sector.
    pub fn first(self) -> Option<Sector> {
        self.list[0]
    }

    /// Adds one at the end; one that is there already, or a fifth, is left out.
    pub fn push(&mut self, sector: Sector) {
        if self.contains(sector) {
            return;
        }
        if let Some(slot) = self.list.iter_mut().find(|s| s.is_none()) {
            *slot = Some(sector);
        }
    }

    pub fn contains(self, sector: Sector) -> bool {
        self.list.contains(&Some(sector))
    }

    pub fn is_empty(self) -> bool {
        self.list[0].is_none()
    }

    pub fn to_vec(self) -> Vec<Sector> {
        self.iter().collect()
    }
}

impl FromIterator<Sector> for Sectors {
    fn from_iter<I: IntoIterator<Item = Sector>>(iter: I) -> Self {
        let mut out = Self::default();
        iter.into_iter().for_each(|s| out.push(s));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for &sector in Sector::ALL {
            assert_eq!(sector.as_str().parse(), Ok(sector));
        }
        assert_eq!("gov".parse::<Sector>(), Err(()));
    }

    #[test]
    fn sectors_keep_order_and_drop_repeats() {
        let sectors: Sectors = [Sector::Gov, Sector::Mil, Sector::Gov].into_iter().collect();
        assert_eq!(sectors.to_vec(), [Sector::Gov, Sector::Mil]);
        assert_eq!(sectors.first(), Some(Sector::Gov));
    }
}
