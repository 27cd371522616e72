//! `firedrill new`: write a commented scenario to start from.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::args::New as Args;
use super::{Answer, Failure, say};
use crate::scenario::{Template, template, templates};

pub fn new(args: &Args) -> Result<Answer, Failure> {
    if args.list {
        say(&list())?;
        return Ok(Answer::Done);
    }
    let template = find(args.template.as_deref())?;
    let file = args.file.clone().unwrap_or_else(|| format!("{}.ron", template.name).into());
    write(template, &file, args.force)?;
    let file = file.display();
    say(&format!(
        "{file}: {}\n\nnext: edit it, then\n  firedrill check {file}\n  firedrill run {file}\n",
        template.about
    ))?;
    Ok(Answer::Done)
}

fn list() -> String {
    let width = templates().iter().map(|template| template.name.len()).max().unwrap_or(0);
    templates().iter().fold(String::new(), |mut text, template| {
        let _ = writeln!(text, "{:width$}  {}", template.name, template.about);
        text
    })
}

fn find(name: Option<&str>) -> Result<&'static Template, Failure> {
    let first = templates().first().expect("there are templates");
    let Some(name) = name else { return Ok(first) };
    template(name).ok_or_else(|| {
        Failure::Argument(format!("there is no template `{name}`; there are:\n\n{}", list()))
    })
}

/// Writes the file whole or not at all: what was there is replaced only once all of it is on the
/// disk.
fn write(template: &Template, file: &Path, force: bool) -> Result<(), Failure> {
    let mut draft = file.as_os_str().to_owned();
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        draft.push(".part");
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let draft = PathBuf::from(draft);
    let written = options.open(&draft).and_then(|mut opened| {
        let mut done = opened.write_all(template.text.as_bytes()).and_then(|()| opened.sync_all());
        drop(opened);
        if force {
            done = done.and_then(|()| fs::rename(&draft, file));
        }
        // Of a half file nothing is worth keeping, nor an error about its removal telling.
        done.inspect_err(|_| drop(fs::remove_file(&draft)))
    });
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Argument(format!(
            "{} is there already; name another file, or replace it with --force",
            file.display()
        )),
        _ => Failure::of_file("write", file, &error, "name another file"),
    })
}
