use formwork::Generate;

#[derive(Generate)]
#[serde(tag = "kind")]
enum Weapon {
    Sword { length: u8 },
    Bow { range: u8 },
}

#[derive(Generate)]
enum Armour {
    Shield(u8),
    None,
}

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    weapon: Weapon,
    #[serde(flatten)]
    armour: Armour,
}

fn main() {}
