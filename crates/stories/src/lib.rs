//! Stories: which reports tell of the same happening, and which are copies of one another.
//!
//! [`tell`] takes a batch of reports and gives each its story and, where it is a copy, its original. The outcome does not
//! depend on the order of the batch. [`Archive`] does the same for reports that come one at a time.
//! [`Likeness`] is what somebody keeps who has more reports than fit into memory.
//!
//! ```
//! use demarche_stories::{Report, tell};
//! let report = |id, title, text| Report { id, title, text, date: None };
//! let reports = [
//!     report("a", "Tram derails in Croydon", "A tram derailed in Croydon, killing seven people."),
//!     report("b", "Equifax admits breach", "Hackers stole the data of 143 million customers of Equifax."),
//!     report("c", "Seven die as tram derails", "Seven people were killed when a tram derailed in Croydon."),
//! ];
//! let told = tell(&reports);
//! assert_eq!(told.iter().map(|t| t.story).collect::<Vec<_>>(), [0, 1, 0]);
//! ```
//!
//! It leaves out what the reports say: that is the ledger's. docs/STORIES.md has the measure and its reasons.

mod archive;
mod background;
mod copies;
mod kept;
mod linkage;
mod profile;
mod space;
mod tell;
mod words;

pub use archive::{Archive, Placed};
pub use background::Background;
pub use copies::{Copies, Signature};
pub use kept::{Commonness, Likeness, Weighed, shared};
pub use linkage::THRESHOLD;
pub use profile::Profile;
pub use tell::{Report, Told, tell};
