//! `demarche places`: larger gazetteers, and a look into the one in use.

use crate::{output, own};
use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use demarche_places::{Builder, Candidate, alpha3, table};
use flate2::bufread::{DeflateDecoder, GzDecoder};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};

/// Makes larger gazetteers from dumps of `GeoNames`, or shows the places of a name.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche places show Panmunjom")]
pub struct Places {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Import(Import),
    Show(Show),
}

/// Makes a gazetteer of a dump of `GeoNames`: allCountries, a country or cities500, as .txt, .txt.gz or .zip.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche places import allCountries.zip --out world.gaz\n  \
    demarche annotate --layers places --gazetteer world.gaz reports/")]
struct Import {
    /// The dump
    file: PathBuf,
    /// Where to write the gazetteer; by default beside the dump, with the extension gaz
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Towns with fewer people are left out
    #[arg(long, value_name = "N", default_value_t = 0)]
    people: u64,
}

/// Shows every place that a name may mean: name, kind, division, country, latitude, longitude, people, id, parted by tabs.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche places show Paris")]
struct Show {
    /// The name as a report writes it
    name: String,
}

/// Runs the command.
///
/// # Errors
/// When the dump cannot be read or holds no place, or nobody knows the name.
pub fn run(command: &Places) -> Result<()> {
    match &command.command {
        Command::Import(command) => import(command),
        Command::Show(command) => show(command),
    }
}

fn import(command: &Import) -> Result<()> {
    let name = || command.file.display().to_string();
    let file = File::open(&command.file).with_context(name)?;
    let mut builder = Builder::default();
    let count = read(lines(&command.file, file).with_context(name)?, &mut builder, command.people)
        .with_context(name)?;
    if count == 0 {
        bail!("{}: expected lines of a GeoNames dump, but found none that names a place", name());
    }
    let out = command.out.clone().unwrap_or_else(|| command.file.with_extension("gaz"));
    let image = builder.finish();
    std::fs::write(&out, &image).with_context(|| out.display().to_string())?;
    eprintln!("{count} places, {} bytes in {}", image.len(), out.display());
    Ok(())
}

/// Adds what the lines of a dump tell; counts it. A line at a time is held.
fn read(mut dump: impl BufRead, builder: &mut Builder, people: u64) -> io::Result<u64> {
    let mut line = Vec::new();
    let mut count = 0;
    while dump.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        if let Some(mut row) = table::geonames(&text)
            && (!row.kind.is_town() || row.population >= people)
        {
            row.country = alpha3(row.country).unwrap_or("");
            builder.add(&row);
            count += 1;
        }
        line.clear();
    }
    Ok(count)
}

/// The lines of a dump, unpacked as they are read.
fn lines(path: &Path, file: File) -> io::Result<Box<dyn BufRead>> {
    let reader = BufReader::new(file);
    match path.extension().and_then(|e| e.to_str()) {
        Some("zip") => Ok(Box::new(BufReader::new(zipped(reader)?))),
        Some("gz") => Ok(Box::new(BufReader::new(GzDecoder::new(reader)))),
        _ => Ok(Box::new(reader)),
    }
}

/// The first entry of a zip archive that is a table and no description of one.
fn zipped(mut reader: BufReader<File>) -> io::Result<Box<dyn Read>> {
    const HEADER: [u8; 4] = *b"PK\x03\x04";
    let refuse = |message| Err(io::Error::new(io::ErrorKind::InvalidData, message));
    loop {
        if !seek(&mut reader, HEADER)? {
            return refuse("expected a table in the archive, but found none");
        }
        let mut head = [0; 26];
        reader.read_exact(&mut head)?;
        let short = |at: usize| u64::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let (method, name, extra) = (short(4), short(22), short(24));
        let mut entry = vec![0; name as usize];
        reader.read_exact(&mut entry)?;
        io::copy(&mut reader.by_ref().take(extra), &mut io::sink())?;
        let entry = String::from_utf8_lossy(&entry).to_lowercase();
        let is_table = Path::new(&entry).extension().is_some_and(|e| e == "txt");
        let wanted = is_table && !entry.ends_with("readme.txt");
        match method {
            8 if wanted => return Ok(Box::new(DeflateDecoder::new(reader))),
            8 => drop(io::copy(&mut DeflateDecoder::new(&mut reader), &mut io::sink())?),
            _ if wanted => return refuse("expected a deflated table, but found another way of packing"),
            _ => {}
        }
    }
}

