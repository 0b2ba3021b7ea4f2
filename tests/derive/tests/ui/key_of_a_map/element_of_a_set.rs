use formwork::Generate;
use std::collections::BTreeSet;

#[derive(Generate)]
struct Wrong {
    field: BTreeSet<f64>,
}

fn main() {}
