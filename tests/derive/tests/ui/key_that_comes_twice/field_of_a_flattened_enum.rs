use formwork::Generate;

#[derive(Generate)]
#[serde(untagged)]
enum Weapon {
    Sword { length: u8 },
    Bow { range: u8 },
}

#[derive(Generate)]
struct Wrong {
    range: u8,
    #[serde(flatten)]
    weapon: Weapon,
}

fn main() {}
