use formwork::Generate;

#[derive(Generate)]
struct Part {
    kind: String,
}

#[derive(Generate)]
#[serde(tag = "kind")]
enum Wrong {
    One {
        field: u8,
        #[serde(flatten)]
        part: Part,
    },
    Two,
}

fn main() {}
