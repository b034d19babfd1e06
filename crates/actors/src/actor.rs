//! Who somebody is, as far as it is known.

use crate::{Sector, Str};

/// An actor: the country or organisation it belongs to, its sectors, and which person or body it is.
///
/// ```
/// use demarche_actors::{Actor, Sector};
/// let soldiers = Actor { country: Some("SYR".into()), sectors: vec![Sector::Mil], ..Actor::default() };
/// assert_eq!(soldiers.code(), "SYRMIL");
/// assert_eq!(Actor::default().code(), "---");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// ISO 3166-1 alpha-3, `KOS`, `PSE`, or a PLOVER non-state: `UNO EUR IGO NGO ISM IMG MNC`.
    pub country: Option<Str>,
    /// Sectors, the main one first.
    pub sectors: Vec<Sector>,
    /// Stable slug of a person or body in the actor base.
    pub entity: Option<Str>,
    /// Its canonical name.
    pub name: Option<Str>,
    /// Its code in a dictionary of the user's own, which stands as it is.
    pub own: Option<Str>,
}

impl Actor {
    /// Country and first sector; a part that is unknown is left out, and `---` stands where neither is known. What a
    /// dictionary of the user's own says stands instead.
    pub fn code(&self) -> String {
        if let Some(own) = &self.own {
            return own.to_string();
        }
        let country = self.country.as_deref().unwrap_or("");
        let sector = self.sectors.first().map_or("", |s| s.as_str());
        if country.is_empty() && sector.is_empty() { "---".to_owned() } else { format!("{country}{sector}") }
    }

    /// True where neither country nor sector nor entity is known.
    pub fn is_unknown(&self) -> bool {
        self.country.is_none() && self.sectors.is_empty() && self.entity.is_none()
    }

    /// Reads a code as [`Actor::code`] writes it; more than one sector may follow the country. An unknown part is
    /// left out.
    ///
    /// ```
    /// # use demarche_actors::{Actor, Sector};
    /// let actor = Actor::from_code("USAGOVMIL");
    /// assert_eq!(actor.country.as_deref(), Some("USA"));
    /// assert_eq!(actor.sectors, [Sector::Gov, Sector::Mil]);
    /// assert_eq!(Actor::from_code("CVL").sectors, [Sector::Cvl]);
    /// ```
    pub fn from_code(code: &str) -> Self {
        let mut parts = code.as_bytes().chunks(3).filter_map(|c| std::str::from_utf8(c).ok()).peekable();
        let first =
            parts.next_if(|part| part.len() == 3 && *part != "---" && part.parse::<Sector>().is_err());
        let country = first.map(Str::from);
        Self { country, sectors: parts.filter_map(|p| p.parse().ok()).collect(), ..Self::default() }
    }
}
