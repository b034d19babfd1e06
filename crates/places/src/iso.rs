//! Codes of countries: two letters in `GeoNames`, three in our records.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The alpha-3 code of ISO 3166-1 for an alpha-2 code; `KOS` for Kosovo.
///
/// ```
/// assert_eq!(demarche_places::alpha3("FR"), Some("FRA"));
/// assert_eq!(demarche_places::alpha3("XX"), None);
/// ```
pub fn alpha3(alpha2: &str) -> Option<&'static str> {
    static CODES: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    let codes = CODES.get_or_init(|| {
        include_str!("../data/iso.tsv").lines().skip(1).filter_map(|row| row.split_once('\t')).collect()
    });
    codes.get(alpha2).copied()
}
