//! Which of the places of a name a report means: a sum of weighed reasons, and what the other names of the report say.
//!
//! A name keeps its place through a report, but for "Paris, Texas" beside "Paris, France". The reasons are those of the
//! literature (Leidner 2007; Lieberman and Samet 2012): prominence, containment, country and division of the other
//! names, nearness to them. The weights are fitted; docs/PLACES.md has how.

use crate::Kind;
use crate::gazetteer::Candidate;
use crate::spot::Spot;
use crate::words::Class;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Candidates of a name that are weighed: the most prominent ones.
const MOST: usize = 32;
/// Rounds in which names learn from each other.
const ROUNDS: usize = 3;

/// What is known of a candidate, as numbers to be weighed.
pub type Features = [f32; FEATURES];

/// Declares the features once: variant, name, weight, meaning.
macro_rules! features {
    ($($variant:ident $name:literal $weight:literal $doc:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug)]
        enum Feature { $(#[doc = $doc] $variant,)* }

        /// How many features a candidate has.
        pub const FEATURES: usize = [$($weight),*].len();
        /// What each weighs.
        const WEIGHTS: Features = [$($weight),*];

        /// Names of the features, in their order.
        pub fn feature_names() -> [&'static str; FEATURES] {
            [$($name),*]
        }
    };
}

features! {
    People "people" 8.61 "The logarithm of how many people live there, 1 for ten million.",
    Country "country" 1.36 "It is a country.",
    Division "division" 0.42 "It is a division of the first level.",
    Capital "capital" 0.50 "It is a capital.",
    Seat "seat" 0.54 "It governs a division.",
    County "county" -0.91 "It is a county, and the word is not there.",
    Region "region" 7.84 "It is a region, sea, river, island, mountain.",
    Quarter "quarter" 0.22 "It is a part of a town.",
    Alias "alias" 1.33 "The name is not its first.",
    Adjective "adjective" 1.72 "The name is an adjective or a people.",
    Sort "sort" 2.00 "The word beside it says that it is of this sort.",
    OtherSort "other-sort" -0.34 "The word beside it says that it is of another.",
    Contained "contained" 2.50 "It lies where the words say.",
    Elsewhere "elsewhere" 1.19 "It does not.",
    Holds "holds" 2.87 "Another place is said to lie in it, and does.",
    SameCountry "same-country" 1.56 "Other names are in its country.",
    SameDivision "same-division" 2.95 "Other names are in its division.",
    Near "near" 1.52 "Other names are near it.",
}

/// A name of the report with the mentions that mean the same place.
#[derive(Debug)]
pub(crate) struct Group<'g> {
    pub mentions: Vec<usize>,
    pub options: Vec<Choice<'g>>,
    /// How much it says of the others.
    weight: f32,
    container: Option<usize>,
}

/// A candidate with what speaks for it.
#[derive(Clone, Debug)]
pub(crate) struct Choice<'g> {
    pub candidate: Candidate<'g>,
    pub features: Features,
    /// Weighed sum of the features.
    pub score: f32,
    /// Its share among the candidates of its name.
    pub share: f32,
    country: u32,
    division: u64,
    cell: (i16, i16),
}

/// Groups the spots of a report and weighs the candidates of each; the best stands first.
pub(crate) fn groups<'g>(spots: &[Spot<'g>]) -> Vec<Group<'g>> {
    let mut groups = gather(spots);
    let holding = holders(spots, &groups);
    for (group, holds) in groups.iter_mut().zip(&holding) {
        alone(group, spots, holds);
    }
    for _ in 0..ROUNDS {
        shares(&mut groups);
        together(&mut groups);
    }
    shares(&mut groups);
    for group in &mut groups {
        group.options.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then(a.candidate.entry.id.cmp(&b.candidate.entry.id))
        });
        town_first(group);
    }
    groups
}

/// A division named for its main town means the town, where no word says otherwise: "Idlib", "Geneva".
fn town_first(group: &mut Group<'_>) {
    const MAIN: f32 = 0.2;
    let Some(best) = group.options.first() else { return };
    let region = best.candidate.entry;
    let said = best.features[Feature::Sort as usize] > 0.0;
    if said || !matches!(region.kind, Kind::Division | Kind::County) {
        return;
    }
    let main = group.options.iter().position(|o| {
        let town = &o.candidate.entry;
        town.kind.is_town()
            && lies_in(&o.candidate, &best.candidate)
            && town.population >= MAIN * region.population
    });
    if let Some(main) = main {
        group.options[..=main].rotate_right(1);
    }
}

