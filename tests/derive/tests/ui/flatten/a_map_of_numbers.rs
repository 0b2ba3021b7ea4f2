use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    rest: BTreeMap<u8, String>,
}

fn main() {}
