use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    rest: Option<BTreeMap<String, u8>>,
}

fn main() {}
