use formwork::Generate;
use std::collections::{BTreeMap, HashMap};

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    numbers: BTreeMap<String, u8>,
    #[serde(flatten)]
    texts: HashMap<String, String>,
}

fn main() {}
