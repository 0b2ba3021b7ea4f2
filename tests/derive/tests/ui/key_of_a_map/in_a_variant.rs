use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate)]
enum Wrong {
    One(BTreeMap<Option<String>, u8>),
    Two,
}

fn main() {}
