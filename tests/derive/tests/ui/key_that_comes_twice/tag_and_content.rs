use formwork::Generate;

#[derive(Generate)]
struct Part {
    kind: String,
}

#[derive(Generate)]
#[serde(tag = "kind")]
enum Wrong {
    One(Part),
    Two,
}

fn main() {}
