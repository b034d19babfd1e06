//! What sort of place a name stands for, and how exact its point is.

/// Declares the kinds once: variant, name in tables (after the feature codes of `GeoNames`), meaning.
macro_rules! kinds {
    ($($variant:ident $name:literal $doc:literal),* $(,)?) => {
        /// Sort of place. What `GeoNames` tells apart more finely is brought together here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $(#[doc = $doc] $variant,)* }

        impl Kind {
            /// Every kind: `Kind::ALL[kind as usize] == kind`.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in tables and records.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    Country "PCLI" "A state or territory.",
    Division "ADM1" "A division of the first level: a state, province, region.",
    County "ADM2" "A division below the first level: a county, district.",
    Capital "PPLC" "The capital of a country.",
    Seat "PPLA" "A town that governs a division of the first level.",
    Town "PPL" "A town or village.",
    Quarter "PPLX" "A part of a town.",
    Site "SPOT" "A house, base, plant, crossing, camp: smaller than a town.",
    Region "RGN" "A region of no fixed border, or of several divisions or countries.",
    Continent "CONT" "A continent, or what is spoken of like one.",
    Water "SEA" "An ocean, sea, strait, gulf, lake.",
    River "STM" "A river or canal.",
    Island "ISL" "An island or group of islands.",
    Mountain "MT" "A mountain, range, desert.",
}

/// How exact a place's point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// The point is in the town or on the site.
    City,
    /// The point is somewhere in the middle of what is larger than a town.
    Region,
    /// The point stands for a whole country and is to be drawn as one.
    Country,
}

impl Precision {
    /// As the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Region => "region",
            Self::Country => "country",
        }
    }
}

impl Kind {
    /// Reads a feature code of `GeoNames`, or one of ours; `None` for what no report speaks of as a place.
    pub fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "PPLC" => Self::Capital,
            "PPLA" => Self::Seat,
            "PPLX" => Self::Quarter,
            "ADM1" | "ADM1H" => Self::Division,
            "PCL" | "PCLI" | "PCLD" | "PCLF" | "PCLS" | "PCLIX" | "TERR" => Self::Country,
            "CONT" => Self::Continent,
            "STM" | "STMS" | "CNL" => Self::River,
            "ISL" | "ISLS" | "ATOL" => Self::Island,
            "RGN" | "RGNE" | "RGNH" | "AREA" | "VAL" | "PEN" | "ZN" | "ZNB" => Self::Region,
            "SEA" | "OCN" | "STRT" | "GULF" | "BAY" | "LK" | "LKS" | "CHN" | "RSV" => Self::Water,
            "MT" | "MTS" | "PK" | "PASS" | "DSRT" | "PLAT" | "VLC" => Self::Mountain,
            "SPOT" | "AIRB" | "AIRP" | "CMP" | "PRT" | "PSTB" | "MIL" | "INSM" | "NUCL" | "CSTL" | "PAL"
            | "DAM" | "BDG" | "CAVE" => Self::Site,
            code if code.starts_with("ADM") => Self::County,
            code if code.starts_with("PPLA") || code.starts_with("PPL") || code == "STLMT" => Self::Town,
            _ => return None,
        })
    }

    /// How exact the point of such a place is.
    pub const fn precision(self) -> Precision {
        match self {
            Self::Country => Precision::Country,
            Self::Capital | Self::Seat | Self::Town | Self::Quarter | Self::Site => Precision::City,
            _ => Precision::Region,
        }
    }

    /// True for what other places lie in: countries and their divisions.
    pub const fn contains(self) -> bool {
        matches!(self, Self::Country | Self::Division)
    }

    /// True for towns, whatever they govern.
    pub const fn is_town(self) -> bool {
        matches!(self, Self::Capital | Self::Seat | Self::Town | Self::Quarter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for &kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            assert_eq!(Kind::ALL[kind as usize], kind);
        }
    }

    #[test]
    fn a_country_is_no_point() {
        assert_eq!(Kind::parse("PCLI").map(Kind::precision), Some(Precision::Country));
        assert_eq!(Kind::parse("PPLA3").map(Kind::precision), Some(Precision::City));
        assert_eq!(Kind::parse("HTL"), None);
    }
}
