use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate)]
struct Wrong {
    field: Option<Vec<BTreeMap<bool, u8>>>,
}

fn main() {}
