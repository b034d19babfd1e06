//! The code tables of other event data sets: countries, CAMEO's names and scores, sectors spelled out.

use std::collections::HashMap;
use std::sync::OnceLock;

/// How other sets write a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Country {
    /// Short English name.
    pub name: &'static str,
    /// Number in the Correlates of War; empty where it has none.
    pub cow: &'static str,
    /// CAMEO's code.
    pub cameo: &'static str,
}

/// The country of an ISO code; none for the codes of PLOVER that are no country.
pub(super) fn country(code: &str) -> Option<Country> {
    static TABLE: OnceLock<HashMap<&'static str, Country>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = include_str!("../../../../knowledge/codes/countries.tsv").lines().skip(1);
        let row = |line: &'static str| {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[code, name, _, cow, cameo] = cells.as_slice() else { return None };
            Some((code, Country { name, cow, cameo }))
        };
        rows.filter_map(row).collect()
    });
    table.get(code).copied()
}

/// Name and Goldstein score of a CAMEO code, those of its parent where it has none of its own; empty where unknown.
///
/// # Source
/// Goldstein (1992), extended to CAMEO by the ICEWS project.
pub(super) fn cameo(code: &str) -> (&'static str, &'static str) {
    static TABLE: OnceLock<HashMap<&'static str, (&'static str, &'static str)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = include_str!("../../../../knowledge/codes/cameo.tsv").lines().skip(1);
        let row = |line: &'static str| {
            let (code, rest) = line.split_once('\t')?;
            Some((code, rest.split_once('\t')?))
        };
        rows.filter_map(row).collect()
    });
    let prefixes = (2..=code.len()).rev().filter_map(|end| code.get(..end));
    prefixes.filter_map(|prefix| table.get(prefix)).copied().next().unwrap_or_default()
}

/// Quad class in POLECAT's words.
pub(super) const fn quad(class: u8) -> &'static str {
    match class {
        1 => "VERBAL COOPERATION",
        2 => "MATERIAL COOPERATION",
        3 => "VERBAL CONFLICT",
        _ => "MATERIAL CONFLICT",
    }
}

/// A sector in ICEWS's words; the code where ICEWS has no word for it.
pub(super) fn sector(code: &str) -> &str {
    match code {
        "AGR" => "Agricultural",
        "BUS" => "Business",
        "COP" => "Police",
        "CRM" => "Criminals / Gangs",
        "CVL" => "General Population / Civilian / Social",
        "EDU" => "Education",
        "ELI" => "Elite",
        "GOV" => "Government",
        "JRN" => "News",
        "JUD" => "Judicial",
        "LAB" => "Labor",
        "LEG" => "Legislative / Parliamentary",
        "MED" => "Medical / Health",
        "MIL" => "Military",
        "OPP" => "Opposition",
        "PRM" => "Paramilitary",
        "PTY" => "Parties",
        "REB" => "Rebel",
        "REF" => "Refugees / Displaced",
        "REL" => "Religious",
        "SOC" => "Social",
        "SPY" => "Intelligence",
        "UAF" => "Unidentified Forces",
        _ => code,
    }
}
