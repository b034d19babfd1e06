//! The actor base that comes with the program: an image of the tables, made when the program was built.

use demarche_actors::Base;
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_image_is_sound() {
        assert_eq!(super::base().country_name("PRK"), Some("North Korea"));
    }
}
