use formwork::Generate;

#[derive(Generate)]
#[serde(tag = "kind")]
enum Weapon {
    Sword { length: u8 },
    Bow { range: u8 },
}

#[derive(Generate)]
struct Wrong {
    kind: String,
    #[serde(flatten)]
    weapon: Weapon,
}

fn main() {}