/// Reads past the next occurrence of a mark; false where there is none.
fn seek(reader: &mut impl BufRead, mark: [u8; 4]) -> io::Result<bool> {
    let mut last = [0; 4];
    for byte in reader.bytes() {
        last.rotate_left(1);
        last[3] = byte?;
        if last == mark {
            return Ok(true);
        }
    }
    Ok(false)
}

fn show(command: &Show) -> Result<()> {
    let mut found = own::gazetteer().candidates(&command.name);
    if found.is_empty() {
        bail!("{}: expected the name of a place in the gazetteer, but found none", command.name);
    }
    found.sort_by(|a, b| b.entry.population.total_cmp(&a.entry.population).then(a.entry.id.cmp(&b.entry.id)));
    let mut out = output::stdout();
    for candidate in &found {
        writeln!(out, "{}", line(candidate))?;
    }
    Ok(out.flush()?)
}

fn line(candidate: &Candidate<'_>) -> String {
    let place = &candidate.entry;
    let own = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    format!(
        "{}\t{}\t{}\t{}\t{:.3}\t{:.3}\t{:.0}\t{}",
        place.name,
        place.kind.as_str(),
        own(place.admin1),
        own(place.country),
        place.lat,
        place.lon,
        place.population,
        place.id
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_places::Image;

    const DUMP: &str = "2988507\tParis\tParis\tLutece\t48.853\t2.349\tP\tPPLC\tFR\t\t11\t75\t\t\t2138551\t\t42\tx\t2024-01-01\n\
        not a line\n\
        1\tHamlet\tHamlet\t\t48\t2\tP\tPPL\tFR\t\t11\t75\t\t\t20\t\t42\tx\t2024-01-01\n";

    /// A zip archive of two entries, the second with the dump.
    fn archive() -> Vec<u8> {
        let mut out = Vec::new();
        for (name, content) in [("readme.txt", "PK"), ("FR.txt", DUMP)] {
            let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
            packed.write_all(content.as_bytes()).unwrap();
            let packed = packed.finish().unwrap();
            out.extend(b"PK\x03\x04\x14\0\x08\0\x08\0");
            out.extend([0; 16]);
            out.extend((name.len() as u16).to_le_bytes());
            out.extend([0; 2]);
            out.extend(name.as_bytes());
            out.extend(packed);
        }
        out
    }

    #[test]
    fn a_dump_is_read_as_it_is_and_zipped() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("FR.txt", DUMP.as_bytes().to_vec()), ("FR.zip", archive())] {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).unwrap();
            let out = folder.path().join("out.gaz");
            import(&Import { file, out: Some(out.clone()), people: 100 }).unwrap();
            let image = Image::new(std::fs::read(&out).unwrap()).unwrap();
            assert_eq!(image.len(), 1, "{name}");
            let paris = image.readings("lutece").next().and_then(|r| image.entry(r.place)).unwrap();
            assert_eq!((paris.name, paris.country), ("Paris", "FRA"));
        }
    }

    #[test]
    fn what_is_no_dump_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        std::fs::write(&file, "Paris\n").unwrap();
        let error = import(&Import { file: file.clone(), out: None, people: 0 }).unwrap_err().to_string();
        assert!(
            error.ends_with("expected lines of a GeoNames dump, but found none that names a place"),
            "{error}"
        );
        let zip = folder.path().join("a.zip");
        std::fs::write(&zip, "Paris\n").unwrap();
        assert!(import(&Import { file: zip, out: None, people: 0 }).is_err());
    }

    #[test]
    fn a_place_is_a_line() {
        let found = demarche_pipeline::gazetteer().candidates("Panmunjom");
        assert_eq!(line(&found[0]).split('\t').take(2).collect::<Vec<_>>(), ["Panmunjom", "SPOT"]);
    }
}
