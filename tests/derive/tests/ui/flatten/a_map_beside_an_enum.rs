use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate)]
#[serde(tag = "kind")]
enum Weapon {
    Sword { length: u8 },
    Bow { range: u8 },
}

#[derive(Generate)]
struct Fighter {
    name: String,
    #[serde(flatten)]
    weapon: Weapon,
}

#[derive(Generate)]
struct Wrong {
    #[serde(flatten)]
    fighter: Fighter,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

fn main() {}
