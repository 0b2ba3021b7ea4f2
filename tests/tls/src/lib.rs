//! Has only tests: `tests/https.rs`.
