//! A batch of reports as a whole.

use crate::copies::{Copies, Signature};
use crate::linkage::link;
use crate::space::Space;
use crate::{Background, Profile};
use demarche_text::Document;
use jiff::civil::Date;

/// What of a report is read.
#[derive(Clone, Copy, Debug)]
pub struct Report<'r> {
    /// Its name, unique in the batch: with the date it decides which of two reports counts as the first.
    pub id: &'r str,
    /// Headline, or nothing.
    pub title: &'r str,
    /// Text, with or without the headline.
    pub text: &'r str,
    /// Day of publication.
    pub date: Option<Date>,
}

impl<'r> From<&'r Document> for Report<'r> {
    fn from(document: &'r Document) -> Self {
        let title = document.title.as_deref().unwrap_or("");
        Self { id: &document.id, title, text: &document.text, date: document.date }
    }
}

/// What a report belongs to; numbers are places in the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// First report of its story.
    pub story: usize,
    /// The report that it is a copy of: the first with this text.
    pub copy_of: Option<usize>,
}

/// Story and original of each report, in the order of the batch. The order itself changes nothing but that.
pub fn tell(reports: &[Report]) -> Vec<Told> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|&at| (reports[at].date.is_none(), reports[at].date, reports[at].id, at));
    let profiles: Vec<Profile> =
        order.iter().map(|&at| Profile::of(reports[at].title, reports[at].text, reports[at].date)).collect();
    let mut space = Space::new(Background::news());
    for profile in &profiles {
        space.count(profile);
    }
    let mut near: Vec<Vec<(usize, f32)>> = profiles.iter().map(|profile| space.place(profile)).collect();
    let mut copies = Copies::default();
    let originals: Vec<Option<usize>> =
        order.iter().map(|&at| copies.add(Signature::of(body(&reports[at])))).collect();
    for (near, original) in near.iter_mut().zip(&originals) {
        // A copy is as near to its original as can be, however its headline reads.
        near.iter_mut().filter(|n| Some(n.0) == *original).for_each(|n| n.1 = 1.0);
    }
    let stories = link(&near);
    let mut told = vec![Told { story: 0, copy_of: None }; reports.len()];
    for (place, &at) in order.iter().enumerate() {
        told[at] =
            Told { story: order[stories[place]], copy_of: originals[place].map(|original| order[original]) };
    }
    told
}

/// The text without the headline that it may begin with.
pub fn body<'r>(report: &Report<'r>) -> &'r str {
    if report.title.is_empty() {
        return report.text;
    }
    report.text.strip_prefix(report.title).unwrap_or(report.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Archive;
    use jiff::civil::date;

    /// Two happenings a week apart in one process, and a third that has nothing to do with them; `c` is a copy of `a`.
    fn reports() -> Vec<Report<'static>> {
        let day = |day| Some(date(2019, 2, day));
        let report = |id, title, text, date| Report { id, title, text, date };
        let wire = "Hanoi will host the second summit of the presidents, the White House announced on Friday, ending talk of Da \
            Nang, the beach resort. The capital suits the visitors, who have an embassy there, diplomats said.";
        vec![
            report("c", "Hanoi chosen for summit", wire, day(9)),
            report(
                "d",
                "Tram derails in Croydon",
                "A tram derailed in Croydon, killing seven passengers.",
                day(9),
            ),
            report(
                "b",
                "Hanoi, not Da Nang",
                "The second summit will be in Hanoi, the White House announced.",
                day(9),
            ),
            report("a", "Hanoi to host summit", wire, day(8)),
            report(
                "e",
                "Seven dead in tram crash",
                "Seven passengers died when a tram derailed in Croydon.",
                day(10),
            ),
        ]
    }

    fn shown(reports: &[Report], told: &[Told]) -> String {
        let mut lines: Vec<String> = reports
            .iter()
            .zip(told)
            .map(|(r, t)| {
                let copy = t.copy_of.map_or(String::new(), |o| format!(", copy of {}", reports[o].id));
                format!("{}: {}{copy}", r.id, reports[t.story].id)
            })
            .collect();
        lines.sort();
        lines.join("; ")
    }

    #[test]
    fn the_order_of_the_batch_changes_nothing() {
        let mut reports = reports();
        let expected = "a: a; b: a; c: a, copy of a; d: d; e: d";
        for _ in 0..reports.len() {
            reports.rotate_left(1);
            assert_eq!(shown(&reports, &tell(&reports)), expected);
        }
        reports.reverse();
        assert_eq!(shown(&reports, &tell(&reports)), expected);
    }

    #[test]
    fn one_report_at_a_time_gives_the_same_here_and_says_why() {
        let mut reports = reports();
        reports.sort_by_key(|r| (r.date, r.id));
        let mut archive = Archive::default();
        let placed: Vec<crate::Placed> = reports
            .iter()
            .map(|r| archive.add(&Profile::of(r.title, r.text, r.date), Signature::of(r.text)))
            .collect();
        let told: Vec<Told> = placed.iter().map(|p| Told { story: p.story, copy_of: p.copy_of }).collect();
        assert_eq!(shown(&reports, &told), shown(&reports, &tell(&reports)));
        let last = placed.last().map(|p| p.shared.join(" "));
        insta::assert_snapshot!(last.unwrap_or_default(), @"tram croydon derail passenger seven in");
    }

    #[test]
    fn nothing_and_empty_reports_are_no_fault() {
        assert_eq!(tell(&[]), []);
        let empty = Report { id: "", title: "", text: "", date: None };
        assert_eq!(tell(&[empty, empty]), [0, 1].map(|story| Told { story, copy_of: None }));
    }
}
