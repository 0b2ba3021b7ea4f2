use formwork::Generate;
use std::collections::HashMap;

#[derive(Generate)]
enum Key {
    One,
    Two,
}

#[derive(Generate)]
struct Wrong {
    field: HashMap<Key, u8>,
}

fn main() {}
