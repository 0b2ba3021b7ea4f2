use formwork::Generate;

#[derive(Generate)]
#[serde(tag = "metal")]
enum Blade {
    Iron { rust: bool },
    Steel { carbon: u8 },
}

#[derive(Generate)]
#[serde(tag = "kind")]
enum Weapon {
    Sword {
        #[serde(flatten)]
        blade: Blade,
    },
    Bow {
        range: u8,
    },
}

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    weapon: Weapon,
}

fn main() {}