/// Mentions of one name are one group; those that name another container are one of their own.
fn gather<'g>(spots: &[Spot<'g>]) -> Vec<Group<'g>> {
    let mut known: FxHashMap<(usize, Option<usize>), usize> = FxHashMap::default();
    let mut first: FxHashMap<usize, usize> = FxHashMap::default();
    let mut groups: Vec<Group<'g>> = Vec::new();
    let contained = (0..spots.len()).filter(|&i| spots[i].container.is_some());
    let bare = (0..spots.len()).filter(|&i| spots[i].container.is_none());
    for i in contained.chain(bare) {
        let spot = &spots[i];
        let container = spot.container.map(|c| spots[c].name);
        let group = match container {
            None => first.get(&spot.name).copied(),
            Some(_) => known.get(&(spot.name, container)).copied(),
        };
        let group = group.unwrap_or_else(|| {
            groups.push(Group {
                mentions: vec![],
                options: options(&spot.candidates),
                weight: 0.0,
                container: spot.container,
            });
            groups.len() - 1
        });
        known.insert((spot.name, container), group);
        first.entry(spot.name).or_insert(group);
        groups[group].mentions.push(i);
    }
    for group in &mut groups {
        let adjective = group.options.iter().all(|o| o.candidate.adjective);
        group.weight = (1.0 + group.mentions.len() as f32).ln() * if adjective { 0.5 } else { 1.0 };
    }
    groups
}

/// The most prominent candidates. A spelling counts only where no place has the name as its first, but for what is larger
/// than a town.
fn options<'g>(candidates: &Rc<Vec<Candidate<'g>>>) -> Vec<Choice<'g>> {
    let spelled = |c: &Candidate<'_>| c.alias && !c.entry.kind.contains();
    let named = candidates.iter().any(|c| !spelled(c));
    let mut best: Vec<&Candidate<'g>> = candidates.iter().filter(|c| !named || !spelled(c)).collect();
    if best.len() > MOST {
        best.sort_by(|a, b| b.entry.population.total_cmp(&a.entry.population));
        best.truncate(MOST);
    }
    best.into_iter().map(|c| choice(*c)).collect()
}

fn choice(candidate: Candidate<'_>) -> Choice<'_> {
    let entry = &candidate.entry;
    let country = entry.country.bytes().fold(0, |n: u32, b| n << 8 | u32::from(b));
    let division = match entry.admin1 {
        "" => 0,
        name => {
            name.bytes().fold(u64::from(country), |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        }
    };
    Choice {
        candidate,
        features: [0.0; FEATURES],
        score: 0.0,
        share: 0.0,
        country,
        division,
        cell: (entry.lat.floor() as i16, entry.lon.floor() as i16),
    }
}

/// For each group, the spots that lie in it by their own words.
fn holders(spots: &[Spot<'_>], groups: &[Group<'_>]) -> Vec<Vec<usize>> {
    let mut of_spot = vec![0; spots.len()];
    for (g, group) in groups.iter().enumerate() {
        group.mentions.iter().for_each(|&m| of_spot[m] = g);
    }
    let mut holding = vec![Vec::new(); groups.len()];
    for (i, spot) in spots.iter().enumerate() {
        if let Some(container) = spot.container {
            holding[of_spot[container]].push(i);
        }
    }
    holding
}

/// Features that need no other name but a container.
fn alone(group: &mut Group<'_>, spots: &[Spot<'_>], holds: &[usize]) {
    let generic = group.mentions.iter().find_map(|&m| spots[m].generic.filter(|g| sort(*g).is_some()));
    let words = group.mentions.first().map_or(1, |&m| spots[m].tokens.len());
    let container = group.container.map(|c| &spots[c]);
    if let Some(container) = container.filter(|_| group.mentions.iter().any(|&m| spots[m].surely)) {
        let inside = |o: &Choice<'_>| container.candidates.iter().any(|c| lies_in(&o.candidate, c));
        if group.options.iter().any(inside) {
            group.options.retain(inside);
        }
    }
    first_names(group, generic == Some(Class::Division));
    for option in &mut group.options {
        let Candidate { entry, alias, adjective } = option.candidate;
        let f = &mut option.features;
        let mut set = |feature: Feature, value: bool| f[feature as usize] = f32::from(u8::from(value));
        set(Feature::Country, entry.kind == Kind::Country);
        set(Feature::Division, entry.kind == Kind::Division);
        set(Feature::Capital, entry.kind == Kind::Capital);
        set(Feature::Seat, entry.kind == Kind::Seat);
        set(Feature::County, entry.kind == Kind::County && words == 1 && generic.is_none());
        set(Feature::Region, !(entry.kind.contains() || entry.kind.is_town() || entry.kind == Kind::County));
        set(Feature::Quarter, entry.kind == Kind::Quarter);
        set(Feature::Alias, alias && !(entry.kind == Kind::County && generic == Some(Class::County)));
        set(Feature::Adjective, adjective);
        set(Feature::Sort, generic.and_then(sort).is_some_and(|s| s(entry.kind)));
        set(Feature::OtherSort, generic.and_then(sort).is_some_and(|s| !s(entry.kind)));
        if let Some(container) = container {
            let inside = container.candidates.iter().any(|c| lies_in(&option.candidate, c));
            set(Feature::Contained, inside);
            set(Feature::Elsewhere, !inside);
        }
        let held = holds.iter().any(|&h| spots[h].candidates.iter().any(|c| lies_in(c, &option.candidate)));
        set(Feature::Holds, held);
        f[Feature::People as usize] = (entry.population + 1.0).log10() / 7.0;
        option.score = weigh(f);
    }
}

/// Drops divisions of which the name is but an alias ("Moscow" of Moscow Oblast), where another division has it as its
/// first, or a main town and no word asks for a division.
fn first_names(group: &mut Group<'_>, division_said: bool) {
    let first = |o: &Choice<'_>| !o.candidate.alias && !o.candidate.adjective;
    let rival = |o: &Choice<'_>| match o.candidate.entry.kind {
        Kind::Division => first(o),
        Kind::Capital | Kind::Seat => first(o) && !division_said,
        _ => false,
    };
    if group.options.iter().any(rival) {
        group.options.retain(|o| first(o) || o.candidate.entry.kind != Kind::Division);
    }
}

