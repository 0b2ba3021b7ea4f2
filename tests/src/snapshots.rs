//! Texts that are written down, so that a change of them shows.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

/// Compares with a file in `tests/snapshots`; with `UPDATE_SNAPSHOTS` set, writes it instead.
///
/// # Panics
/// When the text is another.
pub fn snapshot(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "set UPDATE_SNAPSHOTS=1 to accept the change of {name}");
}
