use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Ability {
    Strength,
    Wisdom,
}

#[derive(Generate)]
struct Wrong {
    wisdom: u8,
    #[serde(flatten)]
    others: BTreeMap<Ability, u8>,
}

fn main() {}