/// Which kinds a word behind a name speaks for.
fn sort(generic: Class) -> Option<fn(Kind) -> bool> {
    match generic {
        Class::County => Some(|k| k == Kind::County),
        Class::Division => Some(|k| matches!(k, Kind::Division | Kind::County | Kind::Region)),
        Class::Town => Some(Kind::is_town),
        _ => None,
    }
}

/// True where the place lies in the other: in that country, that division, or near the middle of that county.
pub(crate) fn lies_in(inner: &Candidate<'_>, outer: &Candidate<'_>) -> bool {
    let (i, o) = (&inner.entry, &outer.entry);
    if outer.adjective || i.country != o.country || o.country.is_empty() || (i.id == o.id && i.kind == o.kind)
    {
        return false;
    }
    match o.kind {
        Kind::Country => i.kind != Kind::Country,
        Kind::Division => i.admin1 == o.admin1 && !i.admin1.is_empty() && !i.kind.contains(),
        Kind::County => i.admin1 == o.admin1 && (i.lat - o.lat).abs() < 0.6 && (i.lon - o.lon).abs() < 0.8,
        _ => false,
    }
}

fn weigh(features: &Features) -> f32 {
    features.iter().zip(WEIGHTS).map(|(f, weight)| f * weight).sum()
}

/// Shares of the candidates of each name.
fn shares(groups: &mut [Group<'_>]) {
    for group in groups {
        let top = group.options.iter().map(|o| o.score).fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for option in &mut group.options {
            option.share = (option.score - top).exp();
            sum += option.share;
        }
        group.options.iter_mut().for_each(|o| o.share /= sum);
    }
}

/// What all names of the report say of countries, divisions and neighbourhoods.
#[derive(Default)]
struct Masses {
    countries: FxHashMap<u32, f32>,
    divisions: FxHashMap<u64, f32>,
    cells: FxHashMap<(i16, i16), f32>,
}

/// Features that the other names give.
fn together(groups: &mut [Group<'_>]) {
    let mut masses = Masses::default();
    for group in groups.iter() {
        for option in group.options.iter().filter(|o| o.share > 0.01) {
            let mass = group.weight * option.share;
            *masses.countries.entry(option.country).or_default() += mass;
            *masses.divisions.entry(option.division).or_default() += mass;
            if is_point(option) {
                *masses.cells.entry(option.cell).or_default() += mass;
            }
        }
    }
    for group in groups.iter_mut() {
        if group.options.len() > 1 {
            learn(group, &masses);
        }
    }
}

/// True for what lies near something.
fn is_point(option: &Choice<'_>) -> bool {
    let kind = option.candidate.entry.kind;
    kind.is_town() || matches!(kind, Kind::County | Kind::Site)
}

fn learn(group: &mut Group<'_>, masses: &Masses) {
    let own: Vec<(u32, u64, (i16, i16), f32)> = group
        .options
        .iter()
        .filter(|o| o.share > 0.01)
        .map(|o| (o.country, o.division, o.cell, if is_point(o) { group.weight * o.share } else { 0.0 }))
        .collect();
    let whole: Vec<f32> =
        group.options.iter().filter(|o| o.share > 0.01).map(|o| group.weight * o.share).collect();
    for option in &mut group.options {
        let mut country = masses.countries.get(&option.country).copied().unwrap_or(0.0);
        let mut division = masses.divisions.get(&option.division).copied().unwrap_or(0.0);
        let mut near = 0.0;
        for (lat, lon) in (-1..=1).flat_map(|lat| (-1..=1).map(move |lon| (lat, lon))) {
            near += masses.cells.get(&(option.cell.0 + lat, option.cell.1 + lon)).copied().unwrap_or(0.0);
        }
        for ((c, d, cell, point), all) in own.iter().zip(&whole) {
            country -= if *c == option.country { *all } else { 0.0 };
            division -= if *d == option.division { *all } else { 0.0 };
            let beside = (cell.0 - option.cell.0).abs() < 2 && (cell.1 - option.cell.1).abs() < 2;
            near -= if beside { *point } else { 0.0 };
        }
        let known = |mass: f32, is: bool| if is { mass.max(0.0).ln_1p() } else { 0.0 };
        option.features[Feature::SameCountry as usize] = known(country, option.country != 0);
        option.features[Feature::SameDivision as usize] =
            known(division, option.division != 0 && !option.candidate.entry.kind.contains());
        option.features[Feature::Near as usize] = known(near, is_point(option));
        option.score = weigh(&option.features);
    }
}

/// Why a place was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The gazetteer has one place of this name.
    Only,
    /// The words say in what it lies: "Paris, Texas".
    Contained,
    /// The word behind it says what it is: "Idlib province".
    Sort,
    /// Other places of the report are near it.
    Near,
    /// Other places of the report are in its division.
    Division,
    /// Other places of the report are in its country.
    Country,
    /// A division is named for it, and its main town is meant.
    MainTown,
    /// It is the best known.
    Prominence,
}

impl Reason {
    /// As reasons have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Only => "the only place of this name",
            Self::Contained => "the words say what it lies in",
            Self::Sort => "the word beside it says what it is",
            Self::Near => "other places of the report are near it",
            Self::Division => "other places of the report are in its division",
            Self::Country => "other places of the report are in its country",
            Self::MainTown => "the main town of the division named for it",
            Self::Prominence => "the best known of this name",
        }
    }
}

