//! Offices that one person of a country holds at a time.

/// An office, as far as titles tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Office {
    /// President of a state or, by country code, of an organisation.
    President,
    /// Prime minister, chancellor, premier.
    Government,
    /// King, emir, sultan.
    Monarch,
    /// Supreme leader, or leader where nothing else names the office.
    Leader,
    /// Head of the foreign ministry.
    Foreign,
    /// Head of the defence ministry.
    Defense,
    /// Head of the interior ministry.
    Interior,
    /// Head of the treasury.
    Finance,
    /// Secretary-general, director-general.
    Secretary,
    /// National security adviser.
    Security,
    /// Vice president.
    Vice,
    /// Pope.
    Pope,
    /// Heir to a throne.
    Heir,
    /// Head of the justice ministry.
    Justice,
    /// Head of the health ministry.
    Health,
    /// Head of the ministry of the economy.
    Economy,
    /// Head of the trade ministry.
    Trade,
    /// Head of the ministry of energy or oil.
    Energy,
    /// Head of the ministry of information.
    Information,
    /// Attorney general.
    Attorney,
    /// Speaker of the parliament.
    Speaker,
    /// Chief of the armed forces' staff.
    Staff,
    /// Governor of the central bank.
    Bank,
    /// Head of the intelligence service.
    Intelligence,
    /// Anything else.
    Other,
}

/// Words of a title, as folded singulars between spaces → office; the first line that fits decides.
const TITLES: &[(&[&str], Office)] = &[
    (&["deputy"], Office::Other),
    (&["assistant"], Office::Other),
    (&["under secretary"], Office::Other),
    (&["undersecretary"], Office::Other),
    (&["shadow"], Office::Other),
    (&["ceremonial"], Office::Other),
    (&["adviser to"], Office::Other),
    (&["advisor to"], Office::Other),
    (&["aide to"], Office::Other),
    (&["former"], Office::Other),
    (&["spokesman"], Office::Other),
    (&["lady"], Office::Other),
    (&["vice president"], Office::Vice),
    (&["vice"], Office::Other),
    (&["prime minister"], Office::Government),
    (&["premier"], Office::Government),
    (&["chancellor", "exchequer"], Office::Finance),
    (&["lord chancellor"], Office::Justice),
    (&["chancellor", "lancaster"], Office::Other),
    (&["chancellor"], Office::Government),
    (&["taoiseach"], Office::Government),
    (&["head of government"], Office::Government),
    (&["head of the government"], Office::Government),
    (&["head of state"], Office::Leader),
    (&["president", "senate"], Office::Other),
    (&["president", "assembly"], Office::Other),
    (&["president", "parliament"], Office::Other),
    (&["president", "court"], Office::Other),
    (&["president", "council"], Office::Other),
    (&["president", "region"], Office::Other),
    (&["president"], Office::President),
    (&["foreign", "minister"], Office::Foreign),
    (&["foreign", "secretary"], Office::Foreign),
    (&["external affair", "minister"], Office::Foreign),
    (&["secretary of state for"], Office::Other),
    (&["secretary of state"], Office::Foreign),
    (&["defense", "minister"], Office::Defense),
    (&["defense", "secretary"], Office::Defense),
    (&["secretary", "defense"], Office::Defense),
    (&["interior", "minister"], Office::Interior),
    (&["internal affair", "minister"], Office::Interior),
    (&["home secretary"], Office::Interior),
    (&["finance", "minister"], Office::Finance),
    (&["treasury secretary"], Office::Finance),
    (&["secretary of the treasury"], Office::Finance),
    (&["justice minister"], Office::Justice),
    (&["minister of justice"], Office::Justice),
    (&["health minister"], Office::Health),
    (&["health secretary"], Office::Health),
    (&["minister of health"], Office::Health),
    (&["economy minister"], Office::Economy),
    (&["trade minister"], Office::Trade),
    (&["energy minister"], Office::Energy),
    (&["oil minister"], Office::Energy),
    (&["information minister"], Office::Information),
    (&["attorney general"], Office::Attorney),
    (&["speaker"], Office::Speaker),
    (&["chief of staff of the armed force"], Office::Staff),
    (&["chief of staff of the armed forces"], Office::Staff),
    (&["army chief of staff"], Office::Staff),
    (&["chief of general staff"], Office::Staff),
    (&["chief of the general staff"], Office::Staff),
    (&["chairman of the joint chief of staff"], Office::Staff),
    (&["central bank governor"], Office::Bank),
    (&["governor of the central bank"], Office::Bank),
    (&["intelligence chief"], Office::Intelligence),
    (&["secretary general"], Office::Secretary),
    (&["director general"], Office::Secretary),
    (&["general secretary"], Office::Leader),
    (&["national security advis"], Office::Security),
    (&["supreme leader"], Office::Leader),
    (&["crown prince"], Office::Heir),
    (&["king"], Office::Monarch),
    (&["queen"], Office::Monarch),
    (&["emperor"], Office::Monarch),
    (&["emir"], Office::Monarch),
    (&["sultan"], Office::Monarch),
    (&["monarch"], Office::Monarch),
    (&["grand duke"], Office::Monarch),
    (&["sovereign prince"], Office::Monarch),
    (&["pope"], Office::Pope),
    (&["leader"], Office::Leader),
];

