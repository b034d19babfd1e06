//! Resolves noun phrases: JSON Lines in, JSON Lines out, for trying the base without the whole program.
//!
//! `resolve [resolve] < phrases.jsonl`, where a line holds `text`, `date` and `country`.

use demarche_actors::{Base, resolve};
use std::io::{BufRead, Write};

fn main() {
    let base = Base::builtin();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let date = field(&line, "date").and_then(|d| d.parse().ok());
        let country = field(&line, "country");
        let found = resolve(base, &field(&line, "text").unwrap_or_default(), date, country.as_deref());
        let sectors: Vec<String> = found.actor.sectors.iter().map(|s| format!("\"{s}\"")).collect();
        let text = |s: Option<&str>| s.map_or("null".to_owned(), |s| format!("{s:?}"));
        let _ = writeln!(
            out,
            "{{\"code\":\"{}\",\"country\":{},\"sectors\":[{}],\"entity\":{},\"name\":{},\"rule\":{}}}",
            found.actor.code(),
            text(found.actor.country.as_deref()),
            sectors.join(","),
            text(found.actor.entity.as_deref()),
            text(found.actor.name.as_deref()),
            text(found.rule.map(demarche_actors::Rule::id)),
        );
    }
}

/// The string value of a field, with the escapes that JSON writes.
fn field(line: &str, name: &str) -> Option<String> {
    let start = line.find(&format!("\"{name}\":"))? + name.len() + 3;
    let rest = line[start..].trim_start().strip_prefix('"')?;
    let mut out = String::new();
    let mut chars = rest.chars();
    loop {
        match chars.next()? {
            '"' => return Some(out),
            '\\' => match chars.next()? {
                'u' => {
                    let code: String = chars.by_ref().take(4).collect();
                    out.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)?);
                }
                'n' => out.push('\n'),
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
}
