use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

fn main() {}
