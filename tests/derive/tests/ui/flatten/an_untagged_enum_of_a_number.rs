use formwork::Generate;

#[derive(Generate)]
#[serde(untagged)]
enum Weapon {
    Sword { length: u8 },
    Number(u8),
}

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    weapon: Weapon,
}

fn main() {}
