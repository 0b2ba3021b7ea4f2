use formwork::Generate;

#[derive(Generate)]
#[serde(rename_all = "lowercase")]
enum Weapon {
    Sword(u8),
    Bow,
}

#[derive(Generate)]
struct Wrong {
    bow: u8,
    #[serde(flatten)]
    weapon: Weapon,
}

fn main() {}
