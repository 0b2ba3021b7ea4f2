use formwork::Generate;

#[derive(Generate)]
enum Side {
    Left,
    Right,
}

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    side: Side,
}

fn main() {}
