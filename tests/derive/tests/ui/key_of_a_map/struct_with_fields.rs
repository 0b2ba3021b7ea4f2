use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    field: u8,
}

#[derive(Generate)]
struct Wrong {
    field: BTreeMap<Key, u8>,
}

fn main() {}
