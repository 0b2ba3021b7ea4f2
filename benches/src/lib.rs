//! Documents and parsers, for counting instructions (`cargo bench -p formwork-benches --bench instructions`) and measuring time
//! (`--bench time`). What a parser makes is returned, so that no benchmark counts how it is dropped.

pub mod documents;
pub mod pieces;
pub mod types;
pub mod whole;

use formwork::Generate;
use serde::de::DeserializeOwned;

/// What a benchmark reads a document into.
pub trait Document: Generate + DeserializeOwned + miniserde::Deserialize {}
impl<T: Generate + DeserializeOwned + miniserde::Deserialize> Document for T {}
