//! The tables that come with the program.

use crate::Tables;

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../../knowledge/actors/", $name, ".tsv"))
    };
}

/// Every table under `knowledge/actors/`.
pub(crate) const TABLES: Tables<'static> = Tables {
    countries: table!("countries"),
    peoples: table!("peoples"),
    agents: table!("agents"),
    organisations: table!("organisations"),
    groups: table!("groups"),
    media: table!("media"),
    companies: table!("companies"),
    people: table!("people"),
    places: table!("cities"),
    given_names: table!("given-names"),
};
