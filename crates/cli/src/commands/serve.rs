//! `demarche serve`: the desk, and `demarche mcp`: the same for an assistant.

use super::ingest;
use crate::coder::CoderArgs;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use demarche_fetch::{Asking, Client, Guard, Limits};
use demarche_ledger::LedgerRules;
use demarche_web::{App, Settings};
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Serves the desk over a store to a browser: what is due, the ledger, events, reports, search, audit.
#[derive(Args)]
#[command(
    after_help = "Example:\n  demarche serve --store news.db\n\nWithout --store it opens on the examples that come with the program."
)]
pub struct Serve {
    /// The store; without one the examples that come with the program
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Address and port to listen at; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7373))]
    listen: SocketAddr,
    /// What everybody who asks has to know; needed where others can reach the address. `DEMARCHE_TOKEN` in the environment hides it
    /// from the list of processes
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// A name of this machine that browsers may use, such as desk.example.org; may be given more than once
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// A host of a private network that watchlists may tell, such as 10.0.0.7 or hooks.internal:8443; may be given more than once
    #[arg(long, value_name = "HOST[:PORT]")]
    allow_private: Vec<String>,
    #[command(flatten)]
    coder: CoderArgs,
}

/// Answers an assistant's questions over a store: a server of the Model Context Protocol on standard input and output.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche mcp --store news.db")]
pub struct Mcp {
    /// The store; without one the examples that come with the program
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    #[command(flatten)]
    coder: CoderArgs,
}

/// Shortest token, in bytes.
const TOKEN: usize = 16;

/// The examples that come with the program.
const EXAMPLES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Runs the command.
///
/// # Errors
/// When the store cannot be read, the address cannot be had, or others can reach it and there is no token.
pub fn run(command: &Serve) -> Result<()> {
    let token =
        command.token.clone().or_else(|| std::env::var("DEMARCHE_TOKEN").ok().filter(|t| !t.is_empty()));
    check_token(command.listen.ip(), token.as_deref())?;
    let post = post(&command.allow_private)?;
    let listener = TcpListener::bind(command.listen).with_context(|| command.listen.to_string())?;
    let at = listener.local_addr()?;
    let desk = Desk::open(command.store.as_deref(), &command.coder)?;
    let mut hosts = command.hosts.clone();
    hosts.extend((!at.ip().is_unspecified()).then(|| at.ip().to_string()));
    let secured = token.is_some();
    let app = app(Settings { token, hosts, ..desk.settings() }, &command.coder)?;
    eprintln!("the desk is at http://{at}/{}", if secured { " for those who know the token" } else { "" });
    demarche_web::serve(&app, listener, Some(post))?;
    Ok(())
}

/// How addresses of watchlists are told: as feeds are asked, private networks left alone, a redirect not followed.
fn post(exceptions: &[String]) -> Result<demarche_web::Post> {
    let name = concat!("demarche/", env!("CARGO_PKG_VERSION"));
    let client = Client::new(Guard::new(exceptions)?, Limits::default(), name)?;
    Ok(Arc::new(move |hook, body| {
        let asking = Asking { fields: &[("content-type", "application/json")], ..Asking::default() };
        let answer =
            demarche_fetch::address(hook).and_then(|url| client.post(&url, body.as_bytes(), &asking));
        let answer = answer.map_err(|error| error.to_string())?;
        let told = (200..300).contains(&answer.status);
        if told { Ok(()) } else { Err(format!("expected a status of success, but found {}", answer.status)) }
    }))
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read.
pub fn mcp(command: &Mcp) -> Result<()> {
    let desk = Desk::open(command.store.as_deref(), &command.coder)?;
    let app = app(desk.settings(), &command.coder)?;
    demarche_web::mcp(&app)?;
    Ok(())
}

fn check_token(address: IpAddr, token: Option<&str>) -> Result<()> {
    match token {
        Some(token)
            if token.len() < TOKEN
                || !token.bytes().all(|b| b.is_ascii_graphic() && b != b';' && b != b',') =>
        {
            bail!(
                "expected a token of at least {TOKEN} letters and digits, but found another\nhint: openssl rand -hex 16"
            );
        }
        None if !address.is_loopback() => {
            bail!(
                "{address}: expected a token where others can reach the desk, but found none\nhint: --token or DEMARCHE_TOKEN"
            );
        }
        _ => Ok(()),
    }
}

/// A store to open a desk over, and the folder that goes with it where it is made for the purpose.
struct Desk {
    store: PathBuf,
    folder: Option<tempfile::TempDir>,
}

impl Desk {
    fn open(store: Option<&Path>, coder: &CoderArgs) -> Result<Self> {
        if let Some(store) = store {
            // One of an older program is brought up to date; one that another process writes is current.
            if demarche_store::Store::open_to_read(store).is_err() {
                demarche_store::Store::open_to_update(store)?;
            }
            return Ok(Self { store: store.to_path_buf(), folder: None });
        }
        let folder = tempfile::tempdir()?;
        let reports = folder.path().join("examples");
        std::fs::create_dir(&reports)?;
        for (name, content) in EXAMPLES {
            std::fs::File::create(reports.join(name))?.write_all(content)?;
        }
        let store = folder.path().join("examples.db");
        // Read from where they lie, they have the names that they have in the project.
        let here = std::env::current_dir()?;
        std::env::set_current_dir(folder.path())?;
        let ingested =
            ingest::run(&ingest::Ingest::of(PathBuf::from("examples"), store.clone(), coder.clone()));
        std::env::set_current_dir(here)?;
        ingested?;
        Ok(Self { store, folder: Some(folder) })
    }

    fn settings(&self) -> Settings {
        let examples = self.folder.is_some();
        let name = if examples { "of the examples".to_owned() } else { self.store.display().to_string() };
        Settings { store: self.store.clone(), name, examples, token: None, hosts: vec![] }
    }
}

fn app(settings: Settings, coder: &CoderArgs) -> Result<Arc<App>> {
    Ok(Arc::new(App::new(settings, Arc::new(coder.load()?), LedgerRules::builtin()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_own_machine_a_token_is_needed() {
        let (here, there) = (IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        assert!(check_token(here, None).is_ok());
        assert!(check_token(there, None).is_err());
        assert!(check_token(there, Some("0123456789abcdef")).is_ok());
        for bad in ["", "short", "with spaces in it, long"] {
            assert!(check_token(there, Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_example_is_at_hand() {
        assert!(EXAMPLES.iter().any(|(name, _)| *name == "2018-singapore-summit.txt"));
        assert!(EXAMPLES.iter().all(|(name, content)| !content.is_empty() && !name.contains('/')));
    }
}
