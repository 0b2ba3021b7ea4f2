//! Mistakes in a declaration: each gives one error, on the tokens to change, that says what to write instead.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}

#[test]
fn each_mistake_is_one_error() {
    let folders = std::fs::read_dir("tests/ui").unwrap().map(|folder| folder.unwrap().path());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "stderr")) {
        let shown = std::fs::read_to_string(&file).unwrap();
        let errors = shown.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(errors, 1, "{}:\n{shown}", file.display());
    }
}
