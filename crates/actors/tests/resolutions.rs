//! Who noun phrases mean, at dates from 1990 on: `resolutions.tsv`, a phrase a line.

use demarche_actors::{Base, resolve};

/// An empty entity is not checked: the phrase names nobody in particular, or the base may come to know more.
#[test]
fn phrases_resolve_as_of_their_dates() {
    let mut wrong = vec![];
    for line in include_str!("resolutions.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [phrase, date, hint, code, entity] = cells[..] else { panic!("five columns in {line:?}") };
        let date = (!date.is_empty()).then(|| date.parse().expect("a date"));
        let found = resolve(Base::builtin(), phrase, date, (!hint.is_empty()).then_some(hint));
        let got = (found.actor.code(), found.actor.entity.unwrap_or_default().to_string());
        if got.0 != code || !entity.is_empty() && got.1 != entity {
            wrong.push(format!(
                "{phrase} {date:?}: expected {code} {entity}, but found {got:?} by {:?}",
                found.rule
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An image of the base says the same as the base.
#[test]
fn an_image_resolves_as_its_base() {
    let image = Base::builtin().to_image();
    assert!(image.len() < 15_000_000, "an image of {} bytes", image.len());
    let base = Base::from_image(&image).expect("an image just written");
    for line in include_str!("resolutions.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (date, hint) = (cells[1].parse().ok(), Some(cells[2]).filter(|h| !h.is_empty()));
        assert_eq!(
            resolve(&base, cells[0], date, hint),
            resolve(Base::builtin(), cells[0], date, hint),
            "{line}"
        );
    }
    assert!(Base::from_image(&image[..image.len() / 2]).is_err());
    assert!(base.to_image() == image, "what is read is not what was written");
}

/// The set is large, spread over the years, and not of the past alone.
#[test]
fn the_set_is_wide() {
    let dates = || include_str!("resolutions.tsv").lines().skip(1).filter_map(|l| l.split('\t').nth(1));
    assert!(dates().count() >= 250);
    assert!(dates().filter(|d| *d >= "2022").count() >= 60);
    let years: std::collections::BTreeSet<&str> = dates().filter_map(|d| d.get(..4)).collect();
    assert!(years.len() >= 30, "{years:?}");
}
