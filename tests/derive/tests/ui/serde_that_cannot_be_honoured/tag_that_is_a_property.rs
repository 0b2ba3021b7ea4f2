use formwork::Generate;

#[derive(Generate)]
#[serde(tag = "kind")]
enum Wrong {
    One(Content),
}

#[derive(Generate)]
struct Content {
    size: u8,
    kind: u8,
}

fn main() {}
