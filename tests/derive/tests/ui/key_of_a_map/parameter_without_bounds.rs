use formwork::Generate;
use std::collections::HashMap;

#[derive(Generate)]
struct Wrong<K> {
    field: HashMap<K, u8>,
}

fn main() {}