impl Office {
    /// Every office, in the order of declaration.
    pub const ALL: &'static [Self] = &[
        Self::President,
        Self::Government,
        Self::Monarch,
        Self::Leader,
        Self::Foreign,
        Self::Defense,
        Self::Interior,
        Self::Finance,
        Self::Secretary,
        Self::Security,
        Self::Vice,
        Self::Pope,
        Self::Heir,
        Self::Justice,
        Self::Health,
        Self::Economy,
        Self::Trade,
        Self::Energy,
        Self::Information,
        Self::Attorney,
        Self::Speaker,
        Self::Staff,
        Self::Bank,
        Self::Intelligence,
        Self::Other,
    ];

    /// The office that a folded title names.
    pub fn of(title: &str) -> Self {
        let mut words = String::with_capacity(title.len() + 2);
        let mut starts: Vec<usize> = vec![];
        for word in title.split(' ') {
            words.push(' ');
            starts.push(words.len());
            words.push_str(&crate::fold::singular(word));
        }
        words.push(' ');
        let has = |part: &&str| {
            starts.iter().map(|at| &words[*at..]).any(|rest| {
                let after = rest.strip_prefix(*part);
                after.is_some_and(|after| after.starts_with(' ') || part.ends_with("advis"))
            })
        };
        TITLES.iter().find(|(parts, _)| parts.iter().all(has)).map_or(Self::Other, |(_, office)| *office)
    }

    /// How much an office outweighs others that the same person holds.
    pub const fn weight(self) -> u8 {
        match self {
            Self::President | Self::Government | Self::Monarch | Self::Leader | Self::Pope => 3,
            Self::Secretary | Self::Foreign | Self::Defense | Self::Vice | Self::Security | Self::Heir => 2,
            Self::Other => 0,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Office;

    #[test]
    fn every_office_is_at_its_place() {
        for (at, office) in Office::ALL.iter().enumerate() {
            assert_eq!(*office as usize, at);
        }
    }

    #[test]
    fn titles_name_offices() {
        let cases = [
            ("president", Office::President),
            ("vice president", Office::Vice),
            ("minister of foreign affairs", Office::Foreign),
            ("foreign minister", Office::Foreign),
            ("secretary of state", Office::Foreign),
            ("secretary of state for wales", Office::Other),
            ("deputy prime minister", Office::Other),
            ("prime minister", Office::Government),
            ("national security adviser", Office::Security),
            ("chancellor of the exchequer", Office::Finance),
            ("shaking hands", Office::Other),
            ("minister of agriculture", Office::Other),
        ];
        for (title, office) in cases {
            assert_eq!(Office::of(title), office, "{title}");
        }
    }
}