/// The reason that weighed most for the best against the second.
pub(crate) fn reason(group: &Group<'_>) -> Reason {
    let [best, second, ..] = group.options.as_slice() else {
        let contained = group.options.iter().any(|o| o.features[Feature::Contained as usize] > 0.0);
        return if contained { Reason::Contained } else { Reason::Only };
    };
    if best.features[Feature::Contained as usize] > 0.0 {
        return Reason::Contained;
    }
    // "Moscow" of which the division was the likelier reading: see `town_first`.
    if best.score < second.score {
        return Reason::MainTown;
    }
    let gain = |f: Feature| (best.features[f as usize] - second.features[f as usize]) * WEIGHTS[f as usize];
    let reasons = [
        (Reason::Contained, gain(Feature::Contained) + gain(Feature::Elsewhere)),
        (Reason::Sort, gain(Feature::Sort) + gain(Feature::OtherSort)),
        (Reason::Near, gain(Feature::Near)),
        (Reason::Division, gain(Feature::SameDivision)),
        (Reason::Country, gain(Feature::SameCountry)),
    ];
    let (reason, most) =
        reasons.into_iter().fold((Reason::Prominence, 0.01), |a, b| if b.1 > a.1 { b } else { a });
    let rest = best.score - second.score - most;
    if most > rest.max(0.0) { reason } else { Reason::Prominence }
}
