//! The actor base and the gazetteer that come with the program: images of the tables, made when the program was built.

use demarche_actors::Base;
use demarche_places::{Gazetteer, Image};
use std::sync::OnceLock;

/// See the build script.
static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actors.image"));

/// The base that comes with the program, read on first use.
///
/// # Panics
/// If the embedded image is broken, which a test rules out.
pub fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| Base::from_image(IMAGE).expect("a test reads the embedded image"))
}

/// See the build script.
static PLACES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.image"));

/// The gazetteer that comes with the program.
///
/// # Panics
/// If the embedded image is broken, which a test rules out.
pub fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
        let mut gazetteer = Gazetteer::default();
        gazetteer.add(Image::new(PLACES).expect("a test reads the embedded image"));
        gazetteer
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_image_is_sound() {
        assert_eq!(super::base().country_name("PRK"), Some("North Korea"));
    }

    #[test]
    fn the_embedded_gazetteer_is_sound_and_small() {
        let paris = super::gazetteer().candidates("Paris");
        assert!(
            paris.iter().any(|c| c.entry.country == "FRA") && paris.iter().any(|c| c.entry.admin1 == "Texas")
        );
        assert!(super::PLACES.len() < 12 << 20, "{}", super::PLACES.len());
    }
}
